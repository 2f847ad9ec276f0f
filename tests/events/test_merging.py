"""Two records that are one: everything moves, old ids lead to the new one, and all of it can be taken back."""

import pytest
from django.core.management import call_command

from events.models import Claim, ClaimPublication, Incident, IncidentLink, IncidentParty, Question, Relay
from newsroom.ledger.models import Entry, Merge, Outdated
from newsroom.ledger.publishing import has_unpublished_changes, publish, withdraw
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.plans import RegroupingRefused, plan_merge
from newsroom.ledger.regrouping.unmerging import unmerge
from newsroom.ledger.verifying import verify
from sources.models import (
    Affiliation,
    Contribution,
    Place,
    Source,
    SourceAlias,
    SourceIdentifier,
    SourceIdentity,
    SourcePublication,
)
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
)
from tests.regrouping import issued_bodies, working_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return UserFactory(chief=True)


@pytest.fixture
def army():
    source = SourceFactory(name="Example Army", country="IL")
    SourceAlias.objects.create(source=source, name="The Army")
    return source


@pytest.fixture
def double():
    """The same army again, met by another importer, with a spokesman, a claim, a relay and a role."""
    source = SourceFactory(name="Army of Example", description="Land forces.")
    SourceAlias.objects.create(source=source, name="The Army")
    SourceIdentifier.objects.create(source=source, scheme="wikidata", value="Q1")
    speaker = SourceFactory(person=True)
    Affiliation.objects.create(source=speaker, speaks_for=source, title="spokesman")
    claim = ClaimFactory(said_by=speaker, speaks_for=source, speaks_for_title="spokesman")
    Relay.objects.create(citation=claim.citations.get(), position=1, source=source)
    IncidentParty.objects.create(incident=claim.question.incident, party=source, role="side_a")
    Contribution.objects.create(article=claim.citations.get().article, name="Army", source=source)
    return source


def served(client, record, **query):
    plural = {Source: "sources", Incident: "incidents", Claim: "claims", Question: "questions"}[type(record)]
    return client.get(f"/api/v1/{plural}/{record.public_id}/", query)


def test_everything_that_points_at_the_one_points_at_the_other(army, double, chief):
    key = double.pk
    merge(double, army, ["description"], chief, "The same army.")
    army.refresh_from_db()
    assert not Source.objects.filter(pk=key).exists()
    assert army.description == "Land forces."
    assert {alias.name for alias in army.aliases.all()} == {"The Army", "Army of Example"}
    assert Claim.objects.get().speaks_for == army
    assert Relay.objects.get().source == Affiliation.objects.get().speaks_for == army
    assert IncidentParty.objects.get().party == Contribution.objects.get().source == army


def test_a_row_says_who_merged_what_why_and_what_moved_exactly(army, double, chief):
    row = merge(double, army, [], chief, "The same army.").row
    assert (row.by, row.why) == (chief.username, "The same army.")
    assert row.moved["events.Claim.speaks_for"] == [Claim.objects.get().pk]
    assert str(row) == "“Army of Example” into “Example Army”"
    entry = Claim.objects.get().history.first()
    assert (entry.speaks_for, entry.history_user) == (army, chief)
    assert "The same army." in entry.history_change_reason


def test_a_merge_undone_leaves_every_row_as_it_was(army, double, chief):
    before = working_rows()
    row = merge(double, army, ["name", "description"], chief, "The same.").row
    assert working_rows() != before
    unmerge(row, chief, "They are two.")
    assert working_rows() == before


def test_what_is_public_follows_and_comes_back(army, double, chief, client):
    claim = Claim.objects.get()
    assert claim.question
    publish([army, claim])
    before = issued_bodies()
    row = merge(double, army, [], chief, "The same.").row
    body = served(client, claim).json()
    assert body["speaks_for"]["id"] == army.public_id
    assert body["citations"][0]["relayed_by"][0]["id"] == army.public_id
    assert served(client, claim.question.incident).json()["parties"][0]["party"]["label"] == "Example Army"
    assert not has_unpublished_changes(claim)
    unmerge(row, chief, "They are two.")
    assert issued_bodies() == before
    assert not has_unpublished_changes(claim)
    assert verify().bad_seq is None


def test_an_old_id_is_answered_with_the_one_that_stands_for_it(army, double, chief, client):
    publish([army, double])
    third = SourceFactory(name="Armed Forces")
    publish([third])
    merge(double, army, [], chief, "The same.")
    merge(army, third, [], chief, "The same.")
    answer = served(client, double)
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["code"] == "merged"
    assert answer.json()["merged_into"] == third.public_id
    assert client.get(answer.json()["links"]["merged_into"]).json()["label"] == "Armed Forces"
    versions = client.get(answer.json()["links"]["versions"]).json()["results"]
    assert [(one["visibility"], one.get("merged_into")) for one in versions] == [
        ("merged", army.public_id),
        ("issued", None),
    ]
    assert client.get(versions[1]["url"]).json()["label"] == "Army of Example"


def test_a_merge_is_an_entry_of_the_chain_and_the_past_stays_as_it_was(army, double, chief, client):
    publish([army, double])
    head = Entry.objects.latest("seq").seq
    merge(double, army, [], chief, "The same.")
    assert Entry.objects.get(op="merged").public_id == double.public_id
    assert verify().bad_seq is None
    assert served(client, double, as_of=head).json()["label"] == "Army of Example"
    then = client.get("/api/v1/sources/", {"as_of": head}).json()["results"]
    now = client.get("/api/v1/sources/").json()["results"]
    assert {double.public_id, army.public_id} <= {one["id"] for one in then}
    assert double.public_id not in {one["id"] for one in now}


def test_a_pointer_that_is_bent_shows_in_the_chain(army, double, chief):
    publish([army, double])
    merge(double, army, [], chief, "The same.")
    entry = Entry.objects.get(op="merged")
    SourcePublication.objects.filter(from_seq=entry.seq).update(successor=SourceFactory().public_id)
    assert verify().bad_seq == entry.seq


def test_an_unfinished_edit_of_a_claim_does_not_go_out_with_a_merge(army, double, chief, client):
    claim = Claim.objects.get()
    publish([army, claim])
    Claim.objects.update(medium="interview")
    merge(double, army, [], chief, "The same.")
    body = served(client, claim).json()
    assert (body["medium"], body["speaks_for"]["id"]) == ("unknown", army.public_id)
    assert has_unpublished_changes(claim)


def test_what_was_issued_between_merge_and_undoing_names_the_record_that_came_back(army, double, chief, client):
    claim = Claim.objects.get()
    publish([army, claim])
    row = merge(double, army, [], chief, "The same.").row
    Claim.objects.update(medium="interview")
    publish([Claim.objects.get()])
    unmerge(row, chief, "They are two.")
    body = served(client, claim).json()
    assert (body["medium"], body["speaks_for"]["id"]) == ("interview", double.public_id)


def test_what_somebody_pointed_elsewhere_meanwhile_stays_there(army, double, chief):
    row = merge(double, army, ["name"], chief, "The same.").row
    other = SourceFactory()
    Claim.objects.update(speaks_for=other)
    Source.objects.filter(pk=army.pk).update(name="Renamed since")
    unmerge(row, chief, "They are two.")
    assert Claim.objects.get().speaks_for == other
    assert Source.objects.get(pk=army.pk).name == "Renamed since"
    assert Affiliation.objects.get().speaks_for.name == "Army of Example"


def test_an_act_beyond_the_bound_is_finished_by_the_command(army, double, chief, client, settings):
    claims = [ClaimFactory(said_by=double, cited_in=ArticleFactory()) for _ in range(5)]
    publish([army, *claims])
    before = issued_bodies()
    settings.REISSUE_AT_ONCE = 2
    row = merge(double, army, [], chief, "The same.").row
    assert Outdated.objects.exists()
    call_command("reissue_documents")
    assert {served(client, claim).json()["said_by"]["id"] for claim in claims} == {army.public_id}
    unmerge(row, chief, "They are two.")
    call_command("reissue_documents")
    assert issued_bodies() == before


# What is refused.


def refusals(merged, into, taken=()):
    plan = plan_merge(merged, into, taken)
    with pytest.raises(RegroupingRefused):
        merge(merged, into, taken, UserFactory(), "Because.")
    return " ".join(plan.refusals)


def test_a_confidential_source_is_never_joined_with_an_open_one(army):
    assert "give a confidential source away" in refusals(SourceFactory(confidential=True), army)


def test_two_identities_are_never_made_one():
    first, second = SourceFactory(confidential=True), SourceFactory(confidential=True)
    for source in (first, second):
        SourceIdentity.objects.create(source=source, real_name="D. Canary")
    assert "can have only one" in refusals(first, second)
    assert not Merge.objects.exists()


def test_a_merge_that_would_break_a_constraint_names_it(army, double):
    claim = ClaimFactory(said_by=double, speaks_for=army, speaks_for_title="spokesman")
    told = refusals(double, army)
    assert "where somebody speaks for himself" in told
    assert str(claim) in told


def test_two_roles_in_one_incident_are_to_be_settled_first(army, double):
    incident = IncidentParty.objects.get().incident
    IncidentParty.objects.create(incident=incident, party=army, role="side_b")
    assert "already has a role here" in refusals(double, army)


def test_a_public_record_is_not_merged_into_one_that_is_not(army, double):
    publish([double])
    assert "is public and “Example Army” is not" in refusals(double, army)


def test_a_record_with_changes_that_are_not_published_waits_for_them(army, double):
    publish([army])
    Source.objects.filter(pk=army.pk).update(description="Unfinished.")
    army.refresh_from_db()
    assert "has changes that are not published" in refusals(double, army)


def test_a_merge_into_what_was_merged_since_is_undone_last_first(army, double, chief):
    third = SourceFactory()
    first = merge(double, army, [], chief, "The same.").row
    merge(army, third, [], chief, "The same.")
    with pytest.raises(RegroupingRefused, match="Undo that first"):
        unmerge(first, chief, "They are two.")


def test_no_merge_goes_without_a_reason(army, double, chief):
    with pytest.raises(RegroupingRefused, match="Say why"):
        merge(double, army, [], chief, " ")


# Incidents and places.


@pytest.fixture
def raids():
    """One raid recorded twice, with the same question asked of both, and one that only the second has."""
    first, second = IncidentFactory(label="Raid"), IncidentFactory(label="The raid")
    ClaimFactory(question=QuestionFactory(incident=first), figure="nine")
    ClaimFactory(question=QuestionFactory(incident=second))
    ClaimFactory(question=QuestionFactory(incident=second, asks="injured"))
    IncidentLink.objects.create(incident=second, kind="duplicate_of", other=first)
    return second, first


def test_incidents_become_one_with_their_questions(raids, chief, client):
    second, first = raids
    publish(Claim.objects.all())
    before, issued = working_rows(), issued_bodies()
    row = merge(second, first, [], chief, "One raid.").row
    assert Question.objects.filter(incident=first).count() == 2
    body = served(client, first).json()
    assert sorted(len(figure["answers"]) for figure in body["figures"]) == [1, 2]
    assert (body["counts"]["claims"], body["incident_links"]) == (3, [])
    assert row.followed.get().of == "events.question"
    merged = Question(public_id=row.followed.get().merged_id)
    assert served(client, merged).json()["code"] == "merged"
    facets = ClaimPublication.objects.current().values_list("incident", flat=True)
    assert set(facets) == {first.public_id}
    unmerge(row, chief, "They are two.")
    assert working_rows() == before
    assert issued_bodies() == issued
    assert verify().bad_seq is None


def test_incidents_that_somebody_has_told_apart_stay_apart(raids):
    second, first = raids
    IncidentLink.objects.create(incident=first, kind="distinct_from", other=second)
    assert "are not the same" in refusals(second, first)


def test_places_become_one_and_what_is_public_names_the_one(chief, client):
    town, twin = PlaceFactory(name="Jenin", geonames_id=None), PlaceFactory(name="Dschenin", geonames_id=284315)
    incident = IncidentFactory(place=twin)
    publish([incident])
    before, issued = working_rows(), issued_bodies()
    row = merge(twin, town, ["geonames_id"], chief, "One town.").row
    assert served(client, incident).json()["place"]["name"] == "Jenin"
    assert Place.objects.get(pk=town.pk).geonames_id == 284315
    assert Place.objects.get(pk=town.pk).aliases.get().name == "Dschenin"
    unmerge(row, chief, "They are two.")
    assert (working_rows(), issued_bodies()) == (before, issued)


def test_a_place_is_not_merged_into_what_lies_within_it():
    district = PlaceFactory()
    assert "cannot contain itself" in refusals(district, PlaceFactory(within=district))


def test_values_chosen_from_both_have_to_fit_together():
    here, nowhere = PlaceFactory(), PlaceFactory(latitude=None, longitude=None)
    assert "both coordinates or none" in refusals(nowhere, here, ["latitude"])


def test_what_was_withdrawn_is_merged_without_a_word_in_public(army, double, chief, client):
    publish([army, double])
    withdraw([double], "Never existed.")
    merge(double, army, [], chief, "The same.")
    assert served(client, double).json()["notice"] == "Never existed."

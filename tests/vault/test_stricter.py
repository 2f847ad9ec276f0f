"""A source that was named becomes confidential: afterwards its name is nowhere but in its identity."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Claim, ClaimPublication, Export, Finding, QuestionPublication, Relay
from newsroom.desk.shielding import make_claim_stricter, make_stricter
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Act, Basis, Entry
from newsroom.ledger.publishing import publish
from newsroom.ledger.verifying import verify
from sources.models import Affiliation, Contribution, Disclosure, Source, SourceIdentity
from tests.desk.forms import errors_of, fill_in, told
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

NAME, ALIAS, TITLE = "Odalys Qvxperson", "O. Qvxalias", "Keeper of the Qvxseal"
LABEL = "a person close to the talks"
WORDS = ("qvxperson", "qvxalias", "qvxseal", "qvx-4711", "odalys")


def stands_in(text):
    return [word for word in WORDS if word in text.casefold()]


@pytest.fixture
def source(person):
    """Named in every place there is, publicly and at the desk."""
    chief = person("Chief", username="boss")
    army = SourceFactory(name="The Army")
    source = SourceFactory(person=True, name=NAME, description=f"{NAME} is a general.", country="IL")
    source.aliases.create(name=ALIAS)
    source.identifiers.create(scheme="wikidata", value="Qvx-4711")
    Affiliation.objects.create(source=source, speaks_for=army, title=TITLE)
    source._change_reason = f"{NAME} asked for it"
    source.save()
    dead = QuestionFactory()
    spoken = ClaimFactory(said_by=source, question=dead, attribution=f"{NAME}, a general", note=f"Called {NAME}.")
    ClaimFactory(said_by=SourceFactory(), question=dead, figure="nine")
    relayed = ClaimFactory(question=dead, figure="seven")
    Relay.objects.create(citation=relayed.citations.get(), position=1, source=source)
    for claim in Claim.objects.all():
        publish([claim])
    Finding.objects.create(
        question=dead,
        outcome="no_definitive_conclusion",
        method="pending",
        rationale=f"Only {NAME} was there.",
        signed_by=chief.user,
    )
    publish([dead])
    kind = ContentType.objects.get_for_model(Claim)
    LogEntry.objects.create(
        user=chief.user, content_type=kind, object_id=spoken.pk, object_repr=str(spoken), action_flag=2
    )
    Act.objects.filter(public_id=Entry.objects.get(seq=1).act).update(note=f"as {ALIAS} wished")
    return source


def stricter(source, level=Disclosure.BACKGROUND, label=LABEL, user=None):
    return make_stricter(source, level, label, user or UserFactory())


def whole_database():
    """Every value of every column of every table but what articles print, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in ("sources_articleversion", "sources_passage"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name of ours
            cells += [f"{table}: {cell}" for row in cursor.fetchall() for cell in row]
    return cells


def test_before_the_act_the_name_is_in_many_places(source):
    tables = {cell.partition(":")[0] for cell in whole_database() if stands_in(cell)}
    assert len(tables) >= 14, tables


@pytest.mark.parametrize("level", [Disclosure.BACKGROUND, Disclosure.DEEP_BACKGROUND, Disclosure.OFF_RECORD])
def test_after_the_act_the_name_is_nowhere_in_the_database(source, level):
    stricter(source, level)
    assert [cell for cell in whole_database() if stands_in(cell)] == []


def test_the_name_is_kept_in_the_identity_with_all_that_was_known(source):
    stricter(source)
    identity = SourceIdentity.objects.get(source=source)
    assert identity.real_name == NAME
    for part in (ALIAS, "Qvx-4711", TITLE, "The Army", "IL"):
        assert part in identity.other_names
    assert [row.deed for row in identity.readings.all()] == ["recorded"]


def test_no_act_of_the_ledger_joins_its_claims(source):
    newest = Entry.objects.latest("seq").seq
    stricter(source)
    issued = Entry.objects.filter(seq__gt=newest, kind="claim", op="issued").values_list("act", "public_id")
    acts, claims = zip(*issued, strict=True)
    assert len(set(acts)) == len(set(claims)) == 2


def test_what_would_still_say_the_name_is_told_and_undoes_it_all(source):
    office = SourceFactory(name=f"Office of {NAME}")
    publish([office])
    with pytest.raises(PublishingRefused, match=f"would still say the name: {office.public_id}"):
        stricter(source)
    source.refresh_from_db()
    assert (source.name, source.is_confidential) == (NAME, False)
    assert source.aliases.exists()


def test_an_identity_that_is_there_keeps_its_real_name(source):
    SourceIdentity.objects.create(source=source, real_name="Somebody Else", other_names="E.")
    stricter(source)
    identity = SourceIdentity.objects.get(source=source)
    assert (identity.real_name, identity.version) == ("Somebody Else", 2)
    assert identity.other_names.splitlines()[:2] == ["E.", ALIAS]


def answers():
    """What anybody gets for every document and version, now and at every moment."""
    client, told = Client(), {}
    for kind in ("source", "article", "incident", "question", "claim"):
        plural = f"/api/v1/{kind}s/"
        for seq in range(1, Entry.objects.count() + 1):
            told[f"{plural}?as_of={seq}&include=withdrawn"] = client.get(f"{plural}?as_of={seq}&include=withdrawn")
    for entry in Entry.objects.all():
        path = f"/api/v1/{entry.kind}s/{entry.public_id}/"
        told[path] = client.get(path)
        told[f"{path}versions/"] = client.get(f"{path}versions/")
        for seq in range(1, Entry.objects.count() + 1):
            told[f"{path}?as_of={seq}"] = client.get(path, {"as_of": seq})
        told[f"{path}versions/{entry.version}/"] = client.get(f"{path}versions/{entry.version}/")
    return told


def test_old_versions_and_earlier_moments_answer_that_it_is_erased_and_the_chain_holds(source):
    claim = source.claims.get()
    stricter(source)
    path = f"/api/v1/claims/{claim.public_id}/"
    client = Client()
    assert client.get(path).json()["said_by"]["label"] == LABEL
    for gone in (
        f"{path}versions/1/",
        f"{path}?as_of={ClaimPublication.objects.get(public_id=claim.public_id, version=1).from_seq}",
    ):
        assert (client.get(gone).status_code, client.get(gone).json()["code"]) == (410, "erased")
    assert client.get(f"/api/v1/sources/{source.public_id}/").status_code == 410
    told = answers()
    assert len(told) > 500
    assert {
        path: stands_in(answer.content.decode()) for path, answer in told.items() if stands_in(answer.content.decode())
    } == {}
    assert {
        path
        for path, answer in told.items()
        if source.public_id in answer.content.decode() and source.public_id not in path
    } == set()
    assert verify().bad_seq is None
    call_command("verify_ledger")


def test_nothing_can_be_slipped_in_as_erased(source):
    stricter(source)
    other = ClaimFactory()
    publish([other])
    assert verify().bad_seq is None
    row = ClaimPublication.objects.get(public_id=other.public_id)
    blank = {"body": "", "salt": "", "etag": "", "visibility": "erased"}
    ClaimPublication.objects.filter(pk=row.pk).update(**blank)
    assert verify().bad_seq == row.from_seq


def test_a_claim_that_shows_the_name_in_print_is_gone_and_can_never_be_issued_again(source):
    text = f"Officials said that at least six militants were killed, said {NAME} on Monday."
    claim = ClaimFactory(said_by=source, cited_in=ArticleFactory(text=text))
    publish([claim])
    stricter(source)
    claim.refresh_from_db()
    assert claim.disclosure == Disclosure.OFF_RECORD
    assert Client().get(f"/api/v1/claims/{claim.public_id}/").status_code == 410
    with pytest.raises(PublishingRefused, match="off the record"):
        publish([claim])


def test_off_the_record_nothing_it_said_stays_public(source):
    claims = list(source.claims.all())
    stricter(source, Disclosure.OFF_RECORD)
    for claim in claims:
        assert Client().get(f"/api/v1/claims/{claim.public_id}/").status_code == 410
        assert not Basis.objects.filter(public_id=claim.public_id).exists()
    question = claims[0].question
    assert len(Client().get(f"/api/v1/questions/{question.public_id}/").json()["answers"]) == 1


def test_what_others_said_stays_as_it_was(source):
    question = source.claims.get().question
    stricter(source)
    body = Client().get(f"/api/v1/questions/{question.public_id}/").json()
    assert sorted(answer["reading"] for answer in body["answers"]) == ["7", "9", "at least 6"]


def test_each_claim_is_issued_anew_by_an_act_of_its_own(source):
    for _ in range(3):
        publish([ClaimFactory(said_by=source)])
    head = Entry.objects.count()
    stricter(source)
    ids = {claim.public_id for claim in source.claims.all()}
    acts = [entry.act for entry in Entry.objects.filter(seq__gt=head, public_id__in=ids)]
    assert len(ids) == 4
    assert len(set(acts)) == len(acts)


def test_what_has_left_the_house_is_listed(source):
    export = Export.objects.create(what="series, ucdp, killed", ledger_seq=1, sha256="0" * 64)
    export.documents.create(public_id=source.claims.get().question.public_id)
    Export.objects.create(what="something else", ledger_seq=1, sha256="0" * 64)
    assert stricter(source).exports == [export]


def test_a_printed_credit_stays_and_stands_for_nobody(source):
    article = ArticleFactory()
    Contribution.objects.create(article=article, role="contributing_agency", name="The Wire", source=source)
    publish([article])
    stricter(source)
    assert article.contributions.get().source is None
    assert Client().get(f"/api/v1/articles/{article.public_id}/").json()["wire_credits"][0]["label"] == "The Wire"


@pytest.mark.parametrize("level", [Disclosure.DEEP_BACKGROUND, Disclosure.OFF_RECORD])
def test_an_unnamed_source_loses_its_label_in_every_version_and_namesakes_keep_theirs(person, level):
    source, other = (SourceFactory(confidential=True, name=LABEL) for _ in range(2))
    question = QuestionFactory()
    mine = ClaimFactory(said_by=source, question=question)
    theirs = ClaimFactory(said_by=other, question=question, figure="nine")
    for claim in (mine, theirs):
        publish([claim])
    stricter(source, level, LABEL)
    client = Client()
    path = f"/api/v1/claims/{mine.public_id}/"
    assert client.get(f"{path}versions/1/").status_code == 410
    assert client.get(path).status_code == (410 if level == Disclosure.OFF_RECORD else 200)
    assert LABEL not in client.get(path).content.decode()
    assert client.get(f"/api/v1/claims/{theirs.public_id}/versions/1/").json()["said_by"]["label"] == LABEL
    said = [
        (given["originator"] or {}).get("label")
        for answer in client.get(f"/api/v1/questions/{question.public_id}/").json()["answers"]
        for given in answer["claims"]
    ]
    assert said.count(LABEL) == 1
    assert not SourceIdentity.objects.exists()
    assert verify().bad_seq is None


# One claim alone.


@pytest.mark.parametrize("level", [Disclosure.BACKGROUND, Disclosure.DEEP_BACKGROUND, Disclosure.OFF_RECORD])
def test_one_claim_made_stricter_no_longer_tells_its_speaker_in_any_version(person, source, level):
    claim = source.claims.get()
    assert NAME in speakers_in_every_version(claim)
    other = ClaimFactory(said_by=source, said_edtf="2023-06-20")
    Claim.objects.filter(pk=claim.pk).update(certainty="reported")
    for record in (claim, other):
        publish([record])
    assert make_claim_stricter(claim, level, LABEL, person("Chief").user).reissued >= 1
    client, path = Client(), f"/api/v1/claims/{claim.public_id}/"
    for number in (1, 2):
        assert client.get(f"{path}versions/{number}/").json()["code"] == "erased"
    assert client.get(path).status_code == (410 if level == Disclosure.OFF_RECORD else 200)
    assert NAME not in client.get(f"{path}?include=withdrawn").content.decode()
    assert NAME not in speakers_in_every_version(claim)
    assert client.get(f"/api/v1/claims/{other.public_id}/").json()["said_by"]["label"] == NAME
    assert client.get(f"/api/v1/sources/{source.public_id}/").status_code == 200
    assert verify().bad_seq is None


def speakers_in_every_version(claim):
    """By whom this claim is said to be in any version of its question's document that can be read."""
    versions = QuestionPublication.objects.filter(public_id=claim.question.public_id).exclude(body="")
    answers = [answer for version in versions for answer in version.body_json()["answers"]]
    given = [
        each for answer in answers for each in answer["claims"] if claim.public_id in (each["id"], each.get("url"))
    ]
    return " ".join(f"{each['label']} {(each['originator'] or {}).get('label')}" for each in given)


def test_a_claim_that_shows_the_name_in_print_is_off_the_record_from_then_on(person, source):
    text = f"Officials said that at least six militants were killed, said {NAME} on Monday."
    claim = ClaimFactory(said_by=source, cited_in=ArticleFactory(text=text))
    publish([claim])
    assert make_claim_stricter(claim, Disclosure.BACKGROUND, LABEL, person("Chief").user).ended == 1
    assert Client().get(f"/api/v1/claims/{claim.public_id}/").status_code == 410


@pytest.mark.parametrize("label", ["", f"friend of {NAME}"])
def test_a_claim_is_not_made_stricter_under_a_label_that_says_the_name_or_nothing(source, label):
    with pytest.raises(PublishingRefused, match=r"words|label"):
        make_claim_stricter(source.claims.get(), Disclosure.BACKGROUND, label, source_user())


def test_neither_the_form_nor_publishing_makes_an_issued_claim_stricter_by_itself(person, source):
    editor, claim = person("Editor"), source.claims.get()
    page = editor.get(reverse("admin:events_claim_change", args=[claim.pk]))
    typed = {"disclosure": "background", "attribution": LABEL, "change_reason": "asked"}
    assert "Make confidential" in errors_of(fill_in(editor, page, **typed))
    Claim.objects.filter(pk=claim.pk).update(disclosure="background", attribution=LABEL)
    with pytest.raises(PublishingRefused, match="Make confidential"):
        publish([claim])


def test_a_chief_does_it_on_a_page_that_says_first_what_it_takes(person, source):
    chief, claim = person("Chief"), source.claims.get()
    path = reverse("admin:desk_make_claim_stricter", args=[claim.pk])
    assert path in chief.get(reverse("admin:events_claim_change", args=[claim.pk])).content.decode()
    page = chief.get(path)
    assert "In this claim alone" in page.content.decode()
    assert person("Editor").get(path).status_code == 403
    fill_in(chief, page, press="Make confidential", label=LABEL, is_understood="on")
    claim.refresh_from_db()
    assert (claim.disclosure, claim.attribution) == ("background", LABEL)


# What is refused, with nothing done.


def refused(source, level=Disclosure.BACKGROUND, label=LABEL):
    before = whole_database()
    with pytest.raises(PublishingRefused) as refusal:
        stricter(source, level, label, user=source_user())
    assert whole_database() == before
    return " ".join(refusal.value.messages)


def source_user():
    return UserFactory._meta.model.objects.get(username="boss")


@pytest.mark.parametrize("label", ["", "  ", f"the friend of {NAME.upper()}", ALIAS])
def test_a_label_that_says_the_name_or_nothing_is_refused(source, label):
    assert "label" in refused(source, label=label) or "words" in refused(source, label=label)


def test_a_looser_level_is_refused(source):
    assert "stricter" in refused(source, Disclosure.ON_RECORD)


def test_an_outlet_is_refused(person):
    person("Chief", username="boss")
    outlet = SourceFactory(outlet=True)
    publish([ArticleFactory(outlet=outlet)])
    assert "cannot be confidential" in refused(outlet)


def test_without_a_key_it_is_refused(source, settings):
    settings.IDENTITY_KEYS = []
    assert "IDENTITY_KEYS" in refused(source)


def test_an_unfinished_edit_is_not_published_with_it(source):
    claim = source.claims.get()
    claim.certainty = "feared"
    claim.save()
    assert "not published" in refused(source)


# The page.


def path_of(source):
    return reverse("admin:desk_make_stricter", args=[source.pk])


@pytest.mark.parametrize(
    ("role", "may"), [("Reader", False), ("Editor", False), ("Chief", True), ("Administrator", False)]
)
def test_only_a_chief_makes_a_source_confidential(person, source, role, may):
    who = person(role)
    assert who.get(path_of(source)).status_code == (200 if may else 403)
    who.post(path_of(source), {"level": "background", "label": LABEL, "is_understood": "on"})
    source.refresh_from_db()
    assert source.is_confidential is may


def test_the_page_says_what_will_happen_before_it_does(person, source):
    chief = person("Chief")
    shown = chief.get(path_of(source)).content.decode()
    assert "5 other things" in shown
    page = chief.post(path_of(source), {"level": "background", "label": LABEL})
    assert "tick the box" in page.content.decode()
    source.refresh_from_db()
    assert not source.is_confidential
    page = fill_in(chief, page, press="Make confidential", is_understood="on")
    source.refresh_from_db()
    assert source.name == LABEL
    assert "issued without the name" in told(page)
    assert not stands_in(page.content.decode())
    assert not stands_in(chief.get(reverse("admin:sources_source_history", args=[source.pk])).content.decode())


def test_the_form_of_a_source_does_not_make_it_stricter_by_itself(person, source):
    editor = person("Editor")
    page = editor.get(reverse("admin:sources_source_change", args=[source.pk]))
    typed = {"disclosure": "background", "description": "", "country": "", "change_reason": "asked"}
    assert "Make confidential" in errors_of(fill_in(editor, page, **typed))
    assert not Source.objects.get(pk=source.pk).is_confidential

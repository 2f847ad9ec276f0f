import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction

from events.models import Claim, ClaimPublication, IncidentPublication, QuestionPublication
from newsroom.ledger import seam
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.lock import NotInTransaction
from newsroom.ledger.models import Act, Entry, Operation, Outdated, Reason
from newsroom.ledger.publishing import (
    has_unpublished_changes,
    publish,
    withdraw,
)
from newsroom.ledger.writing import Signature
from sources.models import ArticlePublication, Disclosure, SourcePublication
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
    cite,
)

pytestmark = pytest.mark.django_db


def public(publication, record):
    return publication.objects.issued().get(public_id=record.public_id).body_json()


def test_publishing_a_claim_issues_what_it_stands_on_first():
    entries = publish([ClaimFactory()])
    assert [entry.kind for entry in entries] == ["source", "source", "article", "incident", "question", "claim"]
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert {entry.op for entry in entries} == {Operation.ISSUED}
    assert len({entry.act for entry in entries}) == 1


def test_publishing_unchanged_content_again_writes_nothing():
    claim = ClaimFactory()
    publish([claim])
    assert publish([claim]) == []
    assert Entry.objects.count() == 6


def test_a_question_shows_its_answers_and_an_incident_counts_them():
    claim = ClaimFactory()
    publish([claim])
    publish([ClaimFactory(question=claim.question, figure="nine")])
    question = public(QuestionPublication, claim.question)
    assert [answer["reading"] for answer in question["answers"]] == ["at least 6", "9"]
    incident = public(IncidentPublication, claim.question.incident)
    assert incident["counts"] == {"questions": 1, "claims": 2, "sources": 2, "outlets": 2}


def test_two_speakers_with_the_same_figure_give_one_answer():
    first = ClaimFactory(figure="nine")
    publish([first, ClaimFactory(question=first.question, figure="9")])
    (answer,) = public(QuestionPublication, first.question)["answers"]
    assert len(answer["claims"]) == 2
    assert answer["outlets"] == 2


def test_a_renamed_outlet_is_shown_wherever_it_is_named():
    claim = ClaimFactory()
    publish([claim])
    outlet = claim.citations.get().article.outlet
    outlet.name = "The Renamed Post"
    outlet.save()
    entries = publish([outlet])
    assert [(entry.kind, entry.reason) for entry in entries] == [
        ("source", Reason.EDITORIAL),
        ("article", Reason.DEPENDENCY),
        ("question", Reason.DEPENDENCY),
        ("claim", Reason.DEPENDENCY),
    ]
    cited = public(ClaimPublication, claim)["citations"][0]["article"]
    assert cited["outlet"]["label"] == "The Renamed Post"


def test_an_unfinished_edit_stays_inside_when_something_it_names_is_issued_anew():
    claim = ClaimFactory()
    publish([claim])
    Claim.objects.filter(pk=claim.pk).update(quantity_n=60, quantity_words="at least sixty")
    outlet = claim.citations.get().article.outlet
    outlet.name = "The Renamed Post"
    outlet.save()
    publish([outlet])
    document = public(ClaimPublication, claim)
    assert document["value"]["n"] == 6
    assert has_unpublished_changes(claim)


def test_an_unfinished_edit_of_a_public_source_does_not_go_out_with_a_claim():
    speaker = SourceFactory(name="Army")
    publish([speaker])
    speaker.name = "Army (unchecked rename)"
    speaker.save()
    publish([ClaimFactory(said_by=speaker)])
    assert public(SourcePublication, speaker)["label"] == "Army"


def test_a_rolled_back_act_leaves_no_gap():
    claim = ClaimFactory()
    with transaction.atomic():
        publish([claim])
        transaction.set_rollback(True)
    assert [entry.seq for entry in publish([claim])] == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        publish([SourceFactory()])


def test_a_clock_that_runs_back_does_not_turn_the_ledger_back(monkeypatch):
    publish([SourceFactory()])
    head = Entry.objects.get()
    monkeypatch.setattr(seam, "now", lambda: head.at - dt.timedelta(days=1))
    (entry,) = publish([SourceFactory()])
    assert entry.at == head.at


def test_who_acted_and_why_is_kept_outside_the_chain():
    (entry,) = publish([SourceFactory()], Signature(by="ana", note="first names", reason=Reason.IMPORT))
    act = Act.objects.get(public_id=entry.act)
    assert (act.by, act.note, entry.reason) == ("ana", "first names", Reason.IMPORT)
    assert "ana" not in SourcePublication.objects.get().body


def test_a_withdrawn_claim_leaves_a_tombstone_and_its_question():
    claim = ClaimFactory()
    publish([claim])
    entries = withdraw([claim], "Retracted by the outlet.")
    assert [entry.op for entry in entries] == [Operation.UPDATED, Operation.UPDATED, Operation.WITHDRAWN]
    assert not ClaimPublication.objects.issued().exists()
    assert ClaimPublication.objects.get(version=1).visibility == "issued"
    assert '"notice":"Retracted by the outlet."' in ClaimPublication.objects.get(version=2).served()
    assert public(QuestionPublication, claim.question)["answers"] == []


def test_what_is_not_public_cannot_be_withdrawn():
    with pytest.raises(PublishingRefused, match="nothing to withdraw"):
        withdraw([SourceFactory()], "why")


def test_a_withdrawn_claim_can_be_issued_again():
    claim = ClaimFactory()
    publish([claim])
    withdraw([claim], "A mistake.")
    entries = publish([claim])
    assert [entry.op for entry in entries if entry.kind == "claim"] == [Operation.ISSUED]
    assert ClaimPublication.objects.issued().get().version == 3


def test_a_link_to_an_unpublished_incident_appears_once_that_is_published():
    earlier, raid = IncidentFactory(), IncidentFactory()
    raid.links.create(kind="same_place_earlier", other=earlier)
    publish([raid])
    assert public(IncidentPublication, raid)["incident_links"] == []
    publish([earlier])
    (link,) = public(IncidentPublication, raid)["incident_links"]
    assert link["incident"]["label"] == earlier.label


def test_a_claim_shows_what_it_supersedes_and_what_supersedes_it():
    first = ClaimFactory(figure="four")
    later = ClaimFactory(figure="five", question=first.question, said_by=first.said_by, supersedes=first)
    publish([first])
    publish([later])
    assert public(ClaimPublication, later)["supersedes"]["id"] == first.public_id
    assert public(ClaimPublication, first)["superseded_by"]["id"] == later.public_id


def test_a_fan_out_beyond_the_bound_is_left_for_the_command(settings, capsys):
    outlet = SourceFactory(outlet=True)
    question = QuestionFactory()
    claims = [ClaimFactory(question=question, cited_in=ArticleFactory(outlet=outlet)) for _ in range(4)]
    publish(claims)
    settings.REISSUE_AT_ONCE = 3
    outlet.name = "The Renamed Post"
    outlet.save()
    publish([outlet])
    assert Outdated.objects.exists()
    call_command("reissue_documents")
    assert not Outdated.objects.exists()
    assert not [
        claim
        for claim in claims
        if "Renamed" not in ClaimPublication.objects.issued().get(public_id=claim.public_id).body
    ]


def test_an_article_without_an_outlet_is_refused_and_nothing_is_written():
    article = ArticleFactory(outlet=None)
    with pytest.raises(PublishingRefused, match="has no outlet"):
        publish([article])
    assert not Entry.objects.exists()


def test_a_claim_of_a_withheld_article_is_refused():
    claim = ClaimFactory(cited_in=ArticleFactory(pub_status="withheld"))
    with pytest.raises(PublishingRefused, match="withheld"):
        publish([claim])


def test_what_was_said_off_the_record_is_never_issued():
    with pytest.raises(PublishingRefused, match="off the record"):
        publish([ClaimFactory(disclosure=Disclosure.OFF_RECORD)])


def test_a_confidential_speaker_is_shown_by_the_agreed_label_alone():
    speaker = SourceFactory(confidential=True)
    claim = ClaimFactory(said_by=speaker)
    publish([claim])
    document = public(ClaimPublication, claim)
    assert document["said_by"] == {
        "id": None,
        "label": "a senior official",
        "kind": None,
        "disclosure": "background",
        "url": None,
    }
    assert speaker.public_id not in ClaimPublication.objects.get().body
    assert not SourcePublication.objects.filter(public_id=speaker.public_id).exists()
    assert ClaimPublication.objects.get().said_by == ""


def test_a_confidential_source_has_no_public_document():
    with pytest.raises(PublishingRefused, match="confidential"):
        publish([SourceFactory(confidential=True)])


def test_a_named_speaker_on_background_needs_agreed_words():
    with pytest.raises(PublishingRefused, match="agreed words"):
        publish([ClaimFactory(disclosure=Disclosure.BACKGROUND)])
    claim = ClaimFactory(disclosure=Disclosure.BACKGROUND, attribution="an official", said_by__name="Jane Roe")
    publish([claim])
    assert "Jane Roe" not in ClaimPublication.objects.get().body
    assert public(ClaimPublication, claim)["said_by"]["label"] == "an official"


def test_an_incident_with_many_claims_issues_a_bounded_number_of_documents_for_one_more():
    question = QuestionFactory()
    publish([ClaimFactory(question=question) for _ in range(5)])
    entries = publish([ClaimFactory(question=question, figure="nine")])
    assert sorted(entry.kind for entry in entries) == [
        "article",
        "claim",
        "incident",
        "question",
        "source",
        "source",
    ]


def test_the_hashes_of_every_version_of_an_article_are_public_and_its_text_is_not():
    article = ArticleFactory(text="A secret sentence that nobody cites. Three were hurt.")
    publish([article])
    document = public(ArticlePublication, article)
    assert [version["sha256"] for version in document["versions"]] == [article.newest_version.sha256]
    assert "secret sentence" not in ArticlePublication.objects.get().body


def test_citing_a_claim_in_a_second_outlet_adds_a_citation_not_a_claim():
    claim = ClaimFactory()
    publish([claim])
    cite(claim, ArticleFactory(), "at least six militants")
    publish([claim])
    assert len(public(ClaimPublication, claim)["citations"]) == 2
    (answer,) = public(QuestionPublication, claim.question)["answers"]
    assert answer["outlets"] == 2


def test_a_running_total_counts_up_to_the_day_of_its_report_unless_it_says_another():
    total = QuestionFactory(incident=None, window="2023-01-01/..", place=PlaceFactory())
    silent = ClaimFactory(question=total, figure="roughly 124")
    stated = ClaimFactory(question=total, figure="120", through_on=dt.date(2023, 6, 1))
    publish([silent, stated])
    assert public(ClaimPublication, silent)["value"]["through"] == "2023-06-19"
    assert public(ClaimPublication, stated)["value"]["through"] == "2023-06-01"


def test_a_claim_of_a_withdrawn_article_is_refused_until_that_is_published_again():
    claim = ClaimFactory()
    article = claim.citations.get().article
    publish([article])
    withdraw([article], "Pulled by the outlet.")
    with pytest.raises(PublishingRefused, match="which is withdrawn"):
        publish([claim])
    publish([article])
    assert publish([claim])

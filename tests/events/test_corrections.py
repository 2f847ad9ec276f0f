"""A corrected, withheld, withdrawn or taken down report: what becomes of the claims, in the house and in public."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from events.models import Claim, Export, Finding, Incident, Review
from events.reviewing import close_review
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.publishing import publish
from sources.models import Article
from tests.factories import ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory, UserFactory, cite
from tests.sources.importing import everything, import_it, put, the_article
from tests.sources.test_import_versions import CORRECTED, FIRST, KILLED, SECOND, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    """Imports one item of the storm report."""

    def bring(item, **options):
        return import_it(put(tmp_path, f"{item['id']}-{item['version']}.jsonl", json.dumps(item)), **options)

    return bring


@pytest.fixture
def claim(bring):
    """A public claim that stands on the storm report alone."""
    bring(FIRST, publish=True)
    claim = ClaimFactory(figure="at least two", cited_in=the_article(), cited_in__words="At least two boats")
    publish([claim])
    return claim


def served(client, record, **query):
    kind = {Claim: "claims", Article: "articles"}[type(record)]
    return client.get(f"/api/v1/{kind}/{record.public_id}/", query)


def test_a_correction_that_changes_the_quoted_words_puts_the_claim_on_the_worklist(bring, claim):
    bring(SECOND)
    assert not Review.objects.exists()  # the words still stand there
    bring(CORRECTED)
    review: Any = Review.objects.get()
    assert (review.claim, review.cause, review.version.upstream_version) == (claim, "words_altered", 3)


def test_the_finding_and_the_export_that_hold_the_figure_are_on_it_too(bring, claim):
    finding = _finding(claim)
    call_command("export_series", shape="ucdp", stdout=io.StringIO())
    bring(CORRECTED)
    subjects = {type(review.subject).__name__ for review in Review.objects.open()}
    assert subjects == {"Claim", "Finding", "Export"}
    assert Review.objects.get(finding__isnull=False).finding == finding
    assert Review.objects.get(export__isnull=False).export == Export.objects.get()


def test_the_anchor_is_altered_in_public_once_the_correction_is_public(bring, claim, client):
    bring(CORRECTED)
    assert served(client, claim).json()["citations"][0]["passage"]["anchor"] == "intact"
    publish([the_article()])
    assert served(client, claim).json()["citations"][0]["passage"]["anchor"] == "altered"
    assert served(client, claim).json()["citations"][0]["passage"]["exact"] == "At least two boats"


def test_an_unfinished_edit_of_the_claim_does_not_go_out_with_the_correction(bring, claim, client):
    Claim.objects.filter(pk=claim.pk).update(medium="interview")
    bring(CORRECTED, publish=True)
    body = served(client, claim).json()
    assert (body["citations"][0]["passage"]["anchor"], body["medium"]) == ("altered", "unknown")


def test_a_withdrawn_report_leaves_tombstones_with_the_notice_and_stays_in_the_house(bring, claim, client):
    bring(KILLED)
    for record in (the_article(), claim):
        answer = served(client, record)
        assert answer.status_code == 410
        body = served(client, record, include="withdrawn").json()
        assert (body["visibility"], body["notice"]) == ("withdrawn", "The outlet withdraws this report.")
    assert the_article().newest_version.text == FIRST["text"]
    assert Claim.objects.get() == claim
    assert Review.objects.get().cause == "report_withdrawn"


def test_a_correction_and_a_kill_end_alike_in_both_orders(bring, claim, client):
    ends = []
    for order in ([CORRECTED, KILLED], [KILLED, CORRECTED]):
        with transaction.atomic():
            for item in order:
                bring(item, publish=True)
            ends.append(_end(claim, client))
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
    assert ends[0]["status"] == [410, 410]
    assert ends[0]["words"] == ["At least two boats"]
    assert (claim.pk, "report_withdrawn") in ends[0]["worklist"]


def _end(claim, client):
    """How things stand with the report and its claim, in the house, in public and on the worklist."""
    answers = [served(client, record, include="withdrawn").json() for record in (the_article(), claim)]
    return {
        "held": content(),
        "status": [served(client, record).status_code for record in (the_article(), claim)],
        "notices": [(answer["visibility"], answer["notice"]) for answer in answers],
        "words": [citation.passage.exact for citation in claim.citations.all()],
        "worklist": set(Review.objects.open().values_list("claim", "cause")),
    }


def test_a_claim_that_another_public_report_carries_too_stays_public(bring, claim, client):
    bring(
        {
            **FIRST,
            "id": "tide-1",
            "outlet": "Sample Times",
            "text": "The tide took boats.\n\nAt least two boats are missing.",
        },
        publish=True,
    )
    other = Article.objects.get(external_id="tide-1")
    cite(claim, other, "At least two boats")
    publish([claim])
    bring(KILLED)
    assert served(client, claim).status_code == 200
    assert Review.objects.get().claim == claim


def test_a_takedown_hides_the_older_versions_as_well(bring, claim, client):
    bring({**KILLED, "event": "takedown"})
    assert served(client, claim).status_code in (410, 451)
    assert client.get(f"/api/v1/claims/{claim.public_id}/versions/1/").status_code in (410, 451)
    assert Review.objects.get().cause == "report_taken_down"


def test_a_withheld_report_freezes_what_stands_on_it_and_leaves_what_is_public(bring, claim, client):
    bring({**KILLED, "event": "withhold", "status": ""})
    assert served(client, claim).status_code == 200
    with pytest.raises(PublishingRefused, match="withheld"):
        publish([claim])
    assert Review.objects.get().cause == "report_withheld"


def test_what_arrives_twice_is_on_the_worklist_once_and_a_second_import_opens_nothing(bring, claim):
    bring(CORRECTED)
    bring(CORRECTED)
    assert Review.objects.count() == 1


def test_a_review_is_closed_with_a_decision_and_can_be_opened_again_by_another_correction(bring, claim):
    bring(CORRECTED)
    close_review(Review.objects.get(), UserFactory(), "The new figure is a claim of its own.")
    bring({**CORRECTED, "version": 5, "text": "A storm has hit the coast.\n\nFour boats are missing."})
    assert Review.objects.open().count() == 1
    assert Review.objects.count() == 2


def _finding(claim):
    finding = Finding.objects.create(
        question=claim.question,
        outcome="confirms",
        method="report_range",
        rationale="Two sources.",
        signed_by=UserFactory(),
        quantity_kind="exact",
        quantity_n=2,
        value_type="quantity",
    )
    finding.weighed.create(claim=claim, role="relied_on")
    return finding


CLAIMS = [{"quote": "At least two boats", "predicate": "missing", "value": "at least two", "population": "vehicles"}]


class TestClaimsThatComeWithAnArticle:
    @pytest.fixture(autouse=True)
    def incident(self):
        return IncidentFactory(label="The storm")

    def given(self, **claim):
        return {**FIRST, "claims": [{**CLAIMS[0], "incident": "The storm", **claim}]}

    def test_they_are_recorded_as_drafts_with_their_words_anchored(self, bring):
        assert bring(self.given(), publish=True).counts == {"created": 1}
        claim: Any = Claim.objects.get()
        passage = claim.citations.get().passage
        assert passage.version.text[passage.start : passage.end] == "At least two boats"
        assert (claim.said_by, claim.quantity.kind, claim.quantity.n) == (the_article().outlet, "at_least", 2)
        assert claim.question.incident == Incident.objects.get()
        assert claim.citations.get().rendering == "narrative"

    def test_a_second_run_records_nothing_twice(self, bring):
        bring(self.given())
        before = everything()
        assert bring(self.given()).counts == {"unchanged": 1}
        assert everything() == before

    @pytest.mark.parametrize(
        ("claim", "reason", "said"),
        [
            ({"quote": "Seven boats"}, "quote_not_found", "0 places"),
            ({"quote": "is"}, "quote_ambiguous", "places"),
            ({"value": "rather many"}, "unknown_value", "rather many"),
            ({"predicate": "kiled"}, "unknown_value", "kiled"),
            ({"predicate": ""}, "missing", "what is claimed"),
            ({"incident": "Another storm"}, "unknown_value", "Another storm"),
            ({"incident": ""}, "missing", "incident"),
            ({"said_by": "Nobody Known"}, "unknown_value", "Nobody Known"),
            ({"medium": "carrier pigeon"}, "unknown_value", "carrier pigeon"),
            ({"said": "the other day"}, "unknown_value", "the other day"),
        ],
    )
    def test_one_that_cannot_be_recorded_refuses_its_item_whole(self, bring, claim, reason, said):
        ended = bring(self.given(**claim))
        assert (ended.code, ended.counts) == (3, {"refused": 1})
        assert (ended.items[0]["reason"], said in ended.items[0]["message"]) == (reason, True)
        assert ended.items[0]["hint"]
        assert not Article.objects.exists()
        assert not Claim.objects.exists()

    def test_a_known_speaker_is_found_by_any_of_his_names(self, bring):
        speaker = SourceFactory(name="Harbour Office")
        speaker.aliases.create(name="the harbour office")
        bring(self.given(said_by="HARBOUR OFFICE", said="on Monday"))
        claim = Claim.objects.get()
        assert (claim.said_by, claim.said_edtf, claim.citations.get().rendering) == (
            speaker,
            "2023-06-19",
            "paraphrase",
        )

    def test_which_of_several_places_is_meant_can_be_said(self, bring):
        bring(self.given(quote="the coast", occurrence=1, predicate="damaged", value="unknown number"))
        claim: Any = Claim.objects.get()
        assert claim.citations.get().passage.start == str(FIRST["text"]).index("the coast")


def test_a_question_is_found_again_by_incident_predicate_population(bring):
    incident = IncidentFactory(label="The storm")
    question = QuestionFactory(incident=incident)
    claim = {**CLAIMS[0], "predicate": question.predicate.code, "population": question.population.code}
    bring(
        {
            **FIRST,
            "claims": [
                {**claim, "incident": incident.public_id, "party": question.party.public_id if question.party else ""}
            ],
        }
    )
    assert Claim.objects.get().question == question

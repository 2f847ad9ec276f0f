"""What a question's public document says about its answers: the heart of the product, end to end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.concluding import conclude
from events.models import Finding, IncidentPublication, QuestionPublication
from events.quantity_words import parse_quantity
from events.series import rerun
from newsroom.ledger.publishing import publish, withdraw
from sources.models import Derivation
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    IncidentFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
    cite,
)

pytestmark = pytest.mark.django_db


def document(question):
    return QuestionPublication.objects.issued().get(public_id=question.public_id).body_json()


def own_voice(question, credit=None, figure="at least six"):
    article = ArticleFactory(credit=credit)
    claim = ClaimFactory(question=question, said_by=article.outlet, figure=figure, cited_in=article)
    claim.citations.update(rendering="narrative")
    return claim


def test_nine_refines_at_least_six_and_the_range_keeps_its_floor():
    question = QuestionFactory()
    publish([ClaimFactory(question=question), ClaimFactory(question=question, figure="nine")])
    found = document(question)
    assert [relation["relation"] for relation in found["relations"]] == ["refined_by"]
    reported = found["reported"]
    assert (reported["low"], reported["best"], reported["high"]) == (6, 9, 9)
    assert reported["flags"] == ["high_is_floor"]


def test_six_and_nine_contradict_and_only_a_finding_can_say():
    question = QuestionFactory()
    publish([ClaimFactory(question=question, figure="six"), ClaimFactory(question=question, figure="nine")])
    publication = QuestionPublication.objects.issued().get(public_id=question.public_id)
    assert (publication.conflicts, publication.body_json()["reported"]["best"]) == (1, None)


def test_a_part_that_exceeds_its_whole_is_a_conflict_of_the_incident():
    incident = IncidentFactory()
    killed = QuestionFactory(incident=incident, of="persons")
    fighters = QuestionFactory(incident=incident, of="combatants")
    publish([ClaimFactory(question=killed, figure="four people"), ClaimFactory(question=fighters)])
    body = IncidentPublication.objects.issued().get().body_json()
    assert [found["relation"] for found in body["relations_across"]] == ["contradicts"]
    assert set(body["conflicts"][0]["questions"]) == {killed.public_id, fighters.public_id}


def test_a_running_total_is_never_compared_with_an_incident():
    incident = IncidentFactory()
    total = QuestionFactory(incident=None, place=incident.place, of="persons", window="2023-01-01/..")
    publish(
        [
            ClaimFactory(question=total, figure="roughly 124"),
            ClaimFactory(question=QuestionFactory(incident=incident, of="persons"), figure="500"),
        ]
    )
    assert IncidentPublication.objects.issued().get().body_json()["relations_across"] == []
    assert document(total)["relations"] == []


def test_one_report_in_its_own_voice_under_a_wire_credit_is_one_with_an_unknown_part():
    question = QuestionFactory()
    agency = SourceFactory(agency=True)
    publish([own_voice(question, agency)])
    independence = document(question)["independence"]
    assert (independence["low"], independence["high"]) == (1, 1)
    assert independence["unknown_parts"] == [agency.name]


def test_two_reports_that_credit_one_agency_are_one_to_two():
    question = QuestionFactory()
    agency = SourceFactory(agency=True)
    publish([own_voice(question, agency), own_voice(question, agency)])
    independence = document(question)["independence"]
    assert (independence["low"], independence["high"]) == (1, 2)


def test_forty_outlets_with_one_wire_story_are_one_independent_source():
    question = QuestionFactory()
    wire = own_voice(question)
    story = wire.citations.get().article
    copies = [own_voice(question) for _ in range(39)]
    judge = UserFactory()
    for claim in copies:
        copy = Derivation.objects.create(
            article=claim.citations.get().article, from_article=story, kind="wire_copy", basis="editor"
        )
        copy.judgements.create(verdict="positive", why="Same text.", judged_by=judge)
    publish([wire, *copies])
    assert document(question)["independence"]["counted"] == "1 independent, 40 outlets"


def test_a_new_judgement_undoes_the_one_before():
    question = QuestionFactory()
    wire, other = own_voice(question), own_voice(question)
    article = other.citations.get().article
    copy = Derivation.objects.create(article=article, from_article=wire.citations.get().article, kind="rewrite")
    publish([wire, other])
    assert document(question)["independence"]["counted"] == "1–2 independent"
    for verdict, counted in (("positive", "1 independent, 2 outlets"), ("negative", "2 independent")):
        copy.judgements.create(verdict=verdict, why="Compared.", judged_by=UserFactory())
        publish([article])
        assert document(question)["independence"]["counted"] == counted


def test_a_withdrawn_input_changes_the_recipe_and_a_stored_recipe_gives_the_same_numbers():
    question = QuestionFactory()
    six, nine = ClaimFactory(question=question), ClaimFactory(question=question, figure="nine")
    publish([six, nine])
    before = document(question)["reported"]
    withdraw([nine], "Retracted.")
    after = document(question)["reported"]
    assert before["recipe_id"] != after["recipe_id"]
    again = rerun(before["recipe"])
    assert (again.low, again.best, again.high) == (before["low"], before["best"], before["high"]) == (6, 9, 9)


def test_a_superseded_claim_takes_no_part_in_the_figures():
    question = QuestionFactory()
    first = ClaimFactory(question=question, figure="three")
    later = ClaimFactory(question=question, figure="five", said_by=first.said_by, supersedes=first)
    publish([first, later])
    reported = document(question)["reported"]
    assert (reported["low"], reported["best"], reported["high"]) == (5, 5, 5)
    assert [found["why"] for found in reported["exclusions"]] == ["superseded"]


def test_coverage_names_the_side_that_has_given_no_figure():
    incident = IncidentFactory()
    army, militia = SourceFactory(name="Army"), SourceFactory(name="Militia")
    incident.parties.create(party=army, role="side_a")
    incident.parties.create(party=militia, role="side_b")
    question = QuestionFactory(incident=incident, of="civilians")
    publish([ClaimFactory(question=question, said_by=army)])
    assert document(question)["coverage"] == ["No claim from Militia (side B) on civilians killed."]


def test_somebody_who_declined_is_an_answer_without_a_figure():
    question = QuestionFactory()
    publish([ClaimFactory(question=question, polarity="declines", quantity=None)])
    found = document(question)
    assert (found["answers"][0]["reading"], found["reported"]) == ("declined to comment", None)


def test_one_more_claim_costs_the_same_number_of_statements_however_many_there_are():
    question = QuestionFactory()
    outlet = SourceFactory(outlet=True)
    article = ArticleFactory(outlet=outlet)
    publish([ClaimFactory(question=question, cited_in=article)])
    costs = []
    for others in (2, 12):
        publish([ClaimFactory(question=question, cited_in=article) for _ in range(others)])
        claim = ClaimFactory(question=question, figure="nine", cited_in=article)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            entries = publish([claim])
        costs.append(len(captured))
        assert [entry.kind for entry in entries] == ["source", "incident", "question", "claim"]
    assert costs[0] == costs[1]


def test_citing_a_claim_in_one_more_outlet_does_not_make_it_more_independent():
    claim = ClaimFactory()
    cite(claim, ArticleFactory(), "at least six militants")
    publish([claim])
    assert document(claim.question)["independence"]["counted"] == "1 independent, 2 outlets"


def concluded(question, figure, **roles):
    finding = Finding(question=question, outcome="confirms", method="prioritise_source", rationale="Names are known.")
    finding.value_type = "quantity"
    finding.quantity = parse_quantity(figure)
    finding.signed_by = UserFactory(chief=True)
    finding.save()
    for role, claim in roles.items():
        finding.weighed.create(claim=claim, role=role)
    conclude(finding, finding.signed_by)
    return finding


def test_a_finding_settles_the_best_figure_and_shows_what_was_rejected():
    question = QuestionFactory()
    six, nine = ClaimFactory(question=question, figure="six"), ClaimFactory(question=question, figure="nine")
    publish([six, nine])
    concluded(question, "nine", relied_on=nine, rejected=six)
    found = document(question)
    assert (found["reported"]["best"], found["reported"]["how"]) == (9, "finding")
    assert [excluded["why"] for excluded in found["reported"]["exclusions"]] == ["rejected"]
    assert not found["finding"]["is_stale"]


def test_a_finding_is_stale_once_a_claim_it_weighed_is_withdrawn_or_another_comes():
    question = QuestionFactory()
    nine = ClaimFactory(question=question, figure="nine")
    publish([nine])
    concluded(question, "nine", relied_on=nine)
    publish([ClaimFactory(question=question, figure="ten")])
    assert "did not weigh" in document(question)["finding"]["stale_reasons"][0]
    withdraw([nine], "Retracted.")
    assert "no longer public" in document(question)["finding"]["stale_reasons"][0]


def test_a_superseding_finding_is_in_force_and_the_earlier_one_stays_readable():
    question = QuestionFactory()
    nine = ClaimFactory(question=question, figure="nine")
    publish([nine])
    first = concluded(question, "eight", relied_on=nine)
    later = Finding(question=question, outcome="confirms", method="team_discussion", rationale="Recount.")
    later.value_type, later.quantity = "quantity", parse_quantity("nine")
    later.supersedes, later.signed_by = first, UserFactory(chief=True)
    later.save()
    later.weighed.create(claim=nine, role="relied_on")
    conclude(later, later.signed_by)
    found = document(question)
    assert found["finding"]["value"]["n"] == 9
    assert [earlier["value"]["n"] for earlier in found["earlier_findings"]] == [8]

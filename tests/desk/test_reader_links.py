"""Linking in the Reader: to another answer, an earlier claim, another incident, another report."""

import pytest

from events.models import IncidentLink
from sources.models import ArticleVersion, Derivation
from tests.desk.reading import path, save
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db

WORDS = "four people were killed"


@pytest.fixture
def article():
    return ArticleFactory(text="Example Army officials said that four people were killed.")


def links(browser, article, **asked):
    return browser.get(path("links", article), asked).json()["results"]


def test_claims_of_the_incident_are_offered_with_what_they_answer_the_nearest_first(contributor, article):
    incident = IncidentFactory()
    army = SourceFactory(name="Example Army")
    ClaimFactory(question=QuestionFactory(incident=incident, asks="injured"), figure="nine")
    near = ClaimFactory(question=QuestionFactory(incident=incident, of="persons"), said_by=army, figure="six")
    ClaimFactory(figure="forty")
    asked = {"incident": incident.pk, "predicate": "killed", "population": "persons", "said_by": army.pk}
    found = links(contributor, article, **asked)
    texts = [link["text"] for link in found if link["id"].partition(":")[0] in ("question", "replaces")]
    assert texts[0] == "Same question as Example Army: 6"
    assert texts[-1] == "Replaces what Example Army said before: 6"
    assert len(texts) == 3
    assert found[0]["values"] == {"predicate": "killed", "population": "persons", "window": ""}
    assert links(contributor, article, **asked, term="replaces")[0]["values"] == {"supersedes": str(near.pk)}


def test_a_claim_that_replaces_an_earlier_one_is_saved_with_it(contributor, article):
    army = SourceFactory()
    earlier = ClaimFactory(question=QuestionFactory(of="persons"), said_by=army, figure="three")
    question = {"incident": earlier.question.incident.pk, "supersedes": earlier.pk}
    assert save(contributor, article, WORDS, said_by=army.pk, **question).status_code == 201
    assert earlier.superseded_by.get().question == earlier.question


def test_incidents_and_reports_are_linked_at_once_and_only_once(contributor, article):
    claim = ClaimFactory()
    incident = claim.question.incident
    other = IncidentFactory(place=incident.place)
    (rewritten,) = {citation.article for citation in claim.citations.all()}
    found = {link["id"]: link for link in links(contributor, article, recorded=1, incident=incident.pk)}
    part, rewrite = found[f"incident:part_of:{other.pk}"], found[f"report:rewrite:{rewritten.pk}"]
    for link in (part, rewrite):
        assert contributor.post(path("link", article), link["post"]).status_code == 201
    assert IncidentLink.objects.get().kind == "part_of"
    assert (Derivation.objects.get().from_article, Derivation.objects.get().basis) == (rewritten, "editor")
    again = contributor.post(path("link", article), part["post"])
    assert (again.status_code, "already there" in again.json()["problem"]) == (422, True)


@pytest.mark.parametrize("posted", [{}, {"incident": "x", "kind": "part_of", "other": "9"}, {"from_article": "1"}])
def test_a_link_to_nothing_is_refused_in_words(contributor, article, posted):
    answer = contributor.post(path("link", article), posted)
    assert (answer.status_code, bool(answer.json()["problem"])) == (422, True)


def test_links_need_the_right_to_make_them(as_role, article):
    assert as_role("Reader").post(path("link", article), {"from_article": 1, "kind": "cites"}).status_code == 403


def test_a_text_that_changes_while_it_is_read_keeps_the_words_where_they_were_read(contributor, article):
    read = article.newest_version
    start = read.text.index(WORDS)
    ArticleVersion.objects.create(
        article=article, number=2, text="Five were killed.", published_on=article.published_on
    )
    ends = {"citations-0-version": read.pk, "citations-0-start": start, "citations-0-end": start + len(WORDS)}
    answer = contributor.post(
        path("save", article),
        {
            **{name: str(value) for name, value in ends.items()},
            "citations-0-words": WORDS,
            "citations-0-rendering": "paraphrase",
            "citations-0-verb_class": "neutral",
            "predicate": "killed",
            "population": "persons",
            "quantity_words": "four",
            "polarity": "affirms",
            "certainty": "stated",
            "medium": "unknown",
            "said_by": str(SourceFactory().pk),
            "incident": str(IncidentFactory().pk),
        },
    )
    assert answer.status_code == 201, answer.json()
    assert answer.json()["claim"]["start"] == start
    assert "newer version" in answer.json()["notices"][0]


def test_the_panel_is_told_how_the_figure_reads_and_what_others_answer(contributor, article):
    question = QuestionFactory(of="persons")
    ClaimFactory(question=question, figure="nine", said_by=SourceFactory(name="Example Army"))
    ClaimFactory(question=QuestionFactory(incident=question.incident, of="children"), figure="two")
    key = {"incident": question.incident.pk, "predicate": "killed", "population": "persons"}
    words = {"quantity_words": "at most six", "said_words": "on Monday", "value_words": "blue moon"}
    told = contributor.get(path("ask", article), {**key, **words}).json()
    assert told["readings"]["quantity_words"] == {"read": "up to 6 (0 to 6)"}
    assert told["readings"]["said_words"] == {"read": "19 June 2023"}
    assert "problem" in told["readings"]["value_words"]
    same, close = told["question"]["tables"]
    assert same["answers"][0] | {"words": "9", "speakers": ["Example Army"], "contradicts": True} == same["answers"][0]
    assert (same["is_same"], close["is_same"], close["answers"][0]["words"]) == (True, False, "2")


def test_a_question_that_is_not_complete_is_not_looked_for(contributor, article):
    for asked in ({}, {"predicate": "killed"}, {"predicate": "killed", "incident": "x"}):
        assert contributor.get(path("ask", article), asked).json()["question"] is None

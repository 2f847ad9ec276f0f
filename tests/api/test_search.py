"""Searching gives the same on every engine: the corpus below is asked on both, and so is what chance thinks of."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.api.searching import SOUGHT
from newsroom.ledger.publishing import publish
from newsroom.ledger.tokens import Phrase, tokens
from sources.models import SourceWords
from tests.api.asking import CLAIMS, ask, end, found, head, ids, issue, refusal, reissue
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db
SOURCES = "/api/v1/sources/"
CORPUS = [
    "At least six militants were killed in the raid on Jenin",
    "Six people killed, 1,200 displaced; six more missing",
    "The raid that killed the Café owner São Tomé",
    "20-odd vehicles burned — a re-run of 2002",
    "مقتل ستة مسلحين على الأقل في جنين",
    "قُتِلَ ٢٠ شخصًا في المستشفى",
    "לפחות שישה חמושים נהרגו בפשיטה",
    'דובר צה"ל: שָׁלוֹם',
    "Не менее шести боевиков убиты, сообщил источник",
    "Ёлка сгорела",
    "東京で爆発、少なくとも6人が死亡",
    "京東と東京",
    "Fire 🔥 at the depot 🇵🇸",
    "the the the the band",
]
ASKED = {
    "six": {0, 1},
    "SIX KILLED": {0, 1},
    "killed six": {0, 1},
    '"six people"': {1},
    '"people six"': set(),
    '"raid on jenin': {0},
    "“six more”": {1},
    "killed -raid": {1},
    'killed -"killed in"': {1, 2},
    "-six raid": {2},
    "1200": {1},
    "1,200": {1},
    "200": set(),
    "cafe": {2},
    "CAFÉ sao": {2},
    "20-odd": {3},
    "odd-20": set(),
    "rerun": set(),
    "re run": {3},
    "kill": set(),
    "جنين": {4},
    "الاقل": {4},
    "قتل": {5},
    "20": {3, 5},
    "المستشفي": {5},
    "חמושים": {6},
    'צה"ל': {7},
    "שלום": {7},
    "боевиков": {8},
    "БОЕВИКОВ источник": {8},
    "елка": {9},
    "東京": {10, 11},
    "京東": {11},
    "京": {10, 11},
    "死亡 6": {10},
    "🔥": {12},
    "🇵🇸": {12},
    '"the the the"': {13},
    "the -raid -depot": {13},
}


@pytest.fixture
def corpus():
    sources = [SourceFactory(name=text) for text in CORPUS]
    with transaction.atomic():
        publish(sources)
    return {source.public_id: number for number, source in enumerate(sources)}


def test_the_shared_corpus_answers_as_it_should(corpus):
    answers = {query: {corpus[each] for each in found(SOURCES, q=query)} for query in ASKED}
    assert answers == ASKED


def has(text: str, phrase: Phrase) -> bool:
    stream, size = tokens(text), len(phrase)
    return any(tuple(stream[at : at + size]) == phrase for at in range(len(stream)))


def expected(query: str) -> set[int]:
    sought = SOUGHT.read(query)
    return {
        number
        for number, text in enumerate(CORPUS)
        if all(has(text, phrase) for phrase in sought.required) and not any(has(text, no) for no in sought.excluded)
    }


WORDS = sorted({word for text in CORPUS for word in text.split()})
terms = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), min_size=1, max_size=3).map(" ".join)
queries = st.lists(
    st.one_of(st.sampled_from(WORDS), terms.map('"{}"'.format), st.sampled_from(WORDS).map("-{}".format)),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(queries.filter(lambda query: not set(query) & {chr(code) for code in (*range(32), *range(127, 160))}))
def test_any_query_finds_what_reading_every_text_finds(corpus, query):
    try:
        query.encode()
        SOUGHT.read(query)
    except ValueError:
        return
    assert {corpus[each] for each in found(SOURCES, q=query)} == expected(query), query


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("!!!", "There is no word to look for"),
        ('""', "There is no word to look for"),
        ("-raid", "There is no word to look for"),
        (" ".join(["word"] * 33), "at most 32 words"),
        ("東" * 33, "at most 32 words"),
        (" ".join(str(number) for number in range(600)), "at most 2000 are taken"),
        (" ", "is empty"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(query, hint):
    said = refusal(SOURCES, q=query)
    assert (said["parameter"], said["code"]) == ("q", "invalid-value")
    assert hint in said["detail"]


def test_five_thousand_words_are_not_even_read():
    assert refusal(SOURCES, 414, q=" ".join(map(str, range(5000))))["code"] == "address-too-long"


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("near", 1),
        ("OR AND NOT", 1),
        ("words*", 1),
        ("^near", 1),
        ("{near} (words)", 1),
        ("near:*", 1),
        ("NEAR(words)", 0),
        ("words:words", 0),
        ("near' | 'other", 0),
        ("near & !other", 0),
    ],
)
def test_what_a_query_language_might_take_for_its_own_is_only_words(query, finds):
    issue(SourceFactory(name="near or and not words"))
    assert len(ask(SOURCES, q=query)["results"]) == finds


def test_a_claim_is_found_by_its_words_its_chain_and_what_it_is_about():
    incident = IncidentFactory(label="Raid on Exampleville", place=PlaceFactory(name="Exampleville"))
    article = ArticleFactory(
        headline="Nine dead",
        outlet=SourceFactory(outlet=True, name="The Post"),
        credit=SourceFactory(agency=True, name="Wire"),
    )
    speaker, army = SourceFactory(person=True, name="Col. Oak"), SourceFactory(name="Army of Examples")
    claim = ClaimFactory(
        question=QuestionFactory(incident=incident), said_by=speaker, speaks_for=army, cited_in=article
    )
    issue(claim)
    for query in (
        "militants",
        '"at least six militants were killed"',
        "nine",
        "post",
        "wire",
        "oak",
        "examples",
        "exampleville",
    ):
        assert ids(ask(CLAIMS, q=query)) == [claim.public_id], query
    assert ids(ask(CLAIMS, q="Monday dead")) == [claim.public_id]
    assert ids(ask(CLAIMS, q='"monday nine"')) == []
    assert ids(ask("/api/v1/articles/", q="nine post wire")) == [article.public_id]
    assert ids(ask("/api/v1/articles/", q="militants")) == []
    assert ids(ask("/api/v1/incidents/", q="exampleville combatants")) == [incident.public_id]
    assert ids(ask(SOURCES, q="col oak")) == [speaker.public_id]
    assert refusal("/api/v1/questions/", q="raid")["code"] == "unknown-parameter"


def test_a_search_goes_with_filters_counting_paging_and_time():
    question = QuestionFactory()
    claims = [ClaimFactory(question=question, figure=figure) for figure in ("nine", "ten", "nine")]
    for claim in claims:
        issue(claim)
    then = head()
    other = ClaimFactory()
    issue(other)
    newest_first = [claim.public_id for claim in reversed(claims)]
    label = f'"{question.incident.label}"'
    first = ask(CLAIMS, q=label, page_size=2, with_count="true")
    assert (ids(first), first["count"]) == (newest_first[:2], 3)
    reissue(claims[1])
    second = ask(first["next"])
    assert ids(second) == newest_first[2:]
    assert ids(ask(second["previous"])) == newest_first[:2]
    assert ids(ask(CLAIMS, q=label, ordering="issued")) == [claims[n].public_id for n in (0, 2, 1)]
    assert ids(ask(CLAIMS, q=label, ordering="said")) == [claims[n].public_id for n in (0, 2, 1)]
    assert ids(ask(CLAIMS, q="believed")) == []
    assert ids(ask(CLAIMS, q=label, said_by=claims[1].said_by.public_id)) == [claims[1].public_id]
    assert ids(ask(CLAIMS, q=label, as_of=then)) == newest_first
    assert ids(ask(CLAIMS, q=label, as_of=then - 1)) != newest_first
    end(claims[0])
    assert ids(ask(CLAIMS, q=label)) == [claims[1].public_id, claims[2].public_id]
    assert claims[0].public_id in ids(ask(CLAIMS, q=label, include="withdrawn"))
    assert ids(ask(CLAIMS, q=label, as_of=then)) == newest_first


def test_a_confidential_name_and_a_draft_are_not_found():
    source = SourceFactory(confidential=True, name="a senior official")
    claim = ClaimFactory(said_by=source, attribution="a senior official")
    claim.note = "Zanzibar"
    issue(claim)
    ClaimFactory(said_by=SourceFactory(name="Zanzibar"))
    assert ids(ask(CLAIMS, q='"senior official"')) == [claim.public_id]
    for name in ("claims", "sources", "articles", "incidents"):
        assert ask(f"/api/v1/{name}/", q="Zanzibar")["results"] == []


def test_what_was_loaded_in_bulk_is_indexed_by_a_command(corpus):
    SourceWords.objects.all().delete()
    assert found(SOURCES, q="six") == set()
    out = io.StringIO()
    call_command("index_words", stdout=out)
    assert out.getvalue() == f"{len(CORPUS)} documents indexed.\n"
    assert len(found(SOURCES, q="six")) == 2
    call_command("index_words", "--anew", stdout=out)
    assert len(found(SOURCES, q="six")) == 2

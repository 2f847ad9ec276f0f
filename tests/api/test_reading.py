"""However a page is read — few gathered, many met on the way, one index or several — the answer is the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import ClaimPublication
from newsroom.api import statements
from tests.api.asking import CLAIMS, ask, client, end, found, head, ids, issue, issue_many, reissue
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["few are gathered", "all count as many"])
def either_way(request, monkeypatch):
    if request.param == "all count as many":
        monkeypatch.setattr(statements, "FEW", 0)


def claims_of(days):
    """Claims said on these days about what happened on them."""
    made = []
    for day in days:
        question = QuestionFactory(incident=IncidentFactory(occurred_edtf=day, occurred_words=""))
        made.append(ClaimFactory(said_edtf=day, said_words="", question=question))
    issue(*made)
    return [claim.public_id for claim in made]


def crawl(**params):
    """Every id of a list, page by page, forwards; the same backwards has to give the same."""
    page = ask(CLAIMS, page_size=2, **params)
    forwards = ids(page)
    while page["next"]:
        page = ask(page["next"])
        forwards += ids(page)
    backwards = ids(page)
    while page["previous"]:
        page = ask(page["previous"])
        backwards = ids(page) + backwards
    assert backwards == forwards
    assert forwards == ids(ask(CLAIMS, page_size=200, **params))
    return forwards


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("clock", ["said", "occurred"])
def test_a_span_of_days_is_read_in_the_order_of_the_list(clock):
    days = ["2023-05-01", "2023-06-19", "", "2023-06", "2023-07-01", "2023-06-20/..", "2023-06-18"]
    by_day = dict(zip(days, claims_of(days), strict=True))
    newest_first = ids(ask(CLAIMS))
    for params, kept in (
        ({f"{clock}_after": "2023-06-19"}, days[1:2] + days[3:6]),
        ({f"{clock}_before": "2023-06-18"}, [days[0], days[3], days[6]]),
        ({f"{clock}_after": "2023-06-19", f"{clock}_before": "2023-06-30"}, [days[1], days[3], days[5]]),
    ):
        expected = [each for each in newest_first if each in {by_day[day] for day in kept}]
        assert crawl(**params) == expected, params
        assert ask(CLAIMS, with_count="true", **params)["count"] == len(expected), params
        assert set(crawl(ordering="said", **params)) == set(expected), params


def test_several_values_are_read_in_the_order_of_the_list():
    outlets = [SourceFactory(outlet=True) for _ in range(2)]
    claims = [ClaimFactory(cited_in=ArticleFactory(outlet=outlets[at % 2])) for at in range(6)]
    other = ClaimFactory()
    issue(*claims, other)
    wanted = ",".join(outlet.public_id for outlet in outlets)
    expected = [each for each in ids(ask(CLAIMS)) if each != other.public_id]
    questions = ",".join(claim.question.public_id for claim in claims)
    for params in ({"outlet": wanted}, {"question": questions}, {"outlet": wanted, "question": questions}):
        assert crawl(**params) == expected
        assert ask(CLAIMS, with_count="true", **params)["count"] == len(expected)
    assert crawl(outlet=wanted, ordering="said") == ids(ask(CLAIMS, outlet=wanted, ordering="said"))


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("looked_at", [1, 3, 500], ids=lambda count: f"{count} of the next looked at")
def test_a_search_is_read_in_the_order_of_the_list(monkeypatch, looked_at):
    monkeypatch.setattr(statements, "NEXT", looked_at)
    nine, ten = ([ClaimFactory(figure=figure) for _ in range(count)] for figure, count in (("nine", 5), ("ten", 2)))
    then = issue(*nine[:2], ten[0], *nine[2:4], ten[1], nine[4])
    expected = [each for each in ids(ask(CLAIMS)) if each in {claim.public_id for claim in nine}]
    issue(*(ClaimFactory(figure="ten") for _ in range(3)))
    for params in ({}, {"as_of": then}, {"certainty": "stated"}):
        assert crawl(q="nine", **params) == expected, params
        assert crawl(q="nine", ordering="issued", **params) == expected[::-1], params
    assert crawl(q="nine -nine") == []


@pytest.mark.usefixtures("either_way")
def test_what_ended_since_is_listed_as_of_then_in_its_place():
    claims = [ClaimFactory() for _ in range(5)]
    then = issue(*claims)
    before = crawl()
    for claim in claims[::2]:
        reissue(claim)
    issue(ClaimFactory())
    assert crawl(as_of=then) == before
    assert crawl(as_of=then, certainty="stated", ordering="said") == ids(ask(CLAIMS, as_of=then, ordering="said"))
    assert ask(CLAIMS, as_of=then, with_count="true")["count"] == 5


def test_withdrawn_claims_stand_in_their_place_when_they_are_asked_for():
    claims = [ClaimFactory() for _ in range(5)]
    issue(*claims)
    for claim in claims[1:4:2]:
        end(claim)
    assert len(crawl(include="withdrawn")) == 5
    assert found(include="withdrawn", certainty="stated", said_after="2023-01-01") == {
        claim.public_id for claim in claims
    }


@pytest.mark.usefixtures("either_way")
def test_a_crawl_meets_each_of_many_with_one_moment_once_while_others_write():
    issue_many(120)
    writer = ClaimFactory()
    expected = ids(ask(CLAIMS, page_size=200))
    ClaimPublication.objects.update(issued_at=ClaimPublication.objects.earliest("from_seq").issued_at)
    page = ask(CLAIMS, page_size=23)
    seen, turns = ids(page), [page]
    while page["next"]:
        reissue(writer, "feared" if len(turns) % 2 else "believed")
        page = ask(page["next"])
        turns.append(page)
        seen += ids(page)
    assert seen == expected
    seen = ids(page)
    while page["previous"]:
        reissue(writer, "possible" if len(seen) % 2 else "reported")
        page = ask(page["previous"])
        seen = ids(page) + seen
    assert seen == expected


def test_a_list_that_a_client_has_is_not_even_read_again():
    claim = ClaimFactory()
    issue(claim)
    known = {"If-None-Match": client.get(CLAIMS)["ETag"]}
    with CaptureQueriesContext(connection) as context:
        assert client.get(CLAIMS, headers=known).status_code == 304
    assert [query["sql"].count("body") for query in context] == [0]
    assert client.get(f"{CLAIMS}?polarity=denies", headers=known).status_code == 200
    reissue(claim)
    assert client.get(CLAIMS, headers=known).status_code == 200


@pytest.mark.parametrize("query", ["said_after=2023-01-01", "predicate=killed,injured", "include=withdrawn"])
def test_no_list_takes_more_than_two_statements(query):
    issue_many(30)
    following = ask(f"{CLAIMS}?{query}&page_size=5")["next"]
    for address in (
        f"{CLAIMS}?{query}",
        f"{CLAIMS}?{query}&with_count=true",
        following,
        f"{following}&with_count=true",
    ):
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        assert len(context) <= 2, address
    newest = head()
    with CaptureQueriesContext(connection) as context:
        client.get(f"{CLAIMS}?{query}&as_of={newest}")
    assert len(context) == 2

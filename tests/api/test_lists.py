import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import ClaimPublication
from newsroom.api import paging
from tests.api.asking import CLAIMS, ask, client, end, head, ids, issue, issue_many, refusal, reissue
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
RESOURCES = ("articles", "sources", "incidents", "questions", "claims")


def statements(address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_publishing_a_claim_lists_it_with_all_it_stands_on():
    claim = ClaimFactory()
    issue(claim)
    assert ids(ask(CLAIMS)) == [claim.public_id]
    assert {name: len(ask(f"/api/v1/{name}/")["results"]) for name in RESOURCES} == {
        "articles": 1,
        "sources": 2,
        "incidents": 1,
        "questions": 1,
        "claims": 1,
    }


def test_a_draft_is_nowhere_to_be_found():
    claim = ClaimFactory()
    assert [ask(f"/api/v1/{name}/")["results"] for name in RESOURCES] == [[]] * 5
    missing = client.get(f"{CLAIMS}clm_{'a' * 26}/")
    hidden = client.get(f"{CLAIMS}{claim.public_id}/")
    assert (hidden.status_code, hidden.content, dict(hidden.headers)) == (
        missing.status_code,
        missing.content,
        dict(missing.headers),
    )


def test_the_newest_entry_comes_first():
    first, second = ClaimFactory(), ClaimFactory()
    issue(first)
    issue(second)
    assert ids(ask(CLAIMS)) == [second.public_id, first.public_id]
    reissue(first)
    assert ids(ask(CLAIMS)) == [first.public_id, second.public_id]
    assert ids(ask(CLAIMS, ordering="issued")) == [second.public_id, first.public_id]


@pytest.mark.parametrize("query", ["", "?with_count=true", "?article={article}", "?as_of={head}", "?ordering=said"])
def test_a_list_costs_the_same_for_one_row_and_for_two_hundred(query):
    issue_many(200)
    article = ask(CLAIMS, page_size=1)["results"][0]["citations"][0]["article"]["id"]
    address = f"{CLAIMS}{query.format(article=article, head=head())}"
    sign = "&" if query else "?"
    costs = {size: statements(f"{address}{sign}page_size={size}") for size in (1, 50, 200)}
    following = statements(ask(f"{address}{sign}page_size=50")["next"])
    assert costs == dict.fromkeys((1, 50, 200), 1 if query in ("", "?article={article}", "?ordering=said") else 2)
    assert following == costs[50]


def test_a_document_costs_one_statement_and_its_versions_two():
    claim = ClaimFactory()
    issue(claim)
    document = f"{CLAIMS}{claim.public_id}/"
    addresses = ("", "versions/", "versions/1/", "?as_of=1")
    issue(ClaimFactory())
    assert [statements(f"{document}{end}") for end in addresses[:3]] == [1, 2, 2]
    assert statements(f"{document}?as_of={head()}") == 3


def test_a_withdrawn_claim_leaves_the_list_unless_it_is_asked_for():
    kept, withdrawn = ClaimFactory(), ClaimFactory()
    issue(kept, withdrawn)
    end(withdrawn, "It was somebody else.")
    assert ids(ask(CLAIMS)) == [kept.public_id]
    both = ask(CLAIMS, include="withdrawn")
    assert ids(both) == [withdrawn.public_id, kept.public_id]
    assert both["results"][0]["notice"] == "It was somebody else."
    assert (both["results"][0]["visibility"], both["results"][1]["visibility"]) == ("withdrawn", "issued")


def test_a_list_can_be_counted_on_demand():
    issue(ClaimFactory(), ClaimFactory(), ClaimFactory())
    page = ask(CLAIMS, with_count="true", page_size=2)
    assert (page["count"], page["count_is_capped"]) == (3, False)
    assert ask(page["next"])["count"] == 3
    assert "count" not in ask(CLAIMS)
    assert "count" not in ask(CLAIMS, with_count="false")


def test_counting_stops_where_nobody_counts_any_more(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    monkeypatch.setattr("newsroom.api.answers.MOST_COUNTED", 2)
    issue(ClaimFactory(), ClaimFactory(), ClaimFactory())
    page = ask(CLAIMS, with_count="true")
    assert (page["count"], page["count_is_capped"]) == (2, True)


def test_time_travel_gives_the_same_bytes_whatever_happens_later():
    first, second = ClaimFactory(), ClaimFactory()
    then = issue(first)
    moment = ask(f"{CLAIMS}{first.public_id}/")["issued_at"]
    before = client.get(CLAIMS, {"as_of": then}).content
    issue(second)
    reissue(first)
    end(first)
    assert client.get(CLAIMS, {"as_of": then}).content == before
    assert ids(ask(CLAIMS, as_of=moment)) == [first.public_id]
    assert ids(ask(CLAIMS, as_of=0)) == ids(ask(CLAIMS, as_of="2001-01-01T00:00:00Z")) == []


def test_what_was_taken_down_since_is_not_served_from_the_past_either():
    claim = ClaimFactory()
    then = issue(claim)
    reissue(claim)
    ClaimPublication.objects.current().update(visibility="taken_down")
    assert ids(ask(CLAIMS, as_of=then)) == []
    assert refusal(f"{CLAIMS}{claim.public_id}/", 410, as_of=then)["code"] == "taken-down"


def test_time_travel_beyond_the_head_names_the_head():
    issue(ClaimFactory())
    for beyond in (head() + 1, 10**17, "2999-01-01T00:00:00Z"):
        said = refusal(CLAIMS, as_of=beyond)
        assert said["code"] == "beyond-head"
        assert f"entry {head()} of 2" in said["detail"]


def test_a_list_that_has_not_changed_is_not_sent_again():
    issue(ClaimFactory())
    first = client.get(CLAIMS)
    assert first["ETag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    for known in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
        again = client.get(CLAIMS, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    issue(ClaimFactory())
    assert client.get(CLAIMS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_and_options_answer_as_they_should():
    issue(ClaimFactory())
    got, headed, asked = client.get(CLAIMS), client.head(CLAIMS), client.options(CLAIMS)
    assert headed.content == b""
    assert (headed["ETag"], headed["Content-Length"]) == (got["ETag"], str(len(got.content)))
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_any_site_may_read_and_no_cookie_changes_an_answer():
    issue(ClaimFactory())
    for address in (CLAIMS, "/api/v1/nowhere/", f"{CLAIMS}?sorce=x"):
        response = client.get(address)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies
    plain = client.get(CLAIMS)
    assert client.get(CLAIMS, headers={"Accept": "text/html"}).content == plain.content


def test_a_confidential_speaker_can_be_listed_and_never_filtered_for():
    source = SourceFactory(confidential=True)
    claim = ClaimFactory(said_by=source, attribution="a senior official")
    issue(claim)
    said = ask(CLAIMS)["results"][0]["said_by"]
    assert (said["id"], said["label"]) == (None, "a senior official")
    assert ids(ask(CLAIMS, said_by=source.public_id)) == []

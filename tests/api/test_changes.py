import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from newsroom.ledger.publishing import take_down
from tests.api.asking import CLAIMS, ask, client, end, head, issue, refusal, reissue
from tests.api.copying import Copy, listed
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/changes/"


def remove(record):
    with transaction.atomic():
        take_down([record], "A court has ordered it.")


def numbers(page):
    return [change["seq"] for change in page["results"]]


def test_everything_issued_comes_in_order_with_its_document():
    claim = ClaimFactory()
    issue(claim)
    page = ask(CHANGES)
    assert numbers(page) == list(range(1, head() + 1))
    assert (page["last"], page["next"]) == (head(), None)
    change = page["results"][-1]
    assert (change["op"], change["kind"], change["id"], change["reason"]) == (
        "issued",
        "claim",
        claim.public_id,
        "editorial",
    )
    assert change["document"] == ask(f"{CLAIMS}{claim.public_id}/") == ask(change["url"])


def test_pages_follow_each_other_without_a_gap_and_say_where_to_go_on():
    issue(*SourceFactory.create_batch(7))
    first = client.get(CHANGES, {"limit": 3})
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    second = ask(first.json()["next"])
    third = ask(second["next"])
    assert [numbers(page) for page in (first.json(), second, third)] == [[1, 2, 3], [4, 5, 6], [7]]
    assert (third["next"], third["last"]) == (None, 7)
    assert "Link" not in client.get(CHANGES, {"since": 6}).headers
    at_the_head = ask(CHANGES, since=7)
    assert at_the_head == {"last": 7, "next": None, "results": []}
    issue(SourceFactory())
    assert numbers(ask(CHANGES, since=7)) == [8]


def test_asking_again_costs_nothing_while_nothing_is_new():
    issue(SourceFactory())
    first = client.get(CHANGES, {"since": 1})
    again = client.get(CHANGES, {"since": 1}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    issue(SourceFactory())
    assert client.get(CHANGES, {"since": 1}, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_withdrawal_is_a_tombstone_with_its_notice():
    claim = ClaimFactory()
    issue(claim)
    end(claim, "Said by somebody else.")
    change = next(each for each in ask(CHANGES)["results"] if each["op"] == "withdrawn")
    assert (change["id"], change["document"]["notice"]) == (claim.public_id, "Said by somebody else.")
    assert change["document"]["visibility"] == "withdrawn"


def test_what_was_taken_down_is_in_no_change_any_more():
    claim = ClaimFactory()
    issue(claim)
    reissue(claim)
    before = ask(CHANGES)
    remove(claim)
    after = [change for change in ask(CHANGES)["results"] if change["id"] == claim.public_id]
    assert [(change["op"], change["document"]) for change in after] == [
        ("issued", None),
        ("updated", None),
        ("taken_down", None),
    ]
    assert numbers(ask(CHANGES, as_of=before["last"])) == numbers(before)


def test_a_copy_that_follows_is_what_the_lists_show():
    first, second, third = ClaimFactory(), ClaimFactory(), ClaimFactory()
    issue(first, second, third)
    following = Copy().catch_up()
    reissue(first)
    end(second)
    remove(third)
    for copy in (following.catch_up(limit=2), Copy().catch_up(limit=1)):
        assert copy.issued == listed()
        assert copy.issued | copy.withdrawn == listed(include="withdrawn")
    then = following.since
    issue(ClaimFactory())
    assert Copy().catch_up(as_of=then).issued == listed(as_of=then)


def test_the_same_past_gives_the_same_bytes():
    claim = ClaimFactory()
    then = issue(claim)
    before = client.get(CHANGES, {"as_of": then, "limit": 2}).content
    reissue(claim)
    end(claim)
    assert client.get(CHANGES, {"as_of": then, "limit": 2}).content == before


def test_only_what_is_asked_for_is_sent():
    issue(ClaimFactory())
    (change,) = ask(CHANGES, since=head() - 1, fields="seq,op,document.said_by.label")["results"]
    assert set(change) == {"seq", "op", "document"}
    assert set(change["document"]["said_by"]) == {"label"}
    assert "document" not in ask(CHANGES, omit="document")["results"][0]
    said = refusal(CHANGES, fields="document,sek")
    assert said["did_you_mean"] == ["seq"]


def test_a_number_beyond_the_head_is_told_apart_from_nothing_new():
    assert ask(CHANGES)["results"] == []
    assert "which is empty" in refusal(CHANGES, since=1)["detail"]
    issue(SourceFactory())
    said = refusal(CHANGES, since=2)
    assert said["code"] == "beyond-head"
    assert "entry 1 of 2" in said["detail"]
    refusal(CHANGES, since=-1)
    refusal(CHANGES, limit=201)
    refusal(CHANGES, as_of=2)


def test_a_page_costs_the_same_for_one_entry_and_for_two_hundred():
    for _ in range(12):
        issue(ClaimFactory())

    def statements(**params):
        with CaptureQueriesContext(connection) as context:
            ask(CHANGES, **params)
        return len(context)

    kinds = 5
    assert statements(limit=200) == statements(limit=20) == 1 + kinds
    assert statements(limit=200, omit="document") == 1

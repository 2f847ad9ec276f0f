import pytest

from newsroom.ledger import seam
from tests.api.asking import CLAIMS, ask, client, end, ids, issue, issue_many, refusal, reissue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def walk(page, direction="next"):
    """Every id in order, from this page on."""
    seen = ids(page)
    while page[direction]:
        page = ask(page[direction])
        seen = seen + ids(page) if direction == "next" else ids(page) + seen
    return seen, page


@pytest.mark.parametrize("ordering", ["-issued", "issued", "said", "-said", "occurred", "-occurred"])
def test_every_claim_comes_exactly_once_forwards_and_backwards(ordering):
    days = ["2023-06-19", "", "2023-01", "2023-06-19", "2023-06-19", "", "2022-05-01"]
    claims = [ClaimFactory(said_edtf=day, said_words="") for day in days]
    issue(*claims)
    first = ask(CLAIMS, page_size=2, ordering=ordering)
    forwards, last = walk(first)
    assert sorted(forwards) == sorted(claim.public_id for claim in claims)
    assert first["previous"] is None
    assert walk(last, "previous")[0] == forwards
    assert forwards == ids(ask(CLAIMS, ordering=ordering))


@pytest.mark.parametrize("ordering", ["said", "-said"])
def test_what_has_no_day_comes_last_in_either_direction(ordering):
    none, early, late = ("", "2020-01-01", "2023-01-01")
    claims = {day: ClaimFactory(said_edtf=day, said_words="") for day in (none, early, late)}
    issue(*claims.values())
    expected = [early, late, none] if ordering == "said" else [late, early, none]
    assert ids(ask(CLAIMS, ordering=ordering)) == [claims[day].public_id for day in expected]


def test_hundreds_with_one_day_come_exactly_once():
    issue_many(130)
    for ordering in ("said", "-issued"):
        seen, _ = walk(ask(CLAIMS, page_size=40, ordering=ordering))
        assert len(seen) == len(set(seen)) == 130


@pytest.mark.parametrize("params", [{}, {"ordering": "issued"}, {"ordering": "-said"}, {"include": "withdrawn"}])
def test_a_list_stands_still_while_others_publish(params):
    claims = [ClaimFactory() for _ in range(6)]
    issue(*claims)
    expected = ids(ask(CLAIMS, **params))
    by_id = {claim.public_id: claim for claim in claims}
    page = ask(CLAIMS, page_size=2, **params)
    seen = ids(page)
    reissue(by_id[expected[-1]])  # moves to the front of the list as it is now
    issue(ClaimFactory())
    while page["next"]:
        page = ask(page["next"])
        seen += ids(page)
        reissue(by_id[seen[-1]], "feared")
        issue(ClaimFactory())
    assert seen == expected
    assert walk(page, "previous")[0] == expected


def test_a_filtered_list_stands_still_while_a_claim_leaves_it():
    claims = [ClaimFactory() for _ in range(3)]
    issue(*claims)
    page = ask(CLAIMS, page_size=1, certainty="stated", outlet__not="src_" + "a" * 26)
    expected = ids(ask(CLAIMS))
    reissue(next(claim for claim in claims if claim.public_id == expected[-1]))
    assert walk(page)[0] == expected
    assert len(ids(ask(CLAIMS, certainty="stated"))) == 2


def test_a_claim_withdrawn_meanwhile_is_not_shown_any_more():
    claims = [ClaimFactory() for _ in range(3)]
    issue(*claims)
    order = ids(ask(CLAIMS))
    page = ask(CLAIMS, page_size=1)
    end(next(claim for claim in claims if claim.public_id == order[1]))
    assert walk(page)[0] == [order[0], order[2]]


def test_pages_are_linked_in_the_header_too():
    issue(*[ClaimFactory() for _ in range(3)])
    middle = ask(ask(CLAIMS, page_size=1)["next"])
    response = client.get(ask(CLAIMS, page_size=1)["next"])
    assert response["Link"] == f'<{middle["next"]}>; rel="next", <{middle["previous"]}>; rel="prev"'
    assert middle["next"].startswith("/api/v1/claims/?page_size=1&cursor=")


def test_a_page_may_change_its_size_but_not_its_filters():
    issue(*[ClaimFactory() for _ in range(3)])
    following = ask(CLAIMS, page_size=1, polarity="affirms")["next"]
    assert len(ids(ask(following.replace("page_size=1", "page_size=2")))) == 2
    for changed in ("polarity=denies", "polarity=affirms&medium=phone", "polarity=affirms&ordering=said"):
        said = refusal(following.replace("polarity=affirms", changed))
        assert (said["code"], said["title"]) == ("invalid-cursor", "Invalid cursor")


@pytest.mark.parametrize("cursor", ["x", "WyJh:x", "é", ":", "WzEsMl0:" + "a" * 43, "a" * 1999])
def test_a_cursor_nobody_gave_out_is_refused(cursor):
    assert refusal(CLAIMS, cursor=cursor)["code"] == "invalid-cursor"


def test_a_cursor_belongs_to_its_resource():
    issue(ClaimFactory(), ClaimFactory())
    cursor = ask(CLAIMS, page_size=1)["next"].partition("cursor=")[2]
    assert refusal(f"/api/v1/sources/?cursor={cursor}")["code"] == "invalid-cursor"


@pytest.mark.parametrize("size", ["0", "201", "-1", "x", "1e2", "٣", "9" * 30])
def test_a_page_size_out_of_bounds_names_the_bounds(size):
    said = refusal(CLAIMS, page_size=size)
    assert (said["code"], said["parameter"]) == ("invalid-value", "page_size")
    assert "from 1 to 200" in said["detail"]


def test_versions_are_paged_as_well():
    claim = ClaimFactory()
    issue(claim)
    for certainty in ("reported", "believed", "feared"):
        reissue(claim, certainty)
    page = ask(f"{CLAIMS}{claim.public_id}/versions/", page_size=3)
    rest = ask(page["next"])
    assert [each["version"] for each in page["results"] + rest["results"]] == [4, 3, 2, 1]
    assert ask(rest["previous"])["results"] == page["results"]
    other = seam.new_public_id("clm")
    assert refusal(page["next"].replace(claim.public_id, other), 404)["code"] == "not-found"

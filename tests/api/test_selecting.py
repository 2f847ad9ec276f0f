import pytest

from tests.api.asking import CLAIMS, ask, client, head, issue, refusal, reissue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    claim = ClaimFactory()
    issue(claim)
    return claim


def test_only_the_members_named_are_sent(claim):
    whole = ask(CLAIMS)["results"][0]
    page = ask(CLAIMS, fields="id,said_by.label,citations.passage.exact,citations.article.outlet.label,value")
    outlet = whole["citations"][0]["article"]["outlet"]["label"]
    assert page["results"] == [
        {
            "id": whole["id"],
            "said_by": {"label": whole["said_by"]["label"]},
            "citations": [
                {"passage": {"exact": "at least six militants"}, "article": {"outlet": {"label": outlet}}},
            ],
            "value": whole["value"],
        }
    ]
    assert ask(whole["url"], fields="value.n,value.kind") == {"value": {"n": 6, "kind": "at_least"}}
    assert ask(f"{whole['url']}versions/1/", fields="version") == {"version": 1}


def test_members_are_left_out_and_the_whole_wins_over_a_part(claim):
    whole = ask(CLAIMS)["results"][0]
    (without,) = ask(CLAIMS, omit="citations,links,said_by.url")["results"]
    assert set(whole) - set(without) == {"citations", "links"}
    assert set(whole["said_by"]) - set(without["said_by"]) == {"url"}
    assert ask(whole["url"], fields="said_by.label,said_by") == {"said_by": whole["said_by"]}
    assert ask(whole["url"], fields="said_by", omit="said_by.url") == {"said_by": without["said_by"]}
    assert ask(whole["url"], fields="speaks_for.label") == {"speaks_for": None}


def test_a_part_has_a_tag_of_its_own(claim):
    address = f"{CLAIMS}{claim.public_id}/"
    part = client.get(address, {"fields": "id"})
    assert part["ETag"] != client.get(address)["ETag"]
    assert client.get(address, {"fields": "id"}, headers={"If-None-Match": part["ETag"]}).status_code == 304


def test_pages_can_be_turned_with_other_members(claim):
    issue(ClaimFactory())
    following = ask(CLAIMS, page_size=1, fields="id")["next"]
    assert "fields=id" in following
    assert ask(following)["results"] == [{"id": claim.public_id}]
    assert set(ask(following.replace("fields=id", "fields=label"))["results"][0]) == {"label"}


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("sad_by", "Did you mean “said_by”?"),
        ("said_by.lable", "Did you mean “said_by.label”?"),
        ("citations.passage.xyz", "There are: exact, prefix, suffix"),
        ("label.x", "is not in these documents"),
        ("id,,label", "is not in these documents"),
        (",".join(["id"] * 51), "at most 50 are taken at once"),
    ],
)
def test_a_name_that_no_document_has_names_the_nearest(names, hint):
    for parameter in ("fields", "omit"):
        said = refusal(CLAIMS, **{parameter: names})
        assert said["parameter"] == parameter
        assert hint in said["detail"]


def test_the_versions_of_then_are_told_as_they_stood_then(claim):
    address = f"{CLAIMS}{claim.public_id}/versions/"
    then = head()
    before = client.get(address, {"as_of": then})
    reissue(claim)
    assert [each["until_seq"] for each in ask(address)["results"]] == [None, head()]
    assert client.get(address, {"as_of": then}).content == before.content
    assert refusal(f"{address}2/", 404, as_of=then)
    assert ask(f"{address}1/", as_of=then) == ask(f"{address}1/")


def test_a_list_of_then_is_the_same_to_the_byte_on_every_page(claim):
    issue(ClaimFactory(), ClaimFactory())
    then = {"as_of": head(), "page_size": 1}
    before = client.get(CLAIMS, then)
    second = client.get(before.json()["next"])
    reissue(claim)
    assert client.get(CLAIMS, then).content == before.content
    assert client.get(before.json()["next"]).content == second.content


def test_articles_of_which_a_reader_surely_knew_by_then(claim):
    articles = "/api/v1/articles/"
    assert len(ask(articles, reported_until="2023-06-20")["results"]) == 1
    assert ask(articles, reported_until="2023-06-19")["results"] == []

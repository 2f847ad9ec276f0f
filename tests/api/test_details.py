import pytest

from events.models import ClaimPublication
from tests.api.asking import CLAIMS, ask, client, end, head, issue, refusal, reissue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    made = ClaimFactory()
    issue(made)
    return made


@pytest.fixture
def address(claim):
    return f"{CLAIMS}{claim.public_id}/"


def test_a_document_is_served_as_it_was_stored(claim, address):
    stored = ClaimPublication.objects.get()
    response = client.get(address)
    assert response.content.decode() == stored.served()
    assert (response["ETag"], response["Content-Type"]) == (f'"{stored.etag}"', "application/json")
    assert stored.etag == stored.expected_etag()
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_every_link_in_a_document_can_be_followed(address):
    def paths(part):
        within = list(part.values()) if isinstance(part, dict) else part
        parts = within if isinstance(within, list) else []
        found = {part} if isinstance(part, str) and part.startswith("/api/") else set()
        return found.union(*map(paths, parts))

    followed = {path: client.get(path).status_code for path in paths(ask(address))}
    assert len(followed) > 5
    assert set(followed.values()) == {200}


def test_every_version_stays_readable(claim, address):
    first = client.get(address).content
    second_from = reissue(claim)
    assert client.get(f"{address}versions/1/").content == first
    newest, oldest = ask(f"{address}versions/")["results"]
    assert newest == {
        "version": 2,
        "visibility": "issued",
        "issued_at": ask(address)["issued_at"],
        "from_seq": ClaimPublication.objects.current().get().from_seq,
        "until_seq": None,
        "url": f"{address}versions/2/",
    }
    assert oldest["until_seq"] == newest["from_seq"] <= second_from
    assert ask(address, as_of=newest["from_seq"] - 1)["version"] == 1
    assert ask(address, as_of=head())["version"] == 2
    assert ask(address, as_of=f"{head()}.0")["version"] == 2  # to JSON the same number
    refusal(f"{address}versions/3/", 404)
    refusal(f"{address}versions/{10**30}/", 404)


def test_a_record_is_missing_before_it_was_issued(address):
    assert refusal(address, 404, as_of=1)["code"] == "not-found"


def test_a_withdrawn_document_is_gone_with_a_notice_and_a_way_on(claim, address):
    before = head()
    end(claim, "It was somebody else.")
    said = refusal(address, 410)
    assert (said["code"], said["notice"]) == ("withdrawn", "It was somebody else.")
    assert said["links"] == {"document": f"{address}?include=withdrawn", "versions": f"{address}versions/"}
    document = ask(said["links"]["document"])
    assert (document["visibility"], document["notice"]) == ("withdrawn", "It was somebody else.")
    assert [each["visibility"] for each in ask(said["links"]["versions"])["results"]] == ["withdrawn", "issued"]
    assert ask(f"{address}versions/2/")["notice"] == "It was somebody else."
    assert ask(address, as_of=before)["visibility"] == "issued"


@pytest.mark.parametrize(("visibility", "code"), [("taken_down", "taken-down"), ("erased", "erased")])
def test_what_was_ended_for_good_is_gone_without_content(claim, address, visibility, code):
    reissue(claim)
    ClaimPublication.objects.current().update(visibility=visibility, notice="not to be seen")
    for path in (address, f"{address}?include=withdrawn", f"{address}versions/", f"{address}versions/1/"):
        response = client.get(path)
        assert response.status_code == 410
        assert set(response.json()) == {"type", "title", "status", "detail", "code"}
        assert response.json()["code"] == code
    assert ask(CLAIMS, include="withdrawn")["results"] == []


@pytest.mark.parametrize("wrong", ["x", "clm_short", "clm_" + "A" * 26, "src_" + "a" * 26, "clm_" + "a" * 25 + "%00"])
def test_an_address_that_names_nothing_is_not_found(wrong):
    assert refusal(f"{CLAIMS}{wrong}/", 404)["code"] == "not-found"
    assert refusal(f"{CLAIMS}{wrong}/versions/", 404)["code"] == "not-found"


def test_a_document_takes_no_filters(address):
    said = refusal(address, includ="withdrawn")
    assert (said["code"], said["did_you_mean"]) == ("unknown-parameter", ["include"])
    assert refusal(f"{address}versions/", party="x")["code"] == "unknown-parameter"
    assert refusal(f"{address}versions/1/", x=1)["code"] == "unknown-parameter"

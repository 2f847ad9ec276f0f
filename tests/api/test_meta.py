import pytest

from events.api import ClaimFilters
from events.models import Predicate
from newsroom.api.asking import LARGEST_PAGE
from tests.api.asking import CLAIMS, ask, client, refusal

pytestmark = pytest.mark.django_db
META = "/api/v1/meta/"


def test_every_closed_list_is_there_with_its_labels():
    lists = {
        each["name"]: {word["code"]: word for word in each["words"]} for each in ask(f"{META}vocabularies/")["results"]
    }
    assert lists["mediums"]["press_conference"]["label"]
    assert set(lists["predicates"]) == set(Predicate.objects.values_list("code", flat=True))
    assert lists["predicates"]["seriously_injured"]["within"] == "injured"
    assert lists["topics"]["medtop:16000000"]["label"]
    for name, words in lists.items():
        assert all(
            word["within"] in words for word in words.values() if word.get("within") and name != "incident_types"
        )


def test_every_word_that_a_filter_takes_is_in_a_list():
    words = {word["code"] for each in ask(f"{META}vocabularies/")["results"] for word in each["words"]}
    for resource in ask(f"{META}filters/")["results"]:
        for each in resource["filters"]:
            if (resource["name"], each["name"]) != ("claims", "kind"):  # the hedges are told with the filter
                assert set(each["written"].get("enum", ())) <= words, each["name"]


def test_every_filter_is_told_as_it_works():
    resources = {each["name"]: each for each in ask(f"{META}filters/")["results"]}
    assert set(resources) == {"articles", "sources", "incidents", "questions", "claims"}
    told = {each["name"]: each for each in resources["claims"]["filters"]}
    twins = {each["excludes_as"] for each in told.values()} - {None}
    assert set(told) | twins == set(ClaimFilters.declared())
    assert told["said_by"]["also_tried_as"] == ["author", "originator", "source", "speaker", "who"]
    assert told["medium"]["takes_several"]
    assert told["low__gte"]["excludes_as"] is None
    controls = {each["name"]: each for each in resources["claims"]["controls"]}
    assert "-said" in controls["ordering"]["written"]["enum"]
    assert all(each["says"] for resource in resources.values() for each in resource["controls"])


def test_the_limits_are_those_that_hold(settings):
    limits = ask(f"{META}limits/")
    assert limits["largest_page_size"] == LARGEST_PAGE
    assert (limits["rate"], limits["needs_token"]) == (None, False)
    refusal(CLAIMS, page_size=limits["largest_page_size"] + 1)
    refusal("/api/v1/changes/", limit=limits["most_changes"] + 1)
    settings.API_RATE = "600/minute"
    assert ask(f"{META}limits/")["rate"] == "600/minute"


@pytest.mark.parametrize("name", ["vocabularies", "filters", "limits"])
def test_they_are_conditional_and_strict(name):
    first = client.get(f"{META}{name}/")
    assert client.get(f"{META}{name}/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    refusal(f"{META}{name}/", x="1")

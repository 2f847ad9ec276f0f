"""Versions, corrections and notices of one report: whatever order they come in, the end is the same."""

import itertools
import json

import pytest

from sources.models import Article, ArticleVersion
from tests.sources.importing import import_it, put, the_article

pytestmark = pytest.mark.django_db

FIRST = {
    "id": "storm-1",
    "version": 1,
    "outlet": "Example Post",
    "published": "2023-06-19T08:00:00Z",
    "headline": "Storm nears",
    "byline": "Ann Lee",
    "language": "en",
    "text": "A storm is near the coast.\n\nAt least two boats are missing.",
}
SECOND = {
    **FIRST,
    "version": 2,
    "published": "2023-06-19T10:00:00Z",
    "headline": "Storm hits",
    "byline": "Ann Lee; Bo Ray",
    "event": "update",
    "text": "A storm has hit the coast.\n\nAt least two boats are missing.",
}
CORRECTED = {
    **SECOND,
    "version": 3,
    "published": "2023-06-19T12:00:00Z",
    "event": "correction",
    "public_notice": "Corrects the number of boats.",
    "text": "A storm has hit the coast.\n\nAt least three boats are missing.",
}
KILLED = {
    "id": "storm-1",
    "version": 4,
    "outlet": "Example Post",
    "published": "2023-06-19T14:00:00Z",
    "event": "withdraw",
    "status": "canceled",
    "public_notice": "The outlet withdraws this report.",
}


def came(tmp_path, *items, **options):
    """Import these one after the other, each in a file of its own; what became of each."""
    outcomes = []
    for number, item in enumerate(items):
        path = put(tmp_path, f"{number}-{len(list(tmp_path.glob('*')))}.jsonl", json.dumps(item) + "\n")
        outcomes.append(import_it(path, **options).counts)
    return outcomes


def content():
    """What is held of the one article, without what only says in which order it came."""
    article = the_article()
    columns = (
        "headline",
        "headline_is_proposed",
        "external_id",
        "language",
        "pub_status",
        "public_notice",
        "published_at",
    )
    return {
        **{name: getattr(article, name) for name in columns},
        "outlet": article.outlet.name,
        "newest": article.newest_version and article.newest_version.text,
        "bylines": list(article.contributions.order_by("position").values_list("name", flat=True)),
        "versions": list(
            article.versions.order_by("order_key").values_list(
                "upstream_version", "event", "headline", "sha256", "received"
            )
        ),
    }


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_versions_a_correction_and_a_kill_end_alike_in_every_order(tmp_path, order):
    items = [FIRST, SECOND, CORRECTED, KILLED]
    came(tmp_path, *(items[place] for place in order))
    held = content()
    assert held["headline"] == "Storm hits"
    assert held["headline_is_proposed"] is False
    assert (held["pub_status"], held["public_notice"]) == ("canceled", "The outlet withdraws this report.")
    assert held["bylines"] == ["Ann Lee", "Bo Ray"]
    assert held["newest"] == CORRECTED["text"]
    assert held["published_at"].hour == 8
    assert [version[0] for version in held["versions"]] == [1, 2, 3, 4]
    assert ArticleVersion.objects.get(upstream_version=4).text == ""


def test_one_batch_ends_as_separate_files_do(tmp_path):
    lines = "\n".join(json.dumps(item) for item in (CORRECTED, FIRST, KILLED, SECOND))
    assert import_it(put(tmp_path, "all.jsonl", lines)).counts == {"created": 1, "new_version": 3}
    together = content()
    assert together["bylines"] == ["Ann Lee", "Bo Ray"]
    assert (together["headline"], together["newest"]) == ("Storm hits", CORRECTED["text"])


def test_a_second_run_of_any_of_them_changes_nothing(tmp_path):
    items = [FIRST, SECOND, CORRECTED, KILLED]
    came(tmp_path, *items)
    before = content()
    assert came(tmp_path, *items) == [{"unchanged": 1}] * 4
    assert content() == before


def test_one_version_with_two_texts_is_a_conflict_that_names_it(tmp_path):
    came(tmp_path, FIRST)
    path = put(tmp_path, "other.jsonl", json.dumps({**FIRST, "text": "A storm is far from the coast."}))
    ended = import_it(path)
    assert (ended.code, ended.items[0]["reason"]) == (3, "conflict")
    assert "version 1" in ended.items[0]["message"]


def test_a_text_that_goes_back_to_an_earlier_one_is_a_new_version(tmp_path):
    dated = [{**FIRST, "version": None, "published": f"2023-06-19T{hour:02}:00:00Z"} for hour in (8, 9, 10)]
    dated[1]["text"] = SECOND["text"]
    assert came(tmp_path, *dated) == [{"created": 1}, {"new_version": 1}, {"new_version": 1}]
    assert the_article().newest_version.text == FIRST["text"]


def test_two_texts_of_one_moment_stay_two_however_often_they_come(tmp_path):
    items = [{**FIRST, "version": None}, {**FIRST, "version": None, "text": SECOND["text"]}]
    came(tmp_path, *items)
    assert came(tmp_path, *items, *items) == [{"unchanged": 1}] * 4


def test_what_an_editor_has_set_stays_when_a_new_version_comes(tmp_path):
    came(tmp_path, FIRST)
    article = the_article()
    article.headline = "A storm, by our own headline"
    article.save()
    came(tmp_path, SECOND)
    article.refresh_from_db()
    assert article.headline == "A storm, by our own headline"


def test_a_withheld_report_is_usable_again_after_its_release(tmp_path):
    withheld = {**KILLED, "version": 2, "event": "withhold", "status": ""}
    released = {**KILLED, "version": 3, "event": "release", "status": "", "public_notice": ""}
    came(tmp_path, FIRST, withheld)
    assert the_article().pub_status == "withheld"
    came(tmp_path, released)
    assert the_article().pub_status == "usable"


def test_the_same_text_at_two_outlets_is_two_reports(tmp_path):
    other = {**FIRST, "id": "other-1", "outlet": "Sample Times"}
    assert came(tmp_path, FIRST, other) == [{"created": 1}, {"created": 1}]
    assert Article.objects.count() == 2


def test_a_report_under_embargo_comes_in_but_is_not_issued(tmp_path):
    item = {**FIRST, "embargoed_until": "2999-01-01T00:00:00Z"}
    path = put(tmp_path, "a.jsonl", json.dumps(item))
    ended = import_it(path, publish=True)
    assert (ended.counts, ended.issued, ended.not_issued) == ({"created": 1}, 0, 1)
    assert "embargo" in ended.notes[0]["note"]

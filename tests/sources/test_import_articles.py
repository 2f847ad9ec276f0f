"""What one import makes of files: articles, versions and credits as printed, and a reason for each refusal."""

import csv
import datetime as dt
import hashlib
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.importing import holding
from sources.importing.plain_text import parse_plain_text
from sources.importing.records import MAX_TEXT_BYTES
from sources.models import (
    Article,
    ArticleVersion,
    Contribution,
    ImportItem,
    ImportRun,
    Passage,
    Shingle,
    Source,
)
from sources.publication_times import on_day, parse_published
from sources.text import find_words, normalise
from tests.factories import SourceFactory
from tests.sources.importing import FULL, everything, import_it, import_text, only_refusal, put, the_article

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


def test_a_lead_behind_the_date_is_kept_whole_and_the_day_is_a_day(tmp_path):
    path = put(tmp_path, "a.txt", " date 2023-06-19 The bridge fell.\n\nNobody was hurt.\n")
    assert import_it(path).counts == {"created": 1}
    article = the_article()
    version = article.newest_version
    assert version.text == "The bridge fell.\n\nNobody was hurt."
    assert article.published == version.published == on_day(dt.date(2023, 6, 19))
    assert article.published_at is None
    assert (article.headline, article.headline_is_proposed) == ("The bridge fell", True)
    assert version.headline == ""
    assert version.raw_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_everything_that_a_file_says_is_kept(tmp_path):
    SourceFactory(kind=Source.Kind.OUTLET, name="The Example Gazette", time_zone="Asia/Jerusalem")
    wire: Any = SourceFactory(agency=True, name="Example Wire")
    ended = import_it(put(tmp_path, "2023/bridge.txt", FULL).parents[1])
    article = the_article()
    assert article.outlet.name == "The Example Gazette"
    assert (article.headline, article.headline_is_proposed) == ("Bridge closed", False)
    assert article.url == "https://www.Gazette.example/bridge?utm_source=mail#top"
    assert article.canonical_url == "https://www.gazette.example/bridge"
    assert (article.external_id, article.language) == ("bridge-1", "en-GB")
    assert article.dateline == "EXAMPLETON, Northland"
    assert (article.import_root, article.import_path) == (tmp_path.name, "2023/bridge.txt")
    assert article.published == parse_published("2023-06-19T15:04", "Asia/Jerusalem")
    assert article.published.zone_assumed
    version = article.newest_version
    assert (version.number, version.event, version.headline) == (1, "", "Bridge closed")
    made = article.contributions.order_by("role", "position").values_list("role", "name", "source", "is_proposed")
    assert list(made) == [
        ("byline", "Ann Lee", None, False),
        ("byline", "Bo Ray", None, False),
        ("contributing_agency", "The Example Wire", wire.pk, True),
    ]
    credit = article.contributions.get(role=Contribution.Role.CONTRIBUTING_AGENCY)
    assert credit.credit_text == "The Example Wire contributed to this report."
    assert article.history.get().history_change_reason == f"import {ended.run}"
    item = ImportItem.objects.get()
    assert (item.outcome, item.article, item.version) == ("created", article, version)
    assert item.raw_sha256 == version.raw_sha256


def test_the_seeds_come_in_and_a_correction_is_a_second_version():
    assert import_it(SEEDS).counts == {"created": 2}
    assert import_it(SEEDS.parent / "corrections").counts == {"new_version": 1}
    raid = the_article(external_id="raid-on-jenin")
    assert [version.number for version in raid.versions.all()] == [1, 2]
    assert raid.newest_version.event == ""  # the outlet does not say what it is
    assert raid.newest_version.published == on_day(dt.date(2023, 6, 20))
    assert raid.published == on_day(dt.date(2023, 6, 19))
    assert list(Source.objects.values_list("kind", flat=True)) == ["outlet", "outlet"]


@pytest.mark.parametrize(
    ("name", "content", "reason", "line"),
    [
        ("empty.txt", "", "empty", None),
        ("header.txt", "date 2023-06-19\nheadline: x\n", "empty", None),
        ("large.txt", b"a" * (MAX_TEXT_BYTES + 1_000_000), "too_large", None),
        ("latin.txt", "Un café\n\nfermé à Gaza".encode("latin-1"), "wrong_encoding", 1),
        ("binary.bin", bytes(range(256)) * 4, "not_text", None),
        ("date.txt", "date 2023-02-30\n\nText.", "impossible_date", 1),
        ("keys.txt", "date 2023-06-19\nheadlin: x\n\nText.", "unknown_key", 2),
        ("data", '{"headline": "x"}', "unknown_format", None),
        ("feed", "\ufeff<?xml version='1.0'?><rss/>", "empty", None),
        ("other.xml", "<?xml version='1.0'?><other/>", "unknown_format", None),
        ("paper.pdf", b"%PDF-1.7\n", "unknown_format", None),
        ("headline.txt", f"headline: {'x' * 501}\n\nText.", "too_long", None),
        ("outlet.txt", f"outlet: {'x' * 201}\n\nText.", "too_long", None),
        ("name.txt", "outlet: \u0301\n\nText.", "malformed", None),
        ("id.txt", f"id: {'x' * 301}\n\nText.", "too_long", None),
        ("byline.txt", f"byline: {'x' * 301}\n\nText.", "too_long", None),
        ("url.txt", f"url: https://example.org/{'é' * 700}\n\nText.", "too_long", None),
        ("scheme.txt", "url: ftp://example.org/a\n\nText.", "malformed", None),
        ("host.txt", "url: https://nowhere\n\nText.", "malformed", None),
        ("secret.txt", "url: https://jo:pw@example.org/a\n\nText.", "malformed", None),
        ("language.txt", "language: English!\n\nText.", "malformed", None),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(tmp_path, name, content, reason, line):
    item = only_refusal(put(tmp_path, name, content))
    assert (item.name, item.reason, item.line) == (name, reason, line)
    assert item.raw_sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_a_format_that_is_named_is_not_guessed(tmp_path):
    assert import_it(put(tmp_path, "rows.csv", "A text, with commas."), format="text").counts == {"created": 1}


def test_refusals_are_counted_and_said_and_the_rest_comes_in(tmp_path):
    put(tmp_path, "a.txt", "Text one.")
    put(tmp_path, "b.txt", "date 2023-02-30\n\nText.")
    put(tmp_path, "c.txt", "")
    ended = import_it(tmp_path)
    assert ended.code == 3
    assert ended.counts == {"created": 1, "refused": 2}
    assert ended.state == "done"
    assert ended.items[0] == {
        "name": "b.txt",
        "reason": "impossible_date",
        "line": 1,
        "message": "2023-02-30: February 2023 has 28 days",
        "hint": "Correct the date on this line, or take the line out where the day is not known.",
    }
    run = ImportRun.objects.get(pk=ended.run)
    assert (run.read, run.created, run.refused, run.state) == (3, 1, 2, "done")
    assert (run.target, run.command) == (str(tmp_path), "import_articles")


def test_a_second_run_writes_one_run_and_nothing_else(tmp_path):
    put(tmp_path, "full.txt", FULL)
    put(tmp_path, "plain.txt", "date 2023-06-19 A text.")
    put(tmp_path, "same.txt", "date 2023-06-19 A text.")
    first = import_it(tmp_path, publish=True)
    assert first.counts == {"created": 2, "duplicate": 1}
    before, runs = everything(), ImportRun.objects.count()
    second = import_it(tmp_path, publish=True)
    assert second.counts == {"unchanged": 2, "duplicate": 1}
    assert everything() == before
    assert ImportRun.objects.count() == runs + 1


def test_a_second_run_takes_the_same_number_of_queries_for_five_and_for_fifty(
    tmp_path, django_assert_num_queries, django_assert_max_num_queries
):
    for count in (5, 50):
        for number in range(count):
            put(
                tmp_path,
                f"{count}/{number}.txt",
                f"outlet: Example {number}\nid: {count}-{number}\n\nText {number} {count}.",
            )
        import_it(tmp_path / str(count))
    with django_assert_max_num_queries(40) as few:
        import_it(tmp_path / "5")
    with django_assert_num_queries(len(few)):
        import_it(tmp_path / "50")


def test_one_changed_file_is_exactly_one_new_version(tmp_path):
    put(tmp_path, "a.txt", "Text one.")
    put(tmp_path, "b.txt", "headline: Two\n\nText two.")
    import_it(tmp_path)
    before = everything(but=(ImportRun, ImportItem, ArticleVersion, Shingle))
    put(tmp_path, "b.txt", "headline: Two\n\nAnother text altogether.")
    assert import_it(tmp_path).counts == {"new_version": 1, "unchanged": 1}
    assert everything(but=(ImportRun, ImportItem, ArticleVersion, Shingle)) == before
    assert list(the_article(import_path="b.txt").versions.values_list("number", "text")) == [
        (1, "Text two."),
        (2, "Another text altogether."),
    ]


def test_an_old_file_come_back_is_unchanged_and_said_to_be_older(tmp_path):
    for text in ("Text one.", "Text two."):
        import_it(put(tmp_path / "in", "a.txt", text))
    ended = import_it(put(tmp_path / "in", "a.txt", "Text one."), report=tmp_path / "report.csv")
    assert ended.counts == {"unchanged": 1}
    assert report(tmp_path)["a.txt"]["reason"] == "older_version"
    assert ArticleVersion.objects.count() == 2


def test_a_version_that_was_published_before_the_one_held_stands_before_it(tmp_path):
    import_it(put(tmp_path, "a.txt", "date 2023-06-20 Text two."))
    ended = import_it(put(tmp_path, "a.txt", "date 2023-06-19 Text one."))
    assert ended.counts == {"new_version": 1}
    assert "the newest text stays version 1" in ended.notes[0]["note"]
    assert "the newest text stays version 1" in ImportItem.objects.get(outcome="new_version").message
    assert the_article().newest_version.text == "Text two."
    assert the_article().headline == "Text two"
    assert the_article().published == on_day(dt.date(2023, 6, 19))


def report(folder):
    with (folder / "report.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_the_report_has_a_row_for_every_item(tmp_path):
    put(tmp_path, "in/a.txt", "Text.")
    put(tmp_path, "in/b.txt", "Text.")
    put(tmp_path, "in/=c.txt", "")
    put(tmp_path, "in/.hidden", "Text.")
    ended = import_it(tmp_path / "in", report=tmp_path / "report.csv")
    assert ended.counts == {"created": 1, "duplicate": 1, "refused": 1, "skipped": 1}
    rows = report(tmp_path)
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "'=c.txt": "refused",  # no formula for a spreadsheet
        ".hidden": "skipped",
        "a.txt": "created",
        "b.txt": "duplicate",
    }
    assert rows["'=c.txt"]["hint"]
    assert rows["b.txt"]["message"] == "the same text as “Text” (in/a.txt)"


def test_a_report_may_not_lie_where_it_would_be_read(tmp_path):
    put(tmp_path, "a.txt", "Text.")
    assert import_it(tmp_path, report=tmp_path / "report.csv").code == 2
    assert not ImportRun.objects.exists()


def test_the_report_goes_only_where_there_is_a_folder(tmp_path):
    assert import_it(put(tmp_path, "a.txt", "Text."), report=tmp_path / "no" / "report.csv").code == 2


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    put(tmp_path, "a.txt", FULL)
    put(tmp_path, "b.txt", "Text.")
    put(tmp_path, "c.txt", "Text.")
    put(tmp_path, "d.txt", "")
    before = everything(but=())
    dry = import_it(tmp_path, dry_run=True, publish=True)
    assert everything(but=()) == before
    wet = import_it(tmp_path, publish=True)
    assert dry.code == wet.code == 3
    assert dry.run is None
    assert dry.result | {"run": 0, "dry_run": 0} == wet.result | {"run": 0, "dry_run": 0}


def test_a_dry_run_finds_duplicates_and_versions_across_batches(tmp_path, monkeypatch):
    monkeypatch.setattr("sources.importing.batches.BATCH_ITEMS", 1)
    put(tmp_path, "a.txt", "outlet: Example Post\nid: 1\n\nText one.")
    put(tmp_path, "b.txt", "outlet: example post\nid: 1\n\nText two.")
    put(tmp_path, "c.txt", "Text one.")
    dry = import_it(tmp_path, dry_run=True)
    assert dry.counts == {"created": 1, "new_version": 1, "duplicate": 1}
    assert import_it(tmp_path).counts == dry.counts


def test_what_the_database_refuses_is_refused_alone(tmp_path, monkeypatch):
    put(tmp_path, "a.txt", "url: https://example.org/a\n\nText one.")
    put(tmp_path, "b.txt", "url: https://example.org/b\noutlet: Example Post\n\nText two.")
    put(tmp_path, "c.txt", "url: https://example.org/a\n\nText three.")
    find = holding.Index.get
    monkeypatch.setattr(
        holding.Index, "get", lambda index, key, value: [] if key == "address" else find(index, key, value)
    )
    ended = import_it(tmp_path)  # as if another editor had stored that address in the meantime
    assert (ended.code, ended.counts) == (3, {"created": 2, "refused": 1})
    assert ended.items[0]["reason"] == "not_stored"
    assert set(Article.objects.values_list("import_path", flat=True)) == {"a.txt", "b.txt"}
    assert Article.history.count() == ImportItem.objects.filter(outcome="created").count() == 2


def test_standard_input_needs_to_say_which_report_it_is(monkeypatch):
    ended = import_text(monkeypatch, "Text.")
    assert (ended.code, ended.counts) == (3, {"refused": 1})
    assert "--id" in ended.items[0]["hint"]
    assert import_text(monkeypatch, "Text.", id="1").counts == {"created": 1}
    assert import_text(monkeypatch, "Text.", id="1").counts == {"unchanged": 1}
    assert import_text(monkeypatch, "Text changed.", id="1").counts == {"new_version": 1}
    assert import_text(monkeypatch, "url: https://example.org/a\n\nOther.").counts == {"created": 1}


def test_an_endless_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr("sources.importing.reading.MAX_FILE_BYTES", 10)
    ended = import_text(monkeypatch, "x" * 11, id="1")
    assert ended.items[0]["reason"] == "too_large"


words = st.text(
    st.sampled_from(
        "ab é\u0301\u0327\u200d👩🏽\u200d🚀🇵🇸ابجد\u064b\u0651אבגד\u05b0\u05bc한글Å\u2126ﬁ.,:-—“”\r\n\n\t\u2028\ufeff"
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paragraphs=st.lists(words, min_size=1, max_size=5), line_end=st.sampled_from(["\n", "\r\n", "\r"]), data=st.data()
)
def test_whatever_the_script_passages_found_in_the_stored_text_hold(db, paragraphs, line_end, data):
    raw = ("date 2023-06-19\n\nx" + "\n\n".join(paragraphs)).replace("\n", line_end).encode()
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        assert import_it(put(Path(folder), "a.txt", raw)).counts == {"created": 1}
        version = ArticleVersion.objects.get()
        text = version.text
        assert text == normalise(text) == unicodedata.normalize("NFC", text) == parse_plain_text(raw).text
        start = data.draw(st.integers(0, len(text) - 1))
        wanted = text[start : data.draw(st.integers(start + 1, len(text)))]
        for span in find_words(text, wanted):
            assert text[span.start : span.end] == span.exact
            Passage.objects.create(version=version, start=span.start, end=span.end, exact=span.exact)
        transaction.set_rollback(True)


def test_wrongly_decoded_text_is_said_and_only_mended_when_asked(tmp_path):
    broken = "The cafÃ© is closed, the cafÃ© owner said."
    ended = import_it(put(tmp_path, "a.txt", broken))
    assert "Looks wrongly decoded" in ended.notes[0]["note"]
    assert the_article().newest_version.text == broken
    ended = import_it(put(tmp_path, "a.txt", broken), repair_mojibake=True)
    assert ended.counts == {"new_version": 1}
    assert the_article().newest_version.text == "The café is closed, the café owner said."

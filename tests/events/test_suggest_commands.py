"""`suggest_claims` and `suggest_report` as they are run."""

import io
import json
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from events.deciding import Outcome, record_decision
from events.management.commands import suggest_claims
from events.models import KeptSuggestion, MachineReading
from events.offering import keep_suggestions, suggestions_for
from events.suggesting.suggestions import ENGINE
from tests.events.test_suggestion_decisions import TEXT, OtherRules, claim_of
from tests.factories import ArticleFactory, ArticleVersionFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def result(command, **options):
    return json.loads(run(command, output="json", **options))


def test_every_report_is_read_once_and_running_it_again_changes_nothing():
    for _ in range(3):
        ArticleFactory(text=TEXT)
    assert result("suggest_claims") == {"engine": ENGINE, "read": 3, "suggestions": 6, "left": 0}
    assert result("suggest_claims") == {"engine": ENGINE, "read": 0, "suggestions": 0, "left": 0}
    assert KeptSuggestion.objects.count() == 6


def test_only_the_newest_text_of_a_report_is_read_and_a_newer_one_again():
    article = ArticleFactory(text=TEXT)
    newest = ArticleVersionFactory(article=article, text="Nine people were killed.")
    run("suggest_claims")
    assert [reading.version for reading in MachineReading.objects.all()] == [newest]
    ArticleVersionFactory(article=article, text="Ten people were killed.")
    assert result("suggest_claims")["read"] == 1


def test_a_limit_reads_so_many_and_the_next_run_goes_on_behind_them():
    for _ in range(3):
        ArticleFactory(text=TEXT)
    assert "2 reports read" in run("suggest_claims", limit=2)
    assert result("suggest_claims")["read"] == 1


def test_an_interrupted_run_keeps_what_it_has_read_and_goes_on_with_the_rest(monkeypatch):
    for _ in range(3):
        ArticleFactory(text=TEXT)

    class AskedAfterTheFirst:
        @property
        def is_asked(self):
            return MachineReading.objects.exists()

    @contextmanager
    def stop():
        yield AskedAfterTheFirst()

    monkeypatch.setattr(suggest_claims, "Stop", stop)
    with pytest.raises(SystemExit) as ended:
        run("suggest_claims")
    assert ended.value.code == 130
    monkeypatch.undo()
    assert result("suggest_claims")["read"] == 2


def test_one_article_is_shown_with_what_was_kept():
    article = ArticleFactory(text=TEXT)
    told = run("suggest_claims", article=article.public_id)
    assert "killed (sure, passive), said by Officials: at least six people were killed" in told
    assert "2 suggestions kept." in told
    first = result("suggest_claims", article=article.public_id)["suggestions"][0]
    assert first["figure"]["quantity"]["kind"] == "at_least"
    assert first["key"] == suggestions_for(article.versions.get())[0].key


def test_a_report_in_another_language_is_left_to_people():
    article = ArticleFactory(text=TEXT, language="de")
    assert suggestions_for(article.versions.get()) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"article": "art_nobody"}, "does not exist"),
        ({"limit": 0}, "at least 1"),
        ({"engine": "magic"}, "There is no engine “magic”. Choose “rules”"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_mend(options, told):
    with pytest.raises(CommandError, match=told) as refused:
        run("suggest_claims", **options)
    assert refused.value.returncode == 2


def test_an_article_without_a_text_says_so():
    article = ArticleFactory()
    article.versions.get().delete()
    with pytest.raises(CommandError, match="has no text"):
        run("suggest_claims", article=article.public_id)


def test_the_report_counts_what_became_of_each_rule():
    version = ArticleFactory(text=TEXT).versions.get()
    killed, injured = suggestions_for(version)
    editor = UserFactory()
    record_decision(version, killed.key, Outcome.ACCEPTED, editor, claim_of(killed, version, figure="six"))
    record_decision(version, injured.key, Outcome.DISMISSED, editor)
    (row,) = result("suggest_report")
    assert (row["rule"], row["tier"], row["engine"], row["offered"], row["decided"]) == (
        "passive",
        "sure",
        ENGINE,
        2,
        2,
    )
    assert (row["accepted"], row["edited"], row["dismissed"], row["acceptance"]) == (0, 1, 1, 0.5)
    assert row["edited_fields"] == {"figure": 1}
    assert "50%" in run("suggest_report")


def test_a_decision_taken_back_does_not_count():
    version = ArticleFactory(text=TEXT).versions.get()
    key = suggestions_for(version)[0].key
    record_decision(version, key, Outcome.DISMISSED, UserFactory())
    record_decision(version, key, Outcome.REOPENED, UserFactory())
    (row,) = result("suggest_report")
    assert (row["offered"], row["decided"], row["acceptance"]) == (2, 0, None)


def test_the_report_can_be_of_one_engine_alone():
    version = ArticleFactory(text=TEXT).versions.get()
    keep_suggestions(version)
    keep_suggestions(version, OtherRules())
    assert [row["engine"] for row in result("suggest_report", engine="other-1")] == ["other-1"]
    assert len(result("suggest_report")) == 2


def test_a_report_on_nothing_says_what_to_run():
    assert "run manage.py suggest_claims first" in run("suggest_report")

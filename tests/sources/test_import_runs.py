"""The life of a run: it can be stopped and resumed at any moment, and it says what happened and what to do next."""

import io
import os
import signal
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from newsroom.ledger.models import Entry
from sources.importing import articles, planning
from sources.models import Article, ImportItem, ImportRun
from tests.sources.importing import everything, import_it, import_text, put, texts


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr("sources.importing.batches.BATCH_ITEMS", 2)


@pytest.fixture
def stopped_after(monkeypatch):
    """Makes something happen in the middle of a batch: by default the signal of Ctrl-C."""

    def stop(batch, happening=lambda: os.kill(os.getpid(), signal.SIGINT)):
        seen, real = [], planning.plan_batch

        def plan_batch(*args):
            plans = real(*args)
            seen.append(plans)
            if len(seen) == batch:
                happening()
            return plans

        monkeypatch.setattr(articles, "plan_batch", plan_batch)

    return stop


@pytest.mark.django_db
class TestStopping:
    def test_ctrl_c_finishes_the_batch_and_the_run_can_be_resumed(self, tmp_path, small_batches, stopped_after):
        texts(tmp_path / "in", 9)
        stopped_after(2)
        ended = import_it(tmp_path / "in")
        assert (ended.code, ended.state, ended.counts) == (130, "interrupted", {"created": 4})
        run = ImportRun.objects.get()
        assert (run.state, run.read, run.checkpoint) == ("interrupted", 4, "1/0001.txt")
        resumed = import_it(tmp_path / "in", resume=run.pk)
        assert (resumed.code, resumed.run, resumed.state, resumed.counts) == (0, run.pk, "done", {"created": 9})
        run.refresh_from_db()
        assert (run.state, run.read, run.created) == ("done", 9, 9)
        assert Article.objects.count() == ImportItem.objects.count() == 9

    def test_a_second_ctrl_c_ends_at_once_and_loses_only_its_batch(self, tmp_path, small_batches, stopped_after):
        def twice():
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)

        texts(tmp_path, 9)
        stopped_after(2, twice)
        ended = import_it(tmp_path)
        assert (ended.code, ended.counts) == (130, {"created": 2})
        assert Article.objects.count() == 2
        assert import_it(tmp_path, resume=ended.run).counts == {"created": 9}

    def test_a_resumed_run_keeps_its_options_and_its_limit(self, tmp_path, small_batches, stopped_after):
        for number in range(9):
            put(tmp_path, f"{number}", f"Text {number}.")
        stopped_after(1)
        ended = import_it(tmp_path, outlet="Example Post", publish=True, limit=5)
        assert ended.counts == {"created": 2}
        call_command("import_articles", resume=ended.run)
        assert ImportRun.objects.get().read == 5
        assert Article.objects.filter(outlet__name="Example Post").count() == 5
        assert Entry.objects.filter(kind="article").count() == 5

    def test_a_database_that_gives_up_leaves_a_run_to_resume(self, tmp_path, small_batches, stopped_after):
        def give_up():
            raise OperationalError("disk I/O error")

        texts(tmp_path, 5)
        stopped_after(2, give_up)
        ended = import_it(tmp_path)
        assert (ended.code, ended.state, ended.counts) == (130, "interrupted", {"created": 2})
        assert import_it(tmp_path, resume=ended.run).counts == {"created": 5}

    def test_a_run_that_wrote_nothing_has_failed(self, tmp_path, stopped_after):
        def give_up():
            raise OperationalError("disk I/O error")

        texts(tmp_path, 5)
        stopped_after(1, give_up)
        ended = import_it(tmp_path)
        assert (ended.code, ended.state, ended.counts) == (1, "failed", {})
        assert ImportRun.objects.get().state == "failed"

    def test_a_dry_run_can_be_stopped(self, tmp_path, small_batches, stopped_after):
        stopped_after(1)
        ended = import_it(texts(tmp_path, 5), dry_run=True)
        assert (ended.code, ended.state, ended.counts) == (130, "interrupted", {"created": 2})


@pytest.mark.django_db
class TestResuming:
    def test_only_an_interrupted_run_is_resumed(self, tmp_path, monkeypatch):
        done = import_it(texts(tmp_path, 1)).run
        assert import_it(tmp_path, resume=done).code == 2
        assert import_it(tmp_path, resume=done + 1000).code == 2
        piped = import_text(monkeypatch, "Text.", id="1").run
        ImportRun.objects.update(state="interrupted")
        assert import_it(tmp_path, resume=piped).code == 2

    def test_a_resumed_run_takes_no_other_target_and_no_other_option(self, tmp_path):
        run = import_it(texts(tmp_path / "in", 1)).run
        ImportRun.objects.update(state="interrupted")
        assert import_it(tmp_path, resume=run).code == 2
        assert import_it(tmp_path / "in", resume=run, publish=True).code == 2
        assert import_it(tmp_path / "in", resume=run).code == 0

    def test_a_killed_run_shows_as_interrupted_at_the_next_start(self, tmp_path):
        killed = ImportRun.objects.create(command="import_articles", target=str(tmp_path))
        import_it(texts(tmp_path, 1))
        killed.refresh_from_db()
        assert killed.state == "interrupted"


@pytest.mark.django_db
def test_options_that_do_not_go_together_are_wrong_usage(tmp_path):
    path = put(tmp_path / "in", "a.txt", "Text.")
    for target, options in (
        (path.parent, {"id": "1"}),
        (path, {"outlet": "x" * 201}),
        (path, {"id": "x" * 301}),
        (tmp_path / "nowhere", {}),
        (path, {"resume": 1, "strict": True}),
    ):
        assert import_it(target, **options).code == 2, options
    with pytest.raises(CommandError, match="Name a file or a folder"):
        call_command("import_articles")
    with pytest.raises(CommandError, match="at least 1"):
        call_command("import_articles", str(path), "--limit=0")
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_whoever_looks_on_sees_a_bar(tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    put(texts(tmp_path, 5), ".hidden", "")
    import_it(tmp_path)
    assert "5/5" in terminal.getvalue()


@pytest.mark.django_db
class TestStrict:
    def test_one_refusal_writes_nothing_at_all(self, tmp_path, small_batches):
        texts(tmp_path, 5)
        put(tmp_path, "z.txt", "")
        before = everything(but=())
        ended = import_it(tmp_path, strict=True)
        assert (ended.code, ended.state, ended.run) == (1, "failed", None)
        assert (ended.counts, len(ended.items)) == ({"created": 5, "refused": 1}, 1)
        assert everything(but=()) == before

    def test_without_a_refusal_all_of_it_is_written(self, tmp_path, small_batches):
        ended = import_it(texts(tmp_path, 5), strict=True)
        assert (ended.code, ended.state, ended.counts) == (0, "done", {"created": 5})
        assert ImportRun.objects.get(pk=ended.run).state == "done"

    def test_stopped_it_writes_nothing(self, tmp_path, small_batches, stopped_after):
        stopped_after(2)
        ended = import_it(texts(tmp_path, 5), strict=True)
        assert (ended.code, ended.state, ended.run) == (130, "interrupted", None)
        assert not Article.objects.exists()
        assert not ImportRun.objects.exists()


@pytest.mark.django_db
class TestWords:
    """The result for people says what happened and what to do next."""

    def said(self, capsys, *args):
        try:
            call_command("import_articles", *map(str, args))
        except SystemExit as ended:
            assert ended.code  # noqa: PT017  the words are what is tested
        return capsys.readouterr().out

    def test_done(self, tmp_path, capsys):
        said = self.said(capsys, texts(tmp_path, 1))
        assert said.startswith(
            f"1 item read from {tmp_path}: 1 created, 0 new versions, 0 unchanged, 0 duplicates, 0 re"
        )
        assert "waits at the desk" in said
        assert said.endswith("\n")
        assert "waits" not in self.said(capsys, tmp_path)

    def test_refused(self, tmp_path, capsys):
        put(tmp_path, "a.txt", "date 2023-02-30\n\nText.")
        said = self.said(capsys, tmp_path)
        assert "Refused: a.txt, line 1: 2023-02-30: February 2023 has 28 days" in said
        assert "Mend what was refused and import again" in said

    def test_a_refused_row_names_its_line_once(self, tmp_path, capsys):
        put(tmp_path, "a.csv", "headline,text\nA storm,\n")
        assert "Refused: a.csv: line 2: the item has no text" in self.said(capsys, tmp_path)

    def test_dry_and_strict(self, tmp_path, capsys):
        put(texts(tmp_path, 1), "a.txt", "")
        assert "this would be: 1 created" in self.said(capsys, tmp_path, "--dry-run")
        assert "without --dry-run" in self.said(capsys, tmp_path, "--dry-run")
        said = self.said(capsys, tmp_path, "--strict")
        assert "this would be: 1 created" in said
        assert "Nothing was written: --strict takes all or nothing." in said

    def test_interrupted(self, tmp_path, capsys, small_batches, stopped_after):
        stopped_after(1)
        assert "--resume" in self.said(capsys, texts(tmp_path, 5))

    def test_what_a_file_says_cannot_steer_the_terminal(self, tmp_path, capsys):
        put(tmp_path, "a.txt", f"headline: \x1b[2J{'x' * 600}\n\nText.")
        said = self.said(capsys, tmp_path)
        assert "[2Jxxx" in said
        assert "\x1b" not in said

    def test_more_than_is_listed(self, tmp_path, capsys):
        for number in range(105):
            put(tmp_path, f"{number}", "")
        assert "… and 5 more refused; --report FILE lists them all." in self.said(capsys, tmp_path)

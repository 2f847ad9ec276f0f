"""Importing what was looked at: what is good gets in, small uploads at once, large ones in a process of their own."""

import io
import os
import time
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from newsroom.desk import import_process, importing
from newsroom.ledger.models import Entry
from sources.importing.locking import ImportLocked
from sources.importing.reporting import COLUMNS
from sources.models import Article, ArticleVersion, ImportItem, ImportRun, Source
from tests.desk.forms import told
from tests.desk.importing import BAD, PATH, STORM, file, go, hold, lines, look, of, said
from tests.sources.importing import FULL, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]

COUNTS = ("created", "new_version", "unchanged", "duplicate", "refused")


class TestImporting:
    def test_what_is_good_gets_in_and_the_run_names_who_did_it(self, chief):
        page = go(chief, look(chief, file(STORM), file(BAD, "bad.txt"), outlet="Example Post"))
        run = ImportRun.objects.get()
        assert page.request["PATH_INFO"] == reverse("admin:sources_importrun_change", args=[run.pk])
        assert (run.created, run.refused, run.by) == (1, 1, page.wsgi_request.user.username)
        assert str(Article.objects.get().outlet) == "Example Post"
        assert Article.objects.get().history.get().history_user == page.wsgi_request.user
        assert "2 read: 1 new, 1 refused" in told(page)
        assert ImportItem.objects.get(outcome="refused").reason == "impossible_date"

    def test_the_same_again_changes_nothing(self, chief):
        first = look(chief, file(STORM))
        go(chief, first)
        before = everything(but=(ImportRun,))
        go(chief, first)
        assert {**everything(but=(ImportRun,)), "sessions.Session": []} == {**before, "sessions.Session": []}
        assert [run.unchanged for run in ImportRun.objects.all()] == [1, 0]

    def test_a_pasted_text_is_found_again_by_its_own_words(self, chief):
        def paste(text):
            page = go(chief, look(chief, text=text.replace("\n", "\r\n")))
            return {
                name: count for name, count in page.context["original"].__dict__.items() if name in COUNTS and count
            }

        assert paste(STORM) == {"created": 1}
        assert paste(STORM) == {"unchanged": 1}
        assert paste("headline: Another\n\nQuite another report.") == {"created": 1}
        storm = ArticleVersion.objects.get(article__headline="Storm nears")
        assert storm.text == "A storm is near the coast."

    def test_publishing_takes_the_right_to_publish(self, chief, as_role):
        page = go(chief, look(chief, file(FULL), publish="on"))
        assert page.status_code == 200
        assert Entry.objects.filter(kind="article").exists()

    def test_who_may_not_publish_is_not_offered_it_and_cannot(self, importer_only):
        assert b"Publish what is good" not in importer_only.get(PATH).content
        go(importer_only, look(importer_only, file(FULL), publish="on"))
        assert Article.objects.exists()
        assert not Entry.objects.exists()

    def test_the_dry_run_says_what_would_not_be_made_public_and_why(self, chief):
        page = look(chief, file(STORM), publish="on")
        assert "0 would be made public. 1 would wait at the desk" in said(page)
        assert "Not issued" in said(page)

    def test_another_import_under_way_is_told_and_nothing_is_lost(self, chief, monkeypatch):
        page = look(chief, file(STORM))

        def locked(*_):
            raise ImportLocked

        monkeypatch.setattr(importing, "run_import", locked)
        again = go(chief, page)
        assert "Another import is under way" in told(again)
        monkeypatch.undo()
        go(chief, again)
        assert Article.objects.exists()

    def test_what_this_server_has_not_signed_for_this_person_is_not_imported(self, chief, as_role):
        page = look(chief, file(STORM))
        other = as_role("Chief")
        for browser, value in ((chief, "x"), (chief, page.context["signed"] + "x"), (other, page.context["signed"])):
            answer = browser.post(PATH, {"upload": value, "import": "x"}, follow=True)
            assert "could not be found again" in told(answer)
        assert not ImportRun.objects.exists()

    def test_bytes_that_are_gone_meanwhile_are_refused_in_words(self, chief, settings, tmp_path):
        page = look(chief, file(STORM))
        settings.RECEIVED_DIR = str(tmp_path / "elsewhere")
        go(chief, page)
        assert ImportItem.objects.get().reason == "unreadable"


@pytest.fixture
def importer_only(as_role):
    """Somebody who may import and not publish."""
    browser = as_role("Contributor")
    user = browser.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="add_importrun"))
    return browser


def test_the_refused_items_are_downloaded_in_the_columns_of_the_report(chief):
    page = look(chief, file(STORM), file(BAD, "=bad.txt"), file("", "empty.txt"))
    answer = go(chief, page, press="refused")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    header, *rows = answer.content.decode().splitlines()
    assert header == ",".join(COLUMNS)
    assert [row.split(",")[:3] for row in rows] == [
        ["'=bad.txt", "refused", "impossible_date"],
        ["empty.txt", "refused", "empty"],
    ]
    assert not ImportRun.objects.exists()


class TestLargeImports:
    """More items than anybody should wait for go to a process of their own."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(importing, "AT_ONCE", 2)

    @pytest.fixture
    def started(self, monkeypatch):
        """Instead of a process: the commands that would be run."""
        commands = []
        monkeypatch.setattr(import_process, "start", lambda arguments, folder: commands.append((arguments, folder)))
        return commands

    def begin(self, browser, **given):
        return go(browser, look(browser, file(lines(3), "a.jsonl"), **given))

    def run(self, command, **options):
        call_command(*command[0], stdout=io.StringIO(), **options)

    def test_the_command_gets_the_options_of_the_form_and_a_folder_with_the_very_bytes(self, chief, started):
        page = look(chief, file(lines(3), "a.jsonl"), file(STORM), outlet="-x", encoding="utf-8", publish="on")
        assert "imported in the background" in said(page)
        go(chief, page)
        [(arguments, folder)] = started
        assert arguments[0] == "import_articles"
        assert {*arguments[2:]} == {"--format=auto", "--outlet=-x", "--encoding=utf-8", "--publish"}
        assert {path.name: path.read_bytes() for path in folder.files.iterdir()} == {
            "a.jsonl": lines(3).encode(),
            "storm.txt": STORM.encode(),
        }

    def test_its_page_says_how_far_it_is_until_it_is_done(self, chief, started):
        page = self.begin(chief)
        assert page.request["PATH_INFO"].startswith(PATH)
        state = f"{page.request['PATH_INFO']}state.json"
        [command] = started
        alive = hold(command[1])
        assert chief.get(state).json() == {
            "is_under_way": True, "sentence": "It is starting.", "read": 0, "total": 3,
        }  # fmt: skip
        self.run(command)
        ImportRun.objects.update(state="running", read=2, created=2)
        assert chief.get(state).json()["sentence"] == "It is running. 2 of 3 items read."
        assert '<progress aria-label="Items read" max="3" value="2">' in chief.get(state[:-10]).content.decode()
        alive.close()
        ImportRun.objects.update(state="done", read=3, created=3)
        done = chief.get(state[:-10])
        assert "It is done. 3 of 3 items read." in said(done)
        run = ImportRun.objects.get()
        assert reverse("admin:sources_importrun_change", args=[run.pk]) in done.content.decode()
        assert b"<progress" not in done.content

    def test_one_that_was_killed_is_resumed_where_it_stopped(self, chief, started):
        page = self.begin(chief)
        self.run(started[0], limit=2)
        ImportRun.objects.update(state="running", options={**ImportRun.objects.get().options, "limit": None})
        path = page.request["PATH_INFO"]
        assert "It was interrupted" in said(chief.get(path))
        run = ImportRun.objects.get()
        assert chief.get(of(run)[1]).url == path
        chief.post(path)
        assert started[1][0] == ["import_articles", "--resume", str(run.pk)]
        self.run(started[1])
        assert Article.objects.count() == 3
        assert "It is done" in said(chief.get(path))

    def test_one_that_could_not_begin_is_begun_again(self, chief, started):
        page = self.begin(chief)
        path, folder = page.request["PATH_INFO"], started[0][1]
        (folder.path / "problems.txt").write_text(f"CommandError: {ImportLocked.__doc__}")
        assert "because another import is running" in said(chief.get(path))
        chief.post(path)
        assert started[1] == started[0]
        (folder.path / "problems.txt").write_text("CommandError: <b>The database cannot be used.")
        assert "It has not begun." in said(chief.get(path))
        assert "&lt;b&gt;The database cannot be used." in chief.get(path).content.decode()

    def test_one_that_is_under_way_is_not_begun_twice(self, chief, started):
        path = self.begin(chief).request["PATH_INFO"]
        with hold(started[0][1]):
            chief.post(path)
        assert len(started) == 1

    def test_files_of_imports_that_are_done_are_removed(self, chief, started):
        self.begin(chief)
        self.run(started[0])
        go(chief, look(chief, file(lines(4), "b.jsonl")))
        assert not started[0][1].files.exists()
        assert started[1][1].files.exists()

    @pytest.mark.parametrize("token", ["0" * 16, "..", "x", "0" * 15 + "/"])
    def test_an_unknown_one_is_not_found(self, chief, token):
        assert chief.get(f"{PATH}{token}/").status_code in (404, 302)

    def test_a_run_of_the_command_line_says_how_to_go_on_there(self, chief, tmp_path):
        for state, target, words in (
            ("interrupted", str(tmp_path), "--resume"),
            ("interrupted", "storm.txt", "Import the same again"),
            ("running", str(tmp_path), "not begun at the desk"),
        ):
            run = ImportRun.objects.create(command="import_articles", target=target, state=state)
            assert words in told(chief.get(of(run)[1], follow=True))


@pytest.mark.django_db(transaction=True)
def test_a_real_process_imports_what_was_given(chief, monkeypatch):
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    page = go(chief, look(chief, file(lines(5), "a.jsonl")))
    state, deadline = f"{page.request['PATH_INFO']}state.json", time.monotonic() + 60
    while chief.get(state).json()["is_under_way"] and time.monotonic() < deadline:
        time.sleep(0.1)
    told = import_process.find(page.request["PATH_INFO"].split("/")[-2]).problems
    assert (chief.get(state).json()["sentence"], told) == ("It is done. 5 of 5 items read.", "")
    run = ImportRun.objects.get()
    assert (run.created, run.by) == (5, page.wsgi_request.user.username)


def test_the_page_of_a_run_says_its_options_in_words(chief):
    go(chief, look(chief, file(STORM), outlet="Example Post"))
    page = chief.get(reverse("admin:sources_importrun_change", args=[ImportRun.objects.get().pk]))
    assert "format: auto, outlet: Example Post" in said(page)
    assert Source.objects.filter(name="Example Post").exists()

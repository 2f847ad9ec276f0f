"""The import screen: nothing is written before it was looked at; then what is good gets in, and it can be undone."""

import fcntl
import io
import json
import os
import re
import time
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from newsroom.desk import import_process, import_rehearsal, import_undo, importing
from newsroom.ledger.models import Entry
from sources.importing.locking import ImportLocked
from sources.importing.reporting import COLUMNS
from sources.models import Article, ArticleVersion, ImportItem, ImportRun, Source
from tests.desk.forms import told
from tests.factories import ClaimFactory, SourceFactory
from tests.sources.importing import FULL, everything

pytestmark = pytest.mark.django_db

PATH = "/admin/sources/importrun/import/"
STORM = "headline: Storm nears\n\nA storm is near the coast."
BAD = "date 2023-02-30\n\nText."


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """A folder for the received bytes of each test."""
    settings.RECEIVED_DIR = str(tmp_path / "received")


def file(text, name="storm.txt"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def lines(count, **more):
    return "\n".join(
        json.dumps({"id": f"s{number}", "outlet": "Example Post", "text": f"Text {number}.", **more})
        for number in range(count)
    )


def look(browser, *files, **given):
    """The first step: what would happen."""
    return browser.post(PATH, {"uploads": list(files), "format": "auto", **given})


def go(browser, page, press="import"):
    """Press a button of the second page."""
    return browser.post(PATH, {"upload": page.context["signed"], press: "x"}, follow=True)


def said(page):
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def columns():
    """Everything that an import could write."""
    return everything(but=())


class TestTheWayIn:
    def test_the_desk_and_the_list_of_imports_lead_to_it(self, chief):
        for path in ("/admin/", "/admin/sources/importrun/"):
            assert f'href="{PATH}"' in chief.get(path).content.decode()
        assert chief.get(PATH).status_code == 200

    def test_an_empty_list_of_imports_says_where_to_begin(self, chief, as_role):
        assert "Choose “Import articles”" in said(chief.get("/admin/sources/importrun/"))
        assert "Choose" not in said(as_role("Reader").get("/admin/sources/importrun/"))

    @pytest.mark.parametrize("role", ["Reader", "Contributor", "Editor", "Administrator"])
    def test_whoever_may_not_import_neither_sees_nor_opens_it(self, as_role, role):
        browser = as_role(role)
        for path in ("/admin/", "/admin/sources/importrun/"):
            assert PATH not in browser.get(path).content.decode()
        run = ImportRun.objects.create(command="import_articles", target="x")
        for path in (PATH, f"{PATH}{'0' * 16}/", f"{PATH}{'0' * 16}/state.json", *of(run)):
            assert browser.get(path).status_code == 403
            assert browser.post(path).status_code == 403

    def test_without_a_folder_for_the_bytes_it_says_what_to_set(self, chief, settings):
        settings.RECEIVED_DIR = ""
        assert "RECEIVED_DIR" in chief.get(PATH).content.decode()
        assert "RECEIVED_DIR" in look(chief, file(STORM)).content.decode()

    def test_known_outlets_are_offered(self, chief):
        SourceFactory(outlet=True, name="Sample “Times” & Co")
        SourceFactory(name="An office")
        SourceFactory(confidential=True, kind="outlet", name="A friendly paper")
        page = chief.get(PATH).content.decode()
        assert "Sample “Times” &amp; Co" in page
        assert "An office" not in page
        assert "A friendly paper" not in page


def of(run):
    return [reverse(f"admin:desk_import_{name}", args=[run.pk]) for name in ("undo", "of_run")]


class TestLooking:
    def test_nothing_is_written(self, chief):
        before = columns()
        page = look(chief, file(FULL), outlet="The Example Gazette")
        assert "Nothing has been written. 1 item was read from storm.txt." in said(page)
        assert "1 would become a new article" in said(page)
        assert columns() == before

    def test_every_outcome_is_counted_and_listed(self, chief):
        SourceFactory(outlet=True, name="Example Post")
        go(chief, look(chief, file(lines(2), "a.jsonl")))
        item = {"id": "s0", "version": 2, "outlet": "Example Post", "text": "Text 0, corrected."}
        more = [
            item,
            {"id": "s1", "outlet": "Example Post", "text": "Text 1.", "rights": "All"},
            {"id": "s9", "text": ""},
        ]
        given = "\n".join(map(json.dumps, more))
        page = look(chief, file(given, "b.jsonl"), file(lines(2), "c.jsonl"), file(lines(1), "d.jsonl"))
        text = said(page)
        for sentence in (
            "6 items were read from 3 files.",
            "1 would become a new version of an article that is here",
            "1 would fill empty fields of an article that is here",
            "3 are here already, unchanged",
            "1 would be refused",
        ):
            assert sentence in text
        article = Article.objects.get(external_id="s0")
        assert reverse("admin:sources_article_change", args=[article.pk]) in page.content.decode()

    def test_a_refused_item_says_where_why_and_how_to_mend_it(self, chief):
        page = look(chief, file(STORM), file(BAD, "bad.txt"))
        text = said(page)
        assert "bad.txt, line 1" in text
        assert "impossible date" in text
        assert "February 2023 has 28 days" in text

    def test_hints_name_the_boxes_of_the_screen_not_the_options_of_a_command(self, chief):
        page = look(chief, file("Привет, мир. Это обычный текст.".encode("cp1251")))
        assert "the encoding windows-1251" in said(page)
        assert "--encoding" not in said(page)

    def test_a_new_outlet_is_said_to_be_made(self, chief):
        assert "A new outlet would be made: “Brand New Post”." in said(
            look(chief, file(STORM), outlet="  Brand  New Post ")
        )
        SourceFactory(outlet=True, name="Brand New Post")
        assert "would be made" not in said(look(chief, file(STORM), outlet="brand new post"))

    def test_a_version_that_another_file_of_the_upload_brings_counts_as_one(self, chief):
        first = json.dumps({"id": "s", "version": 1, "outlet": "Example Post", "text": "One."})
        second = json.dumps({"id": "s", "version": 2, "outlet": "Example Post", "text": "Two."})
        page = look(chief, file(first, "1.jsonl"), file(second, "2.jsonl"))
        assert page.context["rehearsal"].summary.counts["new_version"] == 1
        go(chief, page)
        assert ArticleVersion.objects.count() == 2

    def test_what_there_is_no_time_for_is_said(self, chief, monkeypatch):
        monkeypatch.setattr(import_rehearsal, "SECONDS", 0)
        page = look(chief, file(lines(3), "a.jsonl"))
        assert "There was time for these alone" in said(page)
        assert b'name="import"' in page.content

    def test_what_is_all_here_offers_no_import(self, chief):
        go(chief, look(chief, file(STORM)))
        page = look(chief, file(STORM))
        assert "There is nothing to import: all of it is here already." in said(page)
        assert b'name="import"' not in page.content

    def test_the_text_of_a_file_is_shown_as_text(self, chief):
        page = look(chief, file("<script>alert(1)</script>: x\n\nText.", "<b>.txt"))
        assert b"<script>alert" not in page.content

    @pytest.mark.parametrize(
        "raw", [b"", b"\x00\xff" * 50, b"%PDF-1.7", b'[{"a":' * 100_000, "\ufeff".encode(), b"PK\3\4"]
    )
    def test_what_cannot_be_read_is_answered_in_words(self, chief, raw):
        page = look(chief, file(raw, "a"))
        assert page.status_code == 200
        assert "1 would be refused" in said(page)
        assert "There is nothing to import: mend what is refused" in said(page)


class TestTheForm:
    def errors(self, page):
        return [error for errors in page.context["form"].errors.values() for error in errors]

    def test_something_has_to_be_given(self, chief):
        assert "Choose a file, or paste a text." in self.errors(look(chief))
        assert any("not both" in error for error in self.errors(look(chief, file(STORM), text=STORM)))

    def test_an_ambiguous_outlet_is_refused_with_the_candidates(self, chief):
        for _ in range(2):
            SourceFactory(outlet=True, name="Example Post")
        [error] = self.errors(look(chief, file(STORM), outlet="Example Post"))
        assert "may be Example Post" in error

    @pytest.mark.parametrize("outlet", ["\u0301", "x" * 201])
    def test_an_outlet_that_is_no_name_is_refused(self, chief, outlet):
        assert self.errors(look(chief, file(STORM), outlet=outlet))

    def test_an_unknown_encoding_is_refused_with_a_suggestion(self, chief):
        [error] = self.errors(look(chief, file(STORM), encoding="windos-1251"))
        assert "windows-1251" in error

    def test_two_files_of_one_name_and_hidden_files_are_refused(self, chief):
        assert any("Several files" in error for error in self.errors(look(chief, file(STORM), file(FULL))))
        assert any("hidden" in error for error in self.errors(look(chief, file(STORM, ".storm"))))

    def test_a_file_that_is_too_large_is_refused(self, chief, monkeypatch):
        monkeypatch.setattr("newsroom.desk.import_form.MAX_FILE_BYTES", 10)
        assert any("at most 10" in error for error in self.errors(look(chief, file(STORM))))

    def test_a_full_disk_is_told(self, chief, monkeypatch):
        def full(_raw):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("newsroom.desk.import_form.keep", full)
        assert any("No space left" in error for error in self.errors(look(chief, file(STORM))))


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


COUNTS = ("created", "new_version", "unchanged", "duplicate", "refused")


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


def hold(folder):
    """Holds the lock that a living process would hold."""
    alive = (folder.path / "alive").open("ab")
    fcntl.flock(alive, fcntl.LOCK_EX)
    return alive


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


class TestUndo:
    def bring(self, browser, text=STORM, **given):
        go(browser, look(browser, file(text), **given))
        return ImportRun.objects.latest("pk")

    def test_its_page_offers_it_shows_what_goes_and_does_it(self, chief):
        run = self.bring(chief)
        page = chief.get(reverse("admin:sources_importrun_change", args=[run.pk]))
        path = of(run)[0]
        assert path in page.content.decode()
        preview = chief.get(path)
        assert "1 article with its texts" in said(preview)
        assert Article.objects.exists()
        done = chief.post(path, follow=True)
        assert "Taken back: 1 article" in told(done)
        assert not Article.objects.exists()
        assert "undone" in said(done)
        assert path not in done.content.decode()

    def test_what_stays_is_named_with_the_reasons(self, chief):
        run = self.bring(chief)
        ClaimFactory(cited_in=Article.objects.get(), cited_in__words="near the coast")
        preview = chief.get(of(run)[0])
        assert "Storm nears: 1 claim quotes it" in said(preview)
        assert "All of it has to stay" in said(preview)
        assert "Nothing was taken back" in told(chief.post(of(run)[0], follow=True))

    def test_a_second_one_and_one_of_a_run_that_wrote_nothing_say_so(self, chief):
        run = self.bring(chief)
        empty = self.bring(chief)
        assert "stored nothing" in told(chief.get(of(empty)[0], follow=True))
        chief.post(of(run)[0])
        for answer in (chief.get(of(run)[0], follow=True), chief.post(of(run)[0], follow=True)):
            assert "was undone already" in told(answer)

    def test_another_import_under_way_is_told(self, chief, monkeypatch):
        def locked(*_):
            raise ImportLocked

        run = self.bring(chief)
        monkeypatch.setattr("newsroom.desk.import_undo.undo_import", locked)
        assert "Another import is under way" in told(chief.post(of(run)[0], follow=True))
        assert Article.objects.exists()

    def test_a_large_one_is_undone_in_a_process_of_its_own(self, chief, monkeypatch):
        started = []
        monkeypatch.setattr(import_process, "start", lambda arguments, folder: started.append((arguments, folder)))
        monkeypatch.setattr(import_undo, "AT_ONCE", 1)
        run = self.bring(chief, lines(3))
        path = of(run)[0]
        preview = said(chief.get(path))
        assert "Only the first 1 articles were looked at" in preview
        assert "1 article with its texts" in preview
        page = chief.post(path, follow=True)
        assert "is being undone" in told(page)
        [(arguments, folder)] = started
        assert arguments == ["undo_import", str(run.pk), f"--by={page.wsgi_request.user.username}"]
        with hold(folder):
            assert "is being undone" in told(chief.get(path, follow=True))
        (folder.path / "problems.txt").write_text("CommandError: Another import")
        assert "what went wrong:CommandError: Another import" in said(chief.get(path))
        call_command(*arguments, stdout=io.StringIO())
        assert not Article.objects.exists()

    def test_a_run_that_is_not_there_is_not_found(self, chief):
        assert chief.get(f"/admin/sources/importrun/{10**6}/undo/").status_code == 404


def test_the_page_of_a_run_says_its_options_in_words(chief):
    go(chief, look(chief, file(STORM), outlet="Example Post"))
    page = chief.get(reverse("admin:sources_importrun_change", args=[ImportRun.objects.get().pk]))
    assert "format: auto, outlet: Example Post" in said(page)
    assert Source.objects.filter(name="Example Post").exists()

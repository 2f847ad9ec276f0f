"""Importing in a real browser: by keyboard, and usable by everybody in every step."""

import json

import pytest

from newsroom.desk import import_process, importing
from sources.models import Article, ImportRun
from tests.browser.looks import wrong_with
from tests.desk.test_reviews import a_review
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/admin/sources/importrun/import/"
LONG = "a-file-with-a-very-long-name-that-somebody-has-exported-from-an-archive-" * 2
FILES = {
    "storm.txt": "headline: Storm nears\noutlet: Example Post\n\nA storm is near the coast.",
    "bad.txt": "date 2023-02-30\n\nText.",
    f"{LONG}.txt": "",
    "many.jsonl": "\n".join(json.dumps({"id": f"s{n}", "text": f"Text {n}."}) for n in range(4)),
}


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.RECEIVED_DIR = str(tmp_path / "received")


@pytest.fixture
def files(tmp_path):
    paths = []
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(str(tmp_path / name))
    return paths


def look(desk, live_server, files, **typed):
    desk.goto(f"{live_server.url}{PATH}")
    desk.set_input_files("#id_uploads", files)
    for name, words in typed.items():
        desk.fill(f"#id_{name}", words)
    desk.click("#content [type=submit]")
    desk.wait_for_selector(".import-rehearsal")


def test_from_the_desk_s_first_page_to_an_article_and_back_again(desk, live_server, files):
    desk.goto(f"{live_server.url}/admin/")
    desk.click(".desk-beginnings >> text=Import articles")
    desk.set_input_files("#id_uploads", files)
    desk.fill("#id_outlet", "Example Post")
    desk.click("#content [type=submit]")
    desk.wait_for_selector("text=2 would be refused")
    assert not Article.objects.exists()
    with desk.expect_download() as download:
        desk.click("[name=refused]")
    rows = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3
    desk.click("[name=import]")
    desk.wait_for_selector("text=7 read: 5 new, 2 refused")
    assert Article.objects.exists()
    desk.click("text=Undo this import")
    desk.click("input[value='Undo this import']")
    desk.wait_for_selector("text=Taken back")
    assert not Article.objects.exists()


def test_it_is_used_by_keyboard_alone(desk, live_server):
    desk.goto(f"{live_server.url}{PATH}")
    desk.focus("#id_text")
    desk.keyboard.insert_text("headline: Typed\n\nA text that was pasted.")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Example Post")
    for _ in range(10):
        if desk.evaluate("document.activeElement.value") == "See what would happen":
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".import-rehearsal")
    desk.focus("[name=import]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".messagelist")
    assert Article.objects.get().headline == "Typed"


def test_its_pages_are_usable_by_everybody(desk, live_server, files):
    desk.goto(f"{live_server.url}{PATH}")
    desk.click("#content [type=submit]")
    desk.wait_for_selector(".errorlist >> text=Choose a file")
    assert wrong_with(desk) == []
    look(desk, live_server, files)
    desk.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert wrong_with(desk) == []
    desk.click("[name=import]")
    desk.wait_for_selector(".messagelist")
    assert wrong_with(desk) == []
    article = Article.objects.get(headline="Storm nears")
    ClaimFactory(cited_in=article, cited_in__words="near the coast")
    desk.click("text=Undo this import")
    desk.wait_for_selector("text=1 claim quotes it")
    assert wrong_with(desk) == []


class TestProgress:
    @pytest.fixture
    def begun(self, desk, live_server, files, monkeypatch):
        """A large import whose process does what the test says."""
        folders = []
        monkeypatch.setattr(importing, "AT_ONCE", 2)
        monkeypatch.setattr(import_process, "start", lambda _, folder: folders.append(folder))
        monkeypatch.setattr(import_process.Folder, "is_alive", lambda _: True)
        look(desk, live_server, files)
        desk.click("[name=import]")
        desk.wait_for_selector(".import-progress")
        return folders[0]

    def run(self, folder, **columns):
        ImportRun.objects.update_or_create(
            command="import_articles", target=str(folder.files), defaults={"state": "running", **columns}
        )

    def test_its_page_follows_by_itself_and_ends_with_the_link(self, desk, begun):
        assert "It is starting." in desk.inner_text("[role=status]")
        assert wrong_with(desk) == []
        self.run(begun, read=3, created=3)
        desk.wait_for_selector("text=3 of 7 items read")
        assert desk.evaluate("document.querySelector('progress').value") == 3
        self.run(begun, read=7, created=7, state="done")
        desk.wait_for_selector("text=It is done")
        assert wrong_with(desk) == []
        desk.click("text=what became of every item")
        assert "/change/" in desk.url

    def test_without_scripts_it_follows_by_reloading(self, browser, context, live_server, desk, begun):
        plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
        page = plain.new_page()
        page.goto(desk.url)
        assert "It is starting." in page.inner_text("[role=status]")
        self.run(begun, read=7, created=7, state="done")
        page.wait_for_selector("text=It is done", timeout=15_000)
        plain.close()


def test_the_worklist_of_reviews_is_usable_by_everybody(desk, live_server):
    a_review(), a_review()
    desk.goto(f"{live_server.url}/admin/")
    desk.click(".desk-queues >> text=Changed passages")
    desk.wait_for_selector("#result_list")
    for box in desk.locator(".action-select").all():
        box.check()
    desk.select_option("[name=action]", "close_selected")
    desk.click("button[name=index]")
    desk.wait_for_selector(".close-reviews")
    assert wrong_with(desk) == []
    desk.fill("#id_decision", "Looked at.")
    desk.click("text=Close them")
    desk.wait_for_selector("text=2 reviews closed")
    assert wrong_with(desk) == []

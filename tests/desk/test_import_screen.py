"""The import screen: nothing is written before it was looked at, and whatever is given is answered in words."""

import json

import pytest
from django.urls import reverse

from newsroom.desk import import_rehearsal
from sources.models import Article, ArticleVersion, ImportRun
from tests.desk.importing import BAD, PATH, STORM, file, go, lines, look, of, said
from tests.factories import SourceFactory
from tests.sources.importing import FULL, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]


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


def columns():
    """Everything that an import could write."""
    return everything(but=())


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

    def test_a_name_that_no_file_system_takes_is_shortened(self, chief):
        page = look(chief, file(STORM, "ж" * 250 + ".txt"))
        [row] = page.context["rehearsal"].rows["created"]
        assert len(row.outcome.name.encode()) <= 255

    def test_a_full_disk_is_told(self, chief, monkeypatch):
        def full(_raw):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("newsroom.desk.import_form.keep", full)
        assert any("No space left" in error for error in self.errors(look(chief, file(STORM))))

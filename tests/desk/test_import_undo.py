"""Undoing an import from its own page: what goes and what stays is shown first."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from events.deciding import Outcome, record_decision
from events.models import Claim, MachineReading
from events.offering import keep_suggestions, suggestions_for
from newsroom.desk import import_process, import_undo
from sources.importing.locking import ImportLocked
from sources.models import Article, ImportRun
from tests.desk.forms import told
from tests.desk.importing import STORM, file, go, hold, lines, look, of, said
from tests.factories import ClaimFactory, IncidentFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]


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

    def test_suggestions_go_with_the_text_and_decisions_hold_it(self, chief):
        run = self.bring(chief, "date 2023-06-19\n\nSix people were killed in the storm.")
        version = Article.objects.get().versions.get()
        keep_suggestions(version)
        decision = record_decision(version, suggestions_for(version)[0].key, Outcome.DISMISSED, UserFactory())
        assert "1 suggestion in it was decided" in said(chief.get(of(run)[0]))
        decision.delete()
        chief.post(of(run)[0])
        assert not Article.objects.exists()
        assert not MachineReading.objects.exists()

    def test_a_second_one_and_one_of_a_run_that_wrote_nothing_say_so(self, chief):
        run = self.bring(chief)
        empty = self.bring(chief)
        assert "stored nothing" in told(chief.get(of(empty)[0], follow=True))
        chief.post(of(run)[0])
        for answer in (chief.get(of(run)[0], follow=True), chief.post(of(run)[0], follow=True)):
            assert "was undone already" in told(answer)

    def test_claims_that_came_with_an_item_go_with_it(self, chief):
        IncidentFactory(label="The storm")
        claim = {"quote": "three boats", "predicate": "missing", "value": "three", "population": "vehicles"}
        item = {"id": "1", "outlet": "Example Post", "text": "It took three boats."}
        run = self.bring(chief, json.dumps({**item, "claims": [{**claim, "incident": "The storm"}]}))
        assert Claim.objects.count() == 1
        assert "1 claim that came with it" in said(chief.get(of(run)[0]))
        assert "1 claim, 1 question" in told(chief.post(of(run)[0], follow=True))
        assert not Claim.objects.exists()

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

"""`undo_import`: the result as JSON, an exit code and a sentence where there is none."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from sources.importing.locking import ImportLocked
from sources.models import Article
from tests.factories import UserFactory
from tests.sources.test_import_versions import FIRST
from tests.sources.undoing import importer_below

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    return importer_below(tmp_path)


class TestTheCommand:
    def undo(self, run, *options):
        out = io.StringIO()
        call_command("undo_import", str(run.pk), *options, stdout=out)
        return json.loads(out.getvalue())

    def test_it_says_what_would_go_and_then_what_went_and_what_stays(self, bring):
        run = bring(FIRST, {**FIRST, "id": "other", "text": "Another text."})
        kept = Article.objects.get(external_id="storm-1")
        kept.save()
        by = f"--by={UserFactory().username}"
        stays = [{"article": kept.public_id, "version": None, "why": ["it was edited at the desk"]}]
        planned = self.undo(run, by, "--dry-run")
        assert planned == {
            "dry_run": True,
            "removed": {"articles": 1, "versions of others": 0, "filled": 0},
            "kept": stays,
        }
        assert Article.objects.count() == 2
        assert self.undo(run, by) == {"dry_run": False, "removed": {"articles": 1, "versions": 1}, "kept": stays}
        assert Article.objects.get() == kept

    def test_it_ends_with_a_code_and_a_sentence_where_it_cannot(self, bring, monkeypatch):
        run, by = bring(FIRST), f"--by={UserFactory().username}"
        self.undo(run, by)
        for given, code, words in (
            ((run.pk, by), 1, "undone already"),
            ((run.pk + 100, by), 2, "There is no import"),
            ((run.pk, "--by=nobody"), 2, "There is nobody “nobody”"),
        ):
            with pytest.raises(CommandError, match=words) as refused:
                call_command("undo_import", *map(str, given))
            assert refused.value.returncode == code

        def locked(*_):
            raise ImportLocked(ImportLocked.__doc__)

        monkeypatch.setattr("newsroom.management.commands.undo_import.undo_import", locked)
        with pytest.raises(CommandError, match="under way") as refused:
            call_command("undo_import", str(run.pk), by)
        assert refused.value.returncode == 75

"""`manage.py undo_import`: take back what an import has stored, as far as nobody has built upon it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts.models import User
from newsroom.desk.claims_of_imports import ClaimsOfImports
from sources.importing.locking import ImportLocked
from sources.importing.undo_planning import Kept, NotUndone, UndoPlan, plan_undo
from sources.importing.undoing import Undone, undo_import
from sources.management.importing import LOCKED, NOTHING_WRITTEN, USAGE
from sources.models import ImportRun


class Command(BaseCommand):
    help = (
        "Undo an import of articles. What was issued, quoted, edited or judged since stays and is named with the "
        f"reason. Ends with 0 done, {NOTHING_WRITTEN} nothing to take back, {USAGE} wrong usage, {LOCKED} an import "
        "is running."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="The number of the import.")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="Who undoes it; signs what it closes.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be taken back; change nothing.")

    def handle(self, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        by = User.objects.filter(username=options["by"]).first()
        if run is None or by is None:
            message = f"There is no import {options['run']}." if run is None else f"There is nobody “{options['by']}”."
            raise CommandError(message, returncode=USAGE)
        try:
            if options["dry_run"]:
                told = _planned(plan_undo(run, ClaimsOfImports()))
            else:
                told = _undone(undo_import(run, by, ClaimsOfImports()))
        except NotUndone as refusal:
            raise CommandError(str(refusal), returncode=NOTHING_WRITTEN) from refusal
        except ImportLocked as locked:
            raise CommandError(str(locked), returncode=LOCKED) from locked
        self.stdout.write(json.dumps(told))


def _planned(plan: UndoPlan) -> dict[str, Any]:
    removed = {"articles": len(plan.articles), "versions of others": len(plan.versions), "filled": len(plan.filled)}
    return {"dry_run": True, "removed": removed, "kept": [_kept(each) for each in plan.kept]}


def _undone(undone: Undone) -> dict[str, Any]:
    return {"dry_run": False, "removed": dict(undone.removed), "kept": [_kept(each) for each in undone.kept]}


def _kept(kept: Kept) -> dict[str, Any]:
    number = kept.version.number if kept.version else None
    return {"article": kept.article.public_id, "version": number, "why": list(kept.why)}

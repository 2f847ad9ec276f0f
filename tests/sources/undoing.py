"""Importing and undoing in one line, and everything that is held in between."""

import itertools
import json

from events.models import Citation, Claim
from newsroom.desk.claims_of_imports import ClaimsOfImports
from sources.importing.undoing import undo_import
from sources.models import Article, ImportItem, ImportRun, Source
from tests.factories import UserFactory
from tests.sources.importing import everything, import_it, put

RECORD = (ImportRun, ImportItem, *(row.history.model for row in (Article, Source, Claim, Citation)))
"""What stays of an import that was undone."""


def importer_below(folder):
    """Imports some items, each in a file of its own in a new folder below this one; returns the run."""
    numbers = itertools.count()

    def bring(*items, **options):
        below = folder / str(next(numbers))
        for number, item in enumerate(items):
            put(below, f"{number}.jsonl", json.dumps(item))
        return ImportRun.objects.get(pk=import_it(below, **options).run)

    return bring


def undo(run):
    return undo_import(run, UserFactory(), ClaimsOfImports())


def reasons(undone):
    return [why for kept in undone.kept for why in kept.why]


def state():
    return everything(but=(*RECORD, type(UserFactory.build())))

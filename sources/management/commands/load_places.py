"""`manage.py load_places`: take places and their spellings from a gazetteer."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from sources.gazetteer.files import NotPlaces
from sources.gazetteer.loading import Selection, Watch, load_places
from sources.gazetteer.reporting import in_sentences
from sources.importing.locking import ImportLocked, only_import
from sources.importing.records import RecordProblem
from sources.importing.stopping import Stop

FAILED, USAGE, SOME_REFUSED, LOCKED, INTERRUPTED = 1, 2, 3, 75, 130
_ERRORS: dict[type[Exception], int] = {NotPlaces: USAGE, RecordProblem: USAGE, OSError: USAGE, ImportLocked: LOCKED}


class Command(BaseCommand):
    help = (
        "Load places from a file of GeoNames (allCountries.txt, cities500.txt, PS.txt) or JSON made from one. "
        "alternateNamesV2.txt and admin1CodesASCII.txt beside it are read too. Loading the same again changes "
        "nothing; what an editor has changed stays. Ends with 0 done, 1 failed, 2 wrong usage, 3 done but some "
        "rows refused, 75 an import is running, 130 interrupted: load the same again to go on."
    )

    requires_system_checks = []  # standard error is for progress and problems; `manage.py check` is for settings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="The list of places.")
        parser.add_argument("--country", nargs="+", type=_country, default=[], metavar="XX", help="Only of these.")
        parser.add_argument("--min-population", type=_count, default=0, metavar="N", help="Only of so many people.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument("--output", choices=["text", "json"], default="text", help="Form of the result.")

    def handle(self, **options: Any) -> None:
        selection = Selection(countries=frozenset(options["country"]), least_population=options["min_population"])
        try:
            with only_import(), Stop() as stop, _bar() as watch:
                result = load_places(options["path"], selection, stop, watch, is_dry_run=options["dry_run"])
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except DatabaseError as error:
            message = f"The database cannot be used: {error}. If it is new, run manage.py migrate first."
            raise CommandError(message, returncode=FAILED) from error
        except tuple(_ERRORS) as error:
            code = next(code for kind, code in _ERRORS.items() if isinstance(error, kind))
            raise CommandError(str(error), returncode=code) from error
        is_json = options["output"] == "json"
        self.stdout.write(json.dumps(result.as_json()) if is_json else in_sentences(result))
        if result.is_interrupted:
            sys.exit(INTERRUPTED)
        if result.has_refused:
            sys.exit(SOME_REFUSED)


@contextmanager
def _bar() -> Iterator[Watch]:
    """A bar in bytes for each file, if somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _path, _read: None
        return
    bars: dict[Path, tqdm[Any]] = {}

    def watch(path: Path, read: int) -> None:
        if path not in bars:
            _close(bars)
            size = path.stat().st_size
            bars[path] = tqdm(total=size, desc=path.name, unit="B", unit_scale=True, file=sys.stderr)
        bars[path].update(read - bars[path].n)

    try:
        yield watch
    finally:
        _close(bars)


def _close(bars: dict[Path, "tqdm[Any]"]) -> None:
    for bar in bars.values():
        bar.close()


def _country(code: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", code):
        message = "two letters of ISO 3166-1, for example PS"
        raise ArgumentTypeError(message)
    return code.upper()


def _count(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal()):
        message = "a number of people"
        raise ArgumentTypeError(message)
    return int(digits)

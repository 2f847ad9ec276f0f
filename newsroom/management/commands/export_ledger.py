import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from events.exporting import note_dump
from newsroom.dumping import FORMS, MANIFEST, CannotDump, DoesNotHold, dump, ledger_differs, rows_to_write, verify
from newsroom.ledger.models import Entry


class Command(BaseCommand):
    help = (
        "Write everything issued into a new folder: every kind as NDJSON and CSV, the chain of entries, and a "
        "manifest with the hash of each file. The folder appears when it is whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is not there yet; with --verify, a dump.")
        parser.add_argument("--form", choices=[*FORMS, "both"], default="both", help="Of the documents (both).")
        parser.add_argument("--as-of", type=int, metavar="NUMBER", help="As it stood at this entry (the newest).")
        parser.add_argument("--include-withdrawn", action="store_true", help="With what was withdrawn, and its notice.")
        parser.add_argument("--verify", action="store_true", help="Check a dump by its manifest; nothing is written.")

    def handle(self, **options: Any) -> None:
        if options["verify"]:
            self._verify(options["folder"])
        else:
            self._dump(options)

    def _dump(self, options: dict[str, Any]) -> None:
        forms = list(FORMS) if options["form"] == "both" else [options["form"]]
        head = self._head(options["as_of"])
        total, is_hidden = rows_to_write(forms, head), not sys.stderr.isatty()
        try:
            with tqdm(total=total, unit="row", unit_scale=True, file=sys.stderr, disable=is_hidden) as bar:
                files = dump(
                    options["folder"], forms, head, withdrawn_too=options["include_withdrawn"], count=bar.update
                )
        except CannotDump as refusal:
            raise CommandError(str(refusal)) from refusal
        note_dump(head, options["folder"] / MANIFEST)
        for file in files:
            self.stdout.write(f"{file.name:32}{file.rows:>12,} rows{file.bytes:>16,} bytes")
        self.stdout.write(f"{options['folder']}: the ledger at entry {head}.")

    def _head(self, asked: int | None) -> int:
        newest = Entry.objects.order_by("-seq").first()
        if newest is None:
            raise CommandError("The ledger is empty: nothing has been published yet.")
        if asked is None or 1 <= asked <= newest.seq:
            return asked or newest.seq
        message = f"There is no entry {asked}; the newest is {newest.seq}."
        raise CommandError(message)

    def _verify(self, folder: Path) -> None:
        try:
            manifest = verify(folder)
        except DoesNotHold as fault:
            raise CommandError(str(fault)) from fault
        said = manifest["ledger"]
        if _has_entries() and ledger_differs(manifest):
            message = f"The files hold, but entry {said['seq']} of this database is another one: {said['sha256']}."
            raise CommandError(message)
        self.stdout.write(f"{len(manifest['files'])} files hold. Head: {said['seq']} {said['sha256']}")


def _has_entries() -> bool:
    """False also where there is no ledger at all: a dump is checked by whoever was given it."""
    try:
        return Entry.objects.exists()
    except DatabaseError:
        return False

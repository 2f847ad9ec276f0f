from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from newsroom.backups.rehearsing import rehearse
from newsroom.backups.restoring import NotRestored
from newsroom.backups.sealed_files import NotWhole


class Command(BaseCommand):
    help = "Back up, restore into a database that is thrown away, verify its ledger, and compare every table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, help="Where the copies lie meanwhile; else where temporary files do."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = rehearse(options["folder"])
        except (NotRestored, NotWhole, OSError, ValueError, Error) as error:
            raise CommandError(f"The drill failed. {error}") from error
        if found.differing:
            raise CommandError(f"What was restored differs from what was backed up, in {', '.join(found.differing)}.")
        self.stdout.write(
            f"{found.tables} tables with {found.rows:,} rows came back the same from {found.size:,} bytes; "
            f"entries 1 to {found.verdict.entries} of the ledger hold."
        )

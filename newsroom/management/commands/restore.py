from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from newsroom.backups.restoring import NotRestored, restore
from newsroom.backups.sealed_files import NotWhole


class Command(BaseCommand):
    help = "Restore a backup into the database of the settings. Stop the servers first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="BACKUP")
        parser.add_argument("--over", action="store_true", help="Replace a database that holds something.")
        parser.add_argument("--even-if-bent", action="store_true", help="Restore a ledger that does not hold, too.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            contents, verdict = restore(
                Path(options["path"]), over=options["over"], even_if_bent=options["even_if_bent"]
            )
        except (NotRestored, NotWhole) as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError, Error) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(f"Restored as of {contents.made_at}. Entries 1 to {verdict.entries} of the ledger hold.")
        if verdict.bad_seq is not None:
            self.stdout.write(f"Entry {verdict.bad_seq}: {verdict.problem}. From there on nothing can be relied on.")
        self.stdout.write("What was published since is in the newest checkpoint: `verify_ledger --against` tells it.")

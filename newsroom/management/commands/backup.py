from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from newsroom.backups.backing_up import back_up
from newsroom.backups.snapshots import open_snapshot
from newsroom.ledger import seam


class Command(BaseCommand):
    help = "Write the whole database, as it stands at one moment, into one file, while everybody goes on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", metavar="FILE|FOLDER", help="In a folder the file is named after the moment.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["to"])
        if path.is_dir():
            path /= f"newsroom-{seam.now():%Y%m%dT%H%M%SZ}.backup"
        try:
            with open_snapshot() as snapshot:
                contents = back_up(snapshot, path)
        except FileExistsError as error:
            raise CommandError(
                f"{path} is there already; a backup takes the place of nothing. Say another name."
            ) from error
        except (OSError, ValueError, Error) as error:
            raise CommandError(f"No backup was made. {error}") from error
        head = f"ledger up to entry {contents.head[0]}" if contents.head else "nothing published yet"
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes, {head}.")
        if not settings.BACKUP_KEYS:
            self.stdout.write("Whoever has this file can read it: set BACKUP_KEYS, and the next one is sealed.")

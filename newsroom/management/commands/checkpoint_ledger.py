from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.ledger.checkpoints import Checkpoint, NotACheckpoint, keep, newest_checkpoint, read_checkpoints
from newsroom.ledger.models import Entry


class Command(BaseCommand):
    help = "Keep the hash of the newest entry outside the database, where a cut or rewritten ledger shows against it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="FOLDER|-", help="A folder to append to; - prints the line.")

    def handle(self, *_args: Any, **options: Any) -> None:
        checkpoint = newest_checkpoint()
        if checkpoint is None:
            raise CommandError("The ledger is empty: there is nothing to keep yet. Publish something first.")
        if options["to"] == "-":
            self.stdout.write(checkpoint.line(), ending="")
            return
        try:
            path = _keep(checkpoint, Path(options["to"]))
        except (NotACheckpoint, OSError) as error:
            raise CommandError(f"No checkpoint was kept. {error}") from error
        self.stdout.write(f"{path} has entry {checkpoint.seq}, {checkpoint.sha256}")


def _keep(checkpoint: Checkpoint, folder: Path) -> Path:
    """Append it, unless the ledger is not the one of which the folder's newest was taken."""
    if not folder.is_dir():
        raise NotACheckpoint(f"{folder}: there is no such folder. Make it, on another machine's disk if you can.")
    newest = max(read_checkpoints([folder]), default=None) if any(folder.glob("*.jsonl")) else None
    if newest and not Entry.objects.filter(seq=newest.seq, entry_sha256=newest.sha256).exists():
        raise NotACheckpoint(
            f"The ledger does not hold entry {newest.seq} as it was when {folder} was written: it was cut or written "
            f"anew. Run `verify_ledger --against {folder}`."
        )
    return keep(checkpoint, folder)

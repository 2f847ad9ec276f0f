import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.ledger.checkpoints import NotACheckpoint, read_checkpoints
from newsroom.ledger.models import Entry
from newsroom.ledger.verifying import Verdict, verify


class Command(BaseCommand):
    help = "Walk the hash chain over everything ever issued and name the first number that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--against",
            nargs="+",
            default=[],
            metavar="CHECKPOINT",
            help="Files of checkpoints, or folders of them, as `checkpoint_ledger` writes them.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            checkpoints = read_checkpoints(options["against"])
        except (NotACheckpoint, OSError) as error:
            raise CommandError(str(error)) from error
        with tqdm(total=Entry.objects.count(), unit="entry", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            verdict = verify(bar.update, checkpoints)
        if verdict.bad_seq is not None:
            raise CommandError(_bad_words(verdict))
        self.stdout.write(
            _good_words(verdict) if verdict.entries else "The ledger is empty: nothing has been published."
        )


def _bad_words(verdict: Verdict) -> str:
    where = f"Entry {verdict.bad_seq}"
    if verdict.bad_until not in (None, verdict.bad_seq):
        where = f"Entries {verdict.bad_seq} to {verdict.bad_until}"
    return (
        f"{where}: {verdict.problem}. {_held_words(verdict)} From {verdict.bad_seq} on nothing can be relied on. "
        "Restore a backup and compare."
    )


def _held_words(verdict: Verdict) -> str:
    """What can be said of the entries that hold together, and from which number on it cannot be known."""
    if not verdict.entries:
        return "No entry before it holds."
    holding = f"Entries 1 to {verdict.entries} hold together"
    if verdict.vouched == verdict.entries:
        return f"{holding}, and are those that the checkpoint of {verdict.vouched} was taken of."
    if not verdict.vouched:
        return f"{holding}. Without a checkpoint of them it cannot be known whether all of it was written anew."
    return (
        f"{holding}; 1 to {verdict.vouched} are those that a checkpoint was taken of. From {verdict.vouched + 1} on "
        "it cannot be known whether all of it was written anew."
    )


def _good_words(verdict: Verdict) -> str:
    kept = (
        ""
        if verdict.vouched == verdict.entries
        else "\nKeep it outside this database: `checkpoint_ledger --to FOLDER`."
    )
    return f"{_held_words(verdict)}\nHead: {verdict.entries} {verdict.head_sha256}{kept}"

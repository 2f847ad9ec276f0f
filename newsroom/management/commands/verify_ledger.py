import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.ledger.models import Entry
from newsroom.ledger.verifying import verify


class Command(BaseCommand):
    help = "Walk the hash chain over everything ever issued and name the first number that does not hold."

    def handle(self, *_args: Any, **_options: Any) -> None:
        total = Entry.objects.count()
        with tqdm(total=total, unit="entry", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            verdict = verify(bar.update)
        if verdict.bad_seq is not None:
            message = (
                f"Entry {verdict.bad_seq}: {verdict.problem}. Entries 1 to {verdict.entries} hold; from "
                f"{verdict.bad_seq} on nothing can be relied on. Restore a backup and compare."
            )
            raise CommandError(message)
        if not verdict.entries:
            self.stdout.write("The ledger is empty: nothing has been published yet.")
            return
        self.stdout.write(
            f"Entries 1 to {verdict.entries} hold. Head: {verdict.entries} {verdict.head_sha256}\n"
            "Keep the head outside this database; against it a cut or rewritten ledger shows."
        )

"""Back up while writers publish, restore each backup beside, and compare it with the moment that it was taken of.

    python -m tests.drills.restore --drills 20 --writers 4
    DATABASE_URL=postgres://… python -m tests.drills.restore

Each restored database has to be equal to its moment, table by table, hold every act of every writer up to that moment
and nothing of a later one, and its head has to be an entry of the ledger that went on.
On PostgreSQL a database `test_…` and one beside it are made and dropped on the server that DATABASE_URL names.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.fernet import Fernet

from tests.drills.scratch import scratch_django
from tests.drills.writers import halves, wait_for, writing


def drill_once(folder: Path, number: int) -> tuple[list[str], Any]:
    """What is wrong with a backup of now, and the head of its ledger."""
    from newsroom.backups.backing_up import back_up
    from newsroom.backups.rehearsing import scratch_database
    from newsroom.backups.restoring import restore
    from newsroom.backups.snapshots import open_snapshot

    path = folder / f"{number}.backup"
    with open_snapshot() as snapshot:
        before = snapshot.digests()
        contents = back_up(snapshot, path)
    place = folder / str(number)
    place.mkdir()
    with scratch_database(place):
        restore(path)
        with open_snapshot() as snapshot:
            after = snapshot.digests()
        wrong = halves()
    return wrong + [name for name in before if before[name] != after.get(name)], contents.head


def drill(drills: int, writers: int, acts_between: int = 1) -> tuple[list[str], int]:
    """What was wrong in so many drills, and how many acts went on meanwhile."""
    from newsroom.ledger.models import Entry

    wrong, heads = [], []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="restore-")))
        acts = stack.enter_context(writing(writers))
        for number in range(drills):
            wait_for(acts, acts.value + acts_between)
            found, head = drill_once(folder, number)
            wrong += [f"drill {number}: {words}" for words in found]
            heads.append(head)
        done = acts.value
    held = set(Entry.objects.values_list("seq", "entry_sha256"))
    wrong += [f"entry {head[0]} is not of the ledger that went on" for head in heads if tuple(head) not in held]
    assert len({tuple(head) for head in heads}) == drills, "nobody wrote between two backups"
    return wrong + halves(), done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--drills", type=int, default=20)
    parser.add_argument("--writers", type=int, default=4)
    asked = parser.parse_args()
    with scratch_django():
        from django.conf import settings

        settings.BACKUP_KEYS = [Fernet.generate_key().decode()]
        wrong, acts = drill(asked.drills, asked.writers, acts_between=10)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(
        f"{asked.drills} backups restored, {acts} acts by {asked.writers} writers meanwhile: {len(wrong)} wrong\n"
    )
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())

"""Kill a process that publishes with `kill -9` at moments of chance, look at what it left, and let another go on.

    python -m tests.drills.kill_publish --kills 200
    DATABASE_URL=postgres://… python -m tests.drills.kill_publish

After each kill the database has to be what an undisturbed process had after as many acts, row by row, and the ledger
has to hold. On PostgreSQL databases `test_…` are made and dropped on the server that DATABASE_URL names.
"""

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from tests.drills.scratch import scratch_django
from tests.drills.writers import fork, process

PHASES = 5
APPS = ("ledger", "sources", "events")
HASHES = ("salt", "etag", "act", "prev_sha256", "entry_sha256", "content_sha256")
BY_CHANCE = frozenset([*HASHES, "id", "history_id", "history_date", "at", "issued_at"])
"""Columns that differ between two runs of the same acts: keys, moments, and what follows from a salt."""


def build(claims: int) -> None:
    """Drafts for so many claims, which share an article, so that one act re-issues the documents of others."""
    from tests.factories import ArticleFactory, ClaimFactory

    article = ArticleFactory()
    for _ in range(claims):
        ClaimFactory(cited_in=article)


def acts_done() -> int:
    from newsroom.ledger.models import Act

    return Act.objects.count()


def act(number: int) -> None:
    """The act of this number, which changes a working row and what is public, in one transaction."""
    from django.db import transaction

    from events.models import Claim
    from newsroom.ledger.erasing import erase
    from newsroom.ledger.publishing import publish, take_down, withdraw

    place, phase = divmod(number, PHASES)
    with transaction.atomic():
        claim: Any = Claim.objects.order_by("pk")[place]
        if phase == 0:
            publish([claim])
        elif phase == 1:
            claim.certainty = "believed"
            claim.save()
            publish([claim])
        elif phase == 2:
            claim.question.incident.label += ", corrected"
            claim.question.incident.save()
            publish([claim.question.incident])
        elif phase == 3:
            (withdraw, take_down)[place % 2]([claim], "With a notice.")
        else:
            erase(claim.public_id)


def go_on(until: int, is_inside: Any) -> None:
    """Do the acts that are left, one after the other."""
    for number in range(acts_done(), until):
        is_inside.value = 1
        act(number)
        is_inside.value = 0


def content() -> str:
    """The rows of every table that an act can write, as one hash."""
    from django.apps import apps

    said = hashlib.sha256()
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            names = [field.attname for field in model._meta.concrete_fields if _counts(model, field)]
            rows = sorted(map(repr, model._base_manager.values_list(*names)))
            said.update("\n".join([model._meta.label, *rows]).encode())
    return said.hexdigest()


def _counts(model: Any, field: Any) -> bool:
    is_id_of_act = model.__name__ == "Act" and field.name == "public_id"
    return field.name not in BY_CHANCE and not is_id_of_act and type(field).__name__ != "CompositePrimaryKey"


@contextmanager
def copy_of_the_database(name: str) -> Iterator[None]:
    from django.db import connection, connections

    from newsroom.backups.restoring import database_named

    connections.close_all()
    connection.creation.clone_test_db(name, verbosity=0, autoclobber=True)
    settings = connection.creation.get_test_db_clone_settings(name)
    try:
        with database_named(settings["NAME"]):
            yield
    finally:
        connection.creation.destroy_test_db(suffix=name, verbosity=0)


def undisturbed(acts: int) -> tuple[list[str], float]:
    """The content after each number of acts, and the seconds that one takes."""
    seconds = 0.0
    with copy_of_the_database("whole"):
        contents = [content()]
        for number in range(acts):
            started = time.perf_counter()
            act(number)
            seconds += time.perf_counter() - started
            contents.append(content())
    return contents, seconds / acts


def kill_one(after: float, acts: int) -> str:
    """Start a process that goes on, kill it after so many seconds; where it was hit."""
    from django.db import connections

    connections.close_all()
    is_inside = fork.Value("b", 0, lock=False)
    worker = process(go_on, acts, is_inside)
    worker.start()
    worker.join(after)
    worker.kill()
    worker.join()
    if worker.exitcode == 0:
        return "after it was done"
    assert worker.exitcode == -9, f"it died by itself: {worker.exitcode}"
    return "inside an act" if is_inside.value else "between two acts"


def drill(kills: int, claims: int, seed: int) -> tuple[list[str], Counter[str]]:
    """What was wrong after so many kills, and where they hit. The drafts are there already."""
    acts = claims * PHASES
    chance = random.Random(seed)
    contents, seconds = undisturbed(acts)
    assert len(set(contents)) == acts + 1, "every act changes something"
    wrong: list[str] = []
    hits: Counter[str] = Counter()
    with tqdm(total=kills, unit=" kills", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        while hits.total() < kills:
            with copy_of_the_database("killed"):
                while (done := acts_done()) < acts and hits.total() < kills:
                    hits[kill_one(chance.uniform(0, 4) * seconds, acts)] += 1
                    wrong += [f"kill {hits.total()}: {words}" for words in _left_wrong(contents, done)]
                    bar.update()
    return wrong, hits


def _left_wrong(contents: list[str], done_before: int) -> Iterator[str]:
    from newsroom.ledger.verifying import verify

    done = acts_done()
    if done < done_before:
        yield f"{done_before - done} acts are lost"
    if content() != contents[done]:
        yield f"after {done} acts the rows are not those of an undisturbed process"
    verdict = verify()
    if verdict.bad_seq is not None:
        yield f"entry {verdict.bad_seq}: {verdict.problem}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--claims", type=int, default=8, help="Each is published, changed, ended and erased.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with scratch_django():
        build(asked.claims)
        wrong, hits = drill(asked.kills, asked.claims, asked.seed)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{asked.kills} kills of a process that publishes, hit {dict(hits)}: {len(wrong)} bad\n")
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())

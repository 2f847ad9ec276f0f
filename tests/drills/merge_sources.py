"""Merge two sources of many claims, undo it, and compare every working row and every document with before.

    python -m tests.drills.merge_sources --claims 1000
    DATABASE_URL=postgres://… python -m tests.drills.merge_sources

Works on a database of its own that is thrown away.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

CLAIMS_A_QUESTION = 10


@dataclass(frozen=True)
class Cost:
    """What one act took, and how many documents it wrote; those beyond the bound are finished after it."""

    seconds: float
    queries: int
    documents: int


def cost_of(act: Callable[[], Any]) -> tuple[Any, Cost]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from newsroom.ledger.models import Entry

    before = Entry.objects.count()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        result = act()
    return result, Cost(time.perf_counter() - started, len(asked), Entry.objects.count() - before)


def drill(claims: int) -> dict[str, Cost]:
    """What merging and undoing took. Raises `AssertionError` where something is not as before."""
    from django.core.management import call_command
    from django.db import transaction

    from events.models import Claim
    from newsroom.ledger.models import Outdated
    from newsroom.ledger.publishing import publish
    from newsroom.ledger.regrouping.merging import merge
    from newsroom.ledger.regrouping.unmerging import unmerge
    from newsroom.ledger.verifying import verify
    from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory, UserFactory
    from tests.regrouping import issued_bodies, working_rows

    costs: dict[str, Cost] = {}

    def timed(what: str, act: Callable[[], Any]) -> Any:
        result, costs[what] = cost_of(act)
        return result

    def finish() -> None:
        while Outdated.objects.exists():
            call_command("reissue_documents")

    with transaction.atomic():
        chief, double, army = UserFactory(), SourceFactory(name="Army of Example"), SourceFactory(name="Example Army")
        questions = [QuestionFactory() for _ in range(claims // CLAIMS_A_QUESTION)]
        for number in range(claims):
            article = ArticleFactory()
            speaker = double if number % 2 else army
            ClaimFactory(said_by=speaker, question=questions[number % len(questions)], cited_in=article)
        publish([army, *Claim.objects.all()])
    merged_id = double.public_id
    rows, bodies = working_rows(), issued_bodies()
    done = timed("merge", lambda: merge(double, army, ["name"], chief, "The same army."))
    timed("finish", finish)
    assert set(Claim.objects.values_list("said_by", flat=True)) == {army.pk}
    naming = [body for visibility, body, _ in issued_bodies().values() if visibility == "issued"]
    assert not any(merged_id in body for body in naming), "a document names what was merged"
    timed("undo", lambda: unmerge(done.row, chief, "They are two."))
    timed("finish again", finish)
    assert working_rows() == rows, "the working rows are not as before"
    assert issued_bodies() == bodies, "the documents are not as before"
    assert verify().bad_seq is None, "the chain does not hold"
    return costs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--claims", type=int, default=1000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from newsroom.benching.scratch import scratch_databases

    with scratch_databases():
        for what, cost in drill(asked.claims).items():
            sys.stdout.write(f"{what}: {cost.seconds:.1f} s, {cost.queries} queries, {cost.documents} documents\n")
    sys.stdout.write("All rows and all documents are as before.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

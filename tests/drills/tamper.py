"""Bend a ledger in a thousand ways, each at a place of chance, and ask `verify_ledger` for the number.

    python -m tests.drills.tamper --tamperings 1000
    DATABASE_URL=postgres://… python -m tests.drills.tamper

Up to the newest checkpoint every tampering has to be named with its number; where a chain was written anew, with the
span between the two checkpoints around it. Behind the newest checkpoint it has to be said that nothing can be known.
On PostgreSQL a database `test_…` is made and dropped on the server that DATABASE_URL names.
"""

import argparse
import random
import sys
from collections import Counter

from django.db import transaction
from tqdm import tqdm

from tests.drills.scratch import scratch_django


def build(claims: int) -> None:
    """A ledger with documents that were edited, withdrawn, taken down, erased, merged, and issued again."""
    from newsroom.ledger.erasing import erase
    from newsroom.ledger.publishing import publish, take_down, withdraw
    from tests.factories import ClaimFactory

    first = ClaimFactory()
    publish([first])
    first.certainty = "believed"
    first.save()
    publish([first])
    erase(first.public_id)
    publish([first])
    for number in range(claims):
        claim = ClaimFactory(figure=f"at least {number + 6}", cited_in=first.citations.get().article)
        publish([claim])
        claim.question.incident.label += ", corrected"
        claim.question.incident.save()
        publish([claim.question.incident])
        for act, of in ((withdraw, 1), (take_down, 2)):
            if number % 3 == of:
                act([claim], "With a notice.")


def drill(tamperings: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How each tampering was answered, and those that were not as they should be. Inside a transaction."""
    from newsroom.ledger.checkpoints import Checkpoint
    from newsroom.ledger.models import Entry
    from newsroom.ledger.verifying import verify
    from tests.drills.tampering import TAMPERINGS

    every = [Checkpoint.of(entry) for entry in Entry.objects.order_by("seq")]
    untouched = verify(against=every)
    assert untouched.bad_seq is None, untouched
    answers: Counter[str] = Counter()
    wrong = []
    for number in tqdm(range(tamperings), unit="tampering", file=sys.stderr, disable=not sys.stderr.isatty()):
        chance = random.Random(f"{seed}/{number}")
        tampering = TAMPERINGS[number % len(TAMPERINGS)]
        kept = sorted(chance.sample(every, chance.choice([0, 1, 3, 10, len(every)])))
        point = transaction.savepoint()
        bent = tampering(chance)
        verdict = verify(against=kept)
        transaction.savepoint_rollback(point)
        wanted = expected(bent, [checkpoint.seq for checkpoint in kept])
        answers["told that it cannot be known" if wanted[0] is None else "named"] += 1
        if (verdict.bad_seq, verdict.bad_until) != wanted or verdict.vouched >= bent.seq:
            wrong.append(f"{number}: {tampering.__name__} at {bent.seq}, wanted {wanted}, {verdict}")
    return answers, wrong


def expected(bent, kept: list[int]) -> tuple[int | None, int | None]:
    """The number, or the span of numbers, that has to be named; null where only a later checkpoint could tell."""
    after = [seq for seq in kept if seq >= bent.seq]
    if not (after or bent.shows):
        return None, None
    if bent.is_cut:
        return bent.seq, max(after, default=None)
    if not bent.is_skilled:
        return bent.seq, None
    return max((seq for seq in kept if seq < bent.seq), default=0) + 1, bent.seq if bent.shows else min(after)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tamperings", type=int, default=1000)
    parser.add_argument("--claims", type=int, default=12, help="How large the ledger is; six entries each and more.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with scratch_django(), transaction.atomic():
        from newsroom.ledger.models import Entry

        build(asked.claims)
        entries = Entry.objects.count()
        answers, wrong = drill(asked.tamperings, asked.seed)
        transaction.set_rollback(True)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{asked.tamperings} tamperings of {entries} entries: {dict(answers)}, {len(wrong)} wrong\n")
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())

"""Ask everything of a newsroom full of secrets, and of a twin that has others; then plant leaks and see them caught.

    python -m tests.drills.leaks --responses 5000 --requests 2000 --leaks all
    DATABASE_URL=postgres://… python -m tests.drills.leaks

Exits with 1 if an answer holds a word of an identity, if the two newsrooms answer one request of somebody without a
grant differently by a single byte, or if a planted leak is caught by neither.
"""

import argparse
import sys
from typing import Any

from tqdm import tqdm

from tests.drills.scratch import scratch_django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=5_000, help="Answers to look for canaries in (5000).")
    parser.add_argument("--requests", type=int, default=2_000, help="Requests that both newsrooms are asked (2000).")
    parser.add_argument("--leaks", default="all", help="How many of the planted leaks, or all.")
    wanted = parser.parse_args()
    with scratch_django():
        outcome = _ask(wanted.responses, wanted.requests)
        sys.stdout.write(report(outcome))
        caught = _plant(None if wanted.leaks == "all" else int(wanted.leaks))
        sys.stdout.write(table(caught))
    return int(bool(outcome.found or outcome.differing or any(each.by == "nobody" for each in caught)))


def _ask(responses: int, requests: int) -> Any:
    from tests.leaks.detecting import ask_both_worlds

    with _bar(max(responses, requests) + requests, "request") as bar:
        return ask_both_worlds(responses, requests, bar.update)


def _plant(number: int | None) -> Any:
    from tests.leaks.mutating import LEAKS, try_all

    with _bar(len(LEAKS[:number]), "leak") as bar:
        return try_all(LEAKS[:number], bar.update)


def _bar(total: int, unit: str) -> Any:
    return tqdm(total=total, unit=unit, file=sys.stderr, disable=not sys.stderr.isatty())


def report(outcome: Any) -> str:
    """The counts in lines, what is bad first."""
    statuses = ", ".join(f"{status}: {number:,}" for status, number in sorted(outcome.statuses.items()))
    roles = ", ".join(f"{role} {number:,}" for role, number in sorted(outcome.roles.items()))
    lines = [
        *(f"a canary in {words}" for words in outcome.found),
        *(f"differs: {words}" for words in outcome.differing),
        f"{outcome.responses:,} responses: {len(outcome.found)} with a canary",
        f"{outcome.compared:,} requests of two newsrooms: {len(outcome.differing)} answered differently",
        f"answers: {statuses}",
        f"asked by: {roles}",
    ]
    return "".join(f"{line}\n" for line in lines)


def table(caught: Any) -> str:
    """By which detector each planted leak is caught, those that are not first."""
    missed = sum(each.by == "nobody" for each in caught)
    lines = [f"{each.by:20} {each.leak.name}" for each in sorted(caught, key=lambda each: each.by != "nobody")]
    return "".join(f"{line}\n" for line in [*lines, f"{len(caught) - missed} of {len(caught)} planted leaks caught"])


if __name__ == "__main__":
    sys.exit(main())

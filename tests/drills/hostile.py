"""Send every hostile input to every operation of the API and every page of the desk; a 5xx is a defect.

    python -m tests.drills.hostile
    python -m tests.drills.hostile desk
    DATABASE_URL=postgres://… python -m tests.drills.hostile

Each value goes into each parameter of each operation. Exits with 1 if an answer is a failure of ours, or a refusal
of the API that is no problem or does not name the place.
"""

import argparse
import logging
import sys
import time
from typing import Any

from tests.drills.scratch import scratch_django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=list(ATTACKS), help="api, desk; both if nothing is said.")
    parser.add_argument("--every", type=int, default=1, help="Only one in so many (1).")
    wanted = parser.parse_args()
    complaints = 0
    with scratch_django():
        logging.disable(logging.CRITICAL)
        for what in wanted.what:
            began = time.monotonic()
            tally = ATTACKS[what](wanted.every)
            complaints += len(tally.complaints)
            sys.stdout.write(report(what, tally, time.monotonic() - began))
    sys.exit(bool(complaints))


def _api(every: int) -> Any:
    from tests.hostile.api import attack_all, issue_something

    issue_something()
    return attack_all(everywhere=True, every=every)


def _desk(every: int) -> Any:
    from tests.hostile.desk import attack_desk

    return attack_desk(every=every)


ATTACKS = {"api": _api, "desk": _desk}


def report(what: str, tally: Any, seconds: float) -> str:
    """The counts in lines, complaints first."""
    answers = ", ".join(f"{status}: {number}" for status, number in sorted(tally.statuses.items()))
    made = f"{tally.operations} operations, {tally.inputs} inputs, {tally.requests} requests"
    ended = f"{len(tally.complaints)} complaints ({seconds:.0f} s)"
    return "\n".join([*tally.complaints, f"{what}: {made}, {ended}", f"answers: {answers}", ""])


if __name__ == "__main__":
    main()

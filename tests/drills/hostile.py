"""Send every hostile input to every operation of the API; everything that is answered 5xx is a defect.

    python -m tests.drills.hostile
    DATABASE_URL=postgres://… python -m tests.drills.hostile

Each value goes into each parameter of each operation. Exits with 1 if an answer is a failure of ours, or a refusal
that is no problem or does not name the place.
"""

import argparse
import logging
import sys
import time
from typing import Any

from tests.drills.scratch import scratch_django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    with scratch_django():
        logging.disable(logging.CRITICAL)
        from tests.hostile.api import attack_all, issue_something

        issue_something()
        began = time.monotonic()
        tally = attack_all(everywhere=True)
        sys.stdout.write(report("API", tally, time.monotonic() - began))
    sys.exit(bool(tally.complaints))


def report(what: str, tally: Any, seconds: float) -> str:
    """The counts in lines, complaints first."""
    answers = ", ".join(f"{status}: {number}" for status, number in sorted(tally.statuses.items()))
    made = f"{tally.operations} operations, {tally.inputs} inputs, {tally.requests} requests"
    ended = f"{len(tally.complaints)} complaints ({seconds:.0f} s)"
    return "\n".join([*tally.complaints, f"{what}: {made}, {ended}", f"answers: {answers}", ""])


if __name__ == "__main__":
    main()

"""Let chance edit a newsroom and replay `/changes/` after every step: the copy has to be what the lists show.

    python -m tests.drills.replay --examples 100 --steps 40
    DATABASE_URL=postgres://… python -m tests.drills.replay

On PostgreSQL a database `test_…` is made and dropped on the server that DATABASE_URL names.
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.drills.scratch import scratch_django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="How many newsrooms (100).")
    parser.add_argument("--steps", type=int, default=40, help="The most acts in each (40).")
    wanted = parser.parse_args()
    with scratch_django():
        from tests.ledger.replaying import DONE, Replaying

        began = time.monotonic()
        run_state_machine_as_test(
            Replaying,
            settings=settings(
                max_examples=wanted.examples,
                stateful_step_count=wanted.steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    seconds = time.monotonic() - began
    acts = ", ".join(f"{count} × {what}" for what, count in sorted(DONE.items()))
    sys.stdout.write(
        f"{wanted.examples} newsrooms of up to {wanted.steps} acts: no difference ({seconds:.0f} s)\n{acts}\n"
    )


if __name__ == "__main__":
    main()

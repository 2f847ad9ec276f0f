"""Ask every operation of the API what its description allows and what it does not, by chance, with every check.

    python -m tests.drills.fuzz_api --examples 100
    DATABASE_URL=postgres://… python -m tests.drills.fuzz_api

In this process, without a server. Exits with 1 if anything is answered otherwise than described.
"""

import argparse
import logging
import sys
import time

from tests.drills.scratch import scratch_django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="How many for each operation (100).")
    parser.add_argument("--seed", type=int, default=1, help="Of chance (1).")
    wanted = parser.parse_args()
    began = time.monotonic()
    with scratch_django():
        logging.disable(logging.CRITICAL)
        from tests.hostile.api import issue_something
        from tests.hostile.described import fuzz

        issue_something()
        fuzzed = fuzz(wanted.examples, wanted.seed)
    for failure in fuzzed.failures:
        sys.stdout.write(f"{failure}\n\n")
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"{fuzzed.operations} operations, {fuzzed.asked} requests, {len(fuzzed.failures)} failures ({seconds:.0f} s)\n"
    )
    sys.exit(bool(fuzzed.failures))


if __name__ == "__main__":
    main()

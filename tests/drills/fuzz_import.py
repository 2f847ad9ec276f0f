"""Spoil small valid files by chance and give them to every parser of the importers: each reads or refuses them.

    python -m tests.drills.fuzz_import --inputs 50000
    python -m tests.drills.fuzz_import --inputs 50000 --parser "report html" --seed 7

Exits with 1 if a parser raised what it does not declare, took more than 2 seconds of the processor for one file, or
more than 200 MB. What crashed it is written out, and is made again by its number.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

MOST_SECONDS, MOST_MEGABYTES = 2, 200


@dataclass
class Ended:
    """How the files of one parser ended; `slowest` in seconds of the processor, `grown` in MB of the process's peak."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    grown: float = 0.0
    complaints: list[str] = field(default_factory=list)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--inputs", type=int, default=5_000, help="How many for each parser (5,000).")
    arguments.add_argument("--seed", type=int, default=0, help="Of chance (0).")
    arguments.add_argument("--parser", action="append", help="Only this one; may be given several times.")
    wanted = arguments.parse_args()
    _set_up()
    from tests.hostile.files import PARSERS

    complaints = 0
    for name in wanted.parser or PARSERS:
        ended = fuzz(name, PARSERS[name], range(wanted.inputs), wanted.seed)
        complaints += len(ended.complaints)
        sys.stdout.write(_line(name, ended))
    sys.exit(bool(complaints))


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()


def fuzz(name: str, parser: Any, numbers: range, seed: int) -> Ended:
    from tests.hostile.files import mutated

    ended, before = Ended(), _peak()
    for number in tqdm(numbers, name, disable=None, leave=False):
        _give(
            f"{seed} {name} {number}", parser, mutated(parser.examples, random.Random(f"{seed} {name} {number}")), ended
        )
    ended.grown = _peak() - before
    if ended.grown > MOST_MEGABYTES:
        ended.complaints.append(f"{name}: {ended.grown:.0f} MB")
    return ended


def _give(which: str, parser: Any, raw: bytes, ended: Ended) -> None:
    from tests.hostile.files import parse

    began = time.process_time()
    try:
        ended.ends[parse(parser, raw)] += 1
    except Exception as error:  # noqa: BLE001  whatever a parser raises is what is looked for
        ended.ends["crashed"] += 1
        ended.complaints.append(f"{which}: {error!r} of {raw[:500]!r}")
    taken = time.process_time() - began
    ended.slowest = max(ended.slowest, taken)
    if taken > MOST_SECONDS:
        ended.complaints.append(f"{which}: {taken:.1f} s")


def _peak() -> float:
    """MB that the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _line(name: str, ended: Ended) -> str:
    counted = ", ".join(f"{end} {number:,}" for end, number in sorted(ended.ends.items()))
    head = f"{name}: {counted}; slowest {ended.slowest:.2f} s, peak memory + {ended.grown:.0f} MB\n"
    return head + "".join(f"  {complaint}\n" for complaint in ended.complaints[:20])


if __name__ == "__main__":
    main()

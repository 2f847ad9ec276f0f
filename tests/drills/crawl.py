"""Turn all pages of a list of many claims with one timestamp, forwards and backwards, while others write.

    python -m tests.drills.crawl --claims 100000
    DATABASE_URL=postgres://… python -m tests.drills.crawl

Each claim that was there when the first page was read has to come exactly once, in one order, whatever was issued,
issued anew or withdrawn and issued again meanwhile. On a database of its own that is thrown away.
"""

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from tests.drills.scratch import scratch_django

AT_ONCE = 5_000
ORDERINGS = ("-issued", "said")


@dataclass
class Crawled:
    """One order of the list: pages turned in both directions, acts that others did meanwhile, and the seconds."""

    ordering: str
    claims: int
    pages: int
    acts: int
    seconds: float


def drill(claims: int, page_size: int) -> list[Crawled]:
    """Raises `AssertionError` where a claim is missing, comes twice, or comes elsewhere."""
    from newsroom.ledger import seam
    from tests.api.asking import issue_many

    now = seam.now()
    with patch("newsroom.ledger.seam.now", lambda: now):
        real = [issue_many(min(AT_ONCE, claims - start), seconds_apart=0) for start in range(0, claims, AT_ONCE)]
        return [_crawl(ordering, real, page_size) for ordering in ORDERINGS]


def _crawl(ordering: str, real: list[Any], page_size: int) -> Crawled:
    from events.models import ClaimPublication
    from tests.api.asking import CLAIMS, ask, ids

    began, pages = time.monotonic(), 1
    there = set(ClaimPublication.objects.issued().values_list("public_id", flat=True))
    page = ask(CLAIMS, ordering=ordering, page_size=page_size)
    seen = ids(page)
    with _others_writing(real) as acts:
        while page["next"]:
            page = ask(page["next"])
            seen, pages = seen + ids(page), pages + 1
        back = ids(page)
        while page["previous"]:
            page = ask(page["previous"])
            back, pages = ids(page) + back, pages + 1
    assert len(seen) == len(there), f"{len(seen):,} of {len(there):,} came"
    assert set(seen) == there
    assert back == seen, "backwards is another order"
    assert acts, "nobody wrote"
    return Crawled(ordering, len(seen), pages, len(acts), time.monotonic() - began)


@contextmanager
def _others_writing(real: list[Any]) -> Iterator[list[str]]:
    """While entered, somebody else issues claims anew and issues more; yields what he has done so far."""
    acts: list[str] = []
    stop = threading.Event()
    writer = threading.Thread(target=_write, args=(real, stop, acts))
    writer.start()
    try:
        yield acts
    finally:
        stop.set()
        writer.join()


def _write(real: list[Any], stop: threading.Event, acts: list[str]) -> None:
    from django.db import connection

    from tests.api.asking import issue, reissue
    from tests.factories import ClaimFactory

    certainties = ("believed", "feared", "stated")
    while not stop.is_set():
        number = len(acts)
        if number % 4 == 3:
            issue(ClaimFactory())
        else:
            reissue(real[number % len(real)], certainties[number // len(real) % 3])
        acts.append("written")
        stop.wait(0.05)
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000, help="How many claims (100,000).")
    parser.add_argument("--page-size", type=int, default=200, help="How many on a page (200).")
    wanted = parser.parse_args()
    with scratch_django():
        for crawled in drill(wanted.claims, wanted.page_size):
            sys.stdout.write(
                f"{crawled.ordering}: {crawled.claims:,} claims, each once, forwards and backwards, "
                f"on {crawled.pages:,} pages during {crawled.acts:,} acts of others ({crawled.seconds:.0f} s)\n"
            )


if __name__ == "__main__":
    main()

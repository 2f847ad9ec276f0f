"""Processes that publish while something else happens: numbered, so that what is missing shows.

Each act of a writer is one transaction: a source with its writer's next number, a place of the same number, and the
source's document. A moment of the database that holds one of the three without the others is no moment at all.
"""

import itertools
import multiprocessing
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any

fork = multiprocessing.get_context("fork")


def process(target: Callable[..., None], *arguments: Any) -> ForkProcess:
    """A process that does this in a connection of its own, not yet started.

    Where Playwright's loop runs in this thread, Django keeps the connections of now and those of before apart, and the
    child, in which no loop runs, would go on with one of before, whose file may have been replaced since.
    """
    return fork.Process(target=_with_own_connection, args=(target, arguments), daemon=True)


def _with_own_connection(target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    from django.db import connections

    connections.close_all()
    target(*arguments)


def write(writer: int, acts: "Synchronized[int]") -> None:
    """Publish until somebody ends this process."""
    from django.db import transaction

    from newsroom.ledger.publishing import publish
    from sources.models import Place
    from tests.factories import SourceFactory

    for number in itertools.count(1):
        with transaction.atomic():
            source = SourceFactory(name=f"Writer {writer} source {number}")
            Place.objects.create(name=f"Writer {writer} place {number}", latitude="1.0", longitude="1.0")
            publish([source])
        with acts.get_lock():
            acts.value += 1


@contextmanager
def writing(writers: int) -> "Iterator[Synchronized[int]]":
    """While entered, so many processes write; gives how many acts they have done."""
    from django.db import connections

    connections.close_all()  # a connection belongs to one process
    acts = fork.Value("L", 0)
    processes = [process(write, number, acts) for number in range(writers)]
    for each in processes:
        each.start()
    try:
        yield acts
    finally:
        for each in processes:
            assert each.is_alive(), f"writer {each.name} died"
            each.terminate()
            each.join()


def wait_for(acts: "Synchronized[int]", wanted: int, seconds: float = 120) -> None:
    """Until so many acts are done; fails where nobody writes any more."""
    deadline = time.monotonic() + seconds
    while acts.value < wanted:
        assert time.monotonic() < deadline, f"{acts.value} acts after {seconds:g} seconds, {wanted} are waited for"
        time.sleep(0.01)


def halves() -> list[str]:
    """What shows that this database was not caught at one moment: acts that are there in part, or not in order."""
    from newsroom.ledger.verifying import verify
    from sources.models import Place, Source, SourcePublication

    kinds = {
        "sources": Source.objects.values_list("name", flat=True),
        "places": Place.objects.values_list("name", flat=True),
        "documents": (document.body_json()["label"] for document in SourcePublication.objects.all()),
    }
    found = {kind: _numbers(names) for kind, names in kinds.items()}
    wrong = [f"{kind} are not those of the sources" for kind in found if found[kind] != found["sources"]]
    wrong += [
        f"writer {writer}: a number is missing"
        for writer, numbers in found["sources"].items()
        if numbers != set(range(1, len(numbers) + 1))
    ]
    verdict = verify()
    return wrong + ([f"entry {verdict.bad_seq}: {verdict.problem}"] if verdict.bad_seq else [])


def _numbers(names: Iterable[str]) -> dict[str, set[int]]:
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        if found := re.fullmatch(r"Writer (\d+) \w+ (\d+)", name):
            numbers[found[1]].add(int(found[2]))
    return dict(numbers)

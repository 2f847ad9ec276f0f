"""The two detectors: no canary in any answer, and no byte in which the answers of two worlds differ.

Nothing is masked where answers are compared: ids, clocks, tokens, cookies and salts come out the same, see `chance`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from newsroom.api.answers import _TAGS
from tests.leaks.api_asks import api_asks, confidential_ids
from tests.leaks.asking import Answer, Asker
from tests.leaks.asks import HOLDER, OUTSIDERS, Ask, chosen
from tests.leaks.chance import seeded
from tests.leaks.desk_asks import desk_asks
from tests.leaks.hidden import CANARIES, TWINS, people
from tests.leaks.looking import canaries_in, untyped
from tests.leaks.world import NEVER_PUBLIC, World, make_world

COMMANDS = (
    "export_ledger {}",
    "export_ledger {} --include-withdrawn --form ndjson",
    "export_ledger {} --as-of 60 --form csv",
    "export_series --shape ucdp",
    "export_series --shape acled",
    "check_totals",
)
Count = Callable[[int], object]


def no_count(_more: int) -> None:
    """For who shows no progress."""


@contextmanager
def standing(edition: str, levels: Sequence[str] = ()) -> Iterator[Asker]:
    """A newsroom with one edition of the secrets, for as long as it is entered."""
    _TAGS.clear()
    with seeded() as chance, transaction.atomic():
        _count_rows_from_the_start()
        yield Asker(make_world(edition, levels), chance)
        transaction.set_rollback(True)


def _count_rows_from_the_start() -> None:
    """PostgreSQL does not take the numbers of rows back with the rows."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def everything(world: World) -> list[Ask]:
    """All that can be asked of a world, in whichever edition, with words that are secret in one of the two."""
    canaries, twins = people(CANARIES), people(TWINS)
    typed = [canaries[0]["real_name"], twins[0]["real_name"], canaries[3]["real_name"], canaries[0]["mail"]]
    commands = [Ask("anonymous", command, "COMMAND") for command in COMMANDS]
    return [*commands, *api_asks(world, typed), *desk_asks(world, typed)]


def canaries_of(asker: Asker, ask: Ask, answer: Answer) -> set[str]:
    """Those that the answer tells somebody who did not type them himself."""
    others = [*confidential_ids(asker.world), *NEVER_PUBLIC] if ask.role in OUTSIDERS else []
    return untyped(canaries_in(answer.parts, others), canaries_in(ask.sent, others))


def compared(ask: Ask, answer: Answer) -> bytes:
    """What has to be the same in both worlds: everything, for everybody but who may open an identity."""
    return b"" if ask.role == HOLDER else answer.parts


def ask_all(asker: Asker, asks: Iterable[Ask], count: Count = no_count) -> Iterator[tuple[Ask, Answer]]:
    for number, ask in enumerate(asks):
        yield ask, asker.answer(number, ask)
        count(1)


def difference(one: bytes, other: bytes) -> str:
    """The first place where two answers differ, with what stands around it."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    around: Any = slice(max(0, at - 60), at + 60)
    return f"{one[around]!r} ≠ {other[around]!r}"


@dataclass
class Outcome:
    """What came of asking: in words what a canary was found in, and where the two worlds answer differently."""

    responses: int = 0
    compared: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


def ask_both_worlds(responses: int, requests: int, count: Count = no_count) -> Outcome:
    """Look for canaries in so many answers of one world; ask the first so many requests of its twin as well."""
    outcome = Outcome()
    with standing(CANARIES) as asker:
        asks = _holders_last(chosen(everything(asker.world), max(responses, requests)))
        heard = [_look(outcome, asker, ask, answer) for ask, answer in ask_all(asker, asks, count)]
    with standing(TWINS) as asker:
        for before, (ask, answer) in zip(heard, ask_all(asker, asks[:requests], count), strict=False):
            outcome.compared += ask.role != HOLDER
            if before != compared(ask, answer):
                outcome.differing.append(f"{ask}: {difference(before, compared(ask, answer))}")
    return outcome


def _holders_last(asks: list[Ask]) -> list[Ask]:
    return sorted(asks, key=lambda ask: ask.role == HOLDER)


def _look(outcome: Outcome, asker: Asker, ask: Ask, answer: Answer) -> bytes:
    outcome.responses += 1
    outcome.statuses[answer.status[:3] or "command"] += 1
    outcome.roles[ask.role] += 1
    canaries = canaries_of(asker, ask, answer)
    if canaries:
        outcome.found.append(f"{ask}: {', '.join(sorted(canaries))}")
    return compared(ask, answer)

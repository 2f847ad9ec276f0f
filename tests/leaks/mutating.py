"""Whether each planted leak is caught, and by which detector."""

import re
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from tests.leaks.asking import Asker
from tests.leaks.asks import Ask, chosen
from tests.leaks.detecting import Count, canaries_of, compared, everything, no_count, standing
from tests.leaks.hidden import CANARIES, TWINS
from tests.leaks.planted_acts import ACTS
from tests.leaks.planted_answers import ANSWERED
from tests.leaks.planted_pages import PAGES
from tests.leaks.planting import Leak

LEAKS: tuple[Leak, ...] = (*ANSWERED, *PAGES, *ACTS)
MOST_ASKS = 6


@dataclass(frozen=True)
class Caught:
    """What the detectors said of one leak; `before`: what they said already without it."""

    leak: Leak
    asks: int
    canaries: int
    differing: int
    before: int

    @property
    def by(self) -> str:
        found = [name for name, number in (("canaries", self.canaries), ("twins", self.differing)) if number]
        return " and ".join(found) if found and not self.before else "nobody"


def try_all(leaks: Sequence[Leak], count: Count = no_count) -> list[Caught]:
    """Those that show in answers alone together, the others each in worlds of its own."""
    together = [leak for leak in leaks if not leak.comes_first]
    caught = _try_together(together, count) if together else []
    for leak in leaks:
        if leak.comes_first:
            caught.append(_try_alone(leak))
            count(1)
    return caught


def _asks_for(leak: Leak, asks: Iterable[Ask]) -> list[Ask]:
    fitting = [ask for ask in asks if re.search(leak.asked, f"{ask} {ask.posted or ''}".strip())]
    assert fitting, f"nothing is asked that could show it: {leak.name}"
    return chosen(fitting, MOST_ASKS)


@dataclass
class _Heard:
    """Of one leak in one world: the bytes of each answer, and the canaries in all of them."""

    answers: list[bytes]
    canaries: int


def _hear(asker: Asker, asks: Sequence[Ask], leak: Leak | None) -> _Heard:
    answers, canaries = [], 0
    for number, ask in enumerate(asks):
        with leak.plant() if leak else nullcontext():
            answer = asker.answer(number, ask)
        answers.append(compared(ask, answer))
        canaries += len(canaries_of(asker, ask, answer))
    return _Heard(answers, canaries)


def _try_together(leaks: Sequence[Leak], count: Count) -> list[Caught]:
    heard: list[list[Any]] = [[] for _ in leaks]
    wanted: list[list[Ask]] = []
    for edition in (CANARIES, TWINS):
        with standing(edition, [leaks[0].level]) as asker:
            wanted = wanted or _wanted(leaks, everything(asker.world))
            for leak, asks, found in zip(leaks, wanted, heard, strict=True):
                found += [_hear(asker, asks, None), _hear(asker, asks, leak)]
                count(edition == TWINS)
    return [_compared(leak, *found) for leak, found in zip(leaks, heard, strict=True)]


def _wanted(leaks: Sequence[Leak], asks: list[Ask]) -> list[list[Ask]]:
    return [_asks_for(leak, asks) for leak in leaks]


def _try_alone(leak: Leak) -> Caught:
    heard: list[_Heard] = []
    asks: list[Ask] = []
    for edition in (CANARIES, TWINS):
        with leak.plant(), standing(edition, [leak.level]) as asker:
            asks = asks or _asks_for(leak, everything(asker.world))
            heard.append(_hear(asker, asks, None))
    silent = _Heard([], 0)
    return _compared(leak, silent, heard[0], silent, heard[1])


def _compared(leak: Leak, before: _Heard, after: _Heard, twin_before: _Heard, twin_after: _Heard) -> Caught:
    return Caught(
        leak,
        len(after.answers),
        after.canaries,
        _differing(after, twin_after),
        before.canaries + _differing(before, twin_before),
    )


def _differing(one: _Heard, other: _Heard) -> int:
    return sum(a != b for a, b in zip(one.answers, other.answers, strict=True))

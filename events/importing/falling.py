"""Counts that can only grow and yet fall from one day to the next, or below what was received before. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from events.importing.records import Warned

Point = tuple[dt.date, str, int]
"""A day, the id of its row and the count."""


class Watch:
    """Gathers the counts of cumulative columns; the order in which the rows come does not matter."""

    def __init__(self) -> None:
        self._points: dict[str, list[Point]] = defaultdict(list)

    def see(self, external_id: str, day: dt.date, counts: Mapping[str, int]) -> None:
        for column, count in counts.items():
            self._points[column].append((day, external_id, count))

    def falls(self) -> dict[str, list[Warned]]:
        """The warnings by the id of the row that is lower than the one before it."""
        found: dict[str, list[Warned]] = defaultdict(list)
        for column, points in sorted(self._points.items()):
            points.sort()
            for (before_day, _before_id, before), (day, external_id, count) in pairwise(points):
                if count < before:
                    message = f"{column} falls from {before:,} on {before_day} to {count:,} on {day}"
                    found[external_id].append(Warned("falls", message))
        return found


def lower_than_before(now: Mapping[str, int], before: Mapping[str, int]) -> list[Warned]:
    """The warnings of one row whose counts are lower than those received before for the same row."""
    return [
        Warned("falls", f"{column} was {before[column]:,} in the release before and is {count:,} now")
        for column, count in now.items()
        if count < before.get(column, 0)
    ]

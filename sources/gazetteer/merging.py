"""What a gazetteer's record changes in a place: three states are compared, and an editor's work stays.

What was taken from the gazetteer before, what the place says now, what the gazetteer says now: where the
first two differ, an editor has been at work.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

COLUMNS = ("name", "country", "admin1", "coordinates")

Columns = Mapping[str, str]
"""The columns as they are compared, "" for nothing; coordinates as “32.459430 35.300860”."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that stays as an editor has it, and what the gazetteer has instead."""

    column: str
    stays: str
    gazetteer: str


def comparable(name: str, country: str, admin1: str, coordinates: tuple[Any, Any] | None) -> dict[str, str]:
    where = f"{coordinates[0]:.6f} {coordinates[1]:.6f}" if coordinates else ""
    return {"name": name, "country": country, "admin1": admin1, "coordinates": where}


def merge(taken: Columns, now: Columns, offered: Columns) -> tuple[dict[str, str], list[Kept]]:
    """The columns to write, and those that an editor keeps. A blank never clears anything."""
    written, kept = {}, []
    for column in COLUMNS:
        new, old = offered[column], now[column]
        if not new or new == old:
            continue
        if old == taken.get(column, ""):
            written[column] = new
        else:
            kept.append(Kept(column, old, new))
    return written, kept


def new_spellings(offered: Iterable[str], name: str, known: Collection[str], taken: Collection[str]) -> list[str]:
    """The spellings to add: neither the name nor known already, and not taken before and then removed by an editor."""
    return [
        spelling
        for spelling in dict.fromkeys(offered)
        if spelling != name and spelling not in known and spelling not in taken
    ]

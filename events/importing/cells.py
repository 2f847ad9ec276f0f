"""The cells of one row as words, and what there is to say of them. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from events.importing.mappings import Cell
from events.importing.records import Doubt, Warned

_WHOLE = re.compile(r"[0-9]{1,18}(?:\.0+)?")


@dataclass(slots=True)
class Cells:
    """One row while it is read. `notes` and `warnings` are collected for whoever looks at the row."""

    content: Mapping[str, Any]
    blank: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell in words without blanks around them; "" for one that says nothing."""
        words = words_of(self.content.get(column))
        return "" if words in self.blank else words

    def first(self, columns: Iterable[str]) -> str:
        """The first cell of these that says something."""
        return next(filter(None, map(self.text, columns)), "")

    def filled(self, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The cells of these that say something, each with its column."""
        for column in columns:
            if words := self.text(column):
                yield column, words

    def of(self, cell: Cell) -> str:
        """The value of the cell in our words, or in its own where the mapping has none for them."""
        words = cell.value or self.text(cell.column)
        return cell.words.get(words, words)

    def known(self, cell: Cell, otherwise: str) -> str:
        """As `of`, but words that the mapping does not have are said, and `otherwise` is what follows from that."""
        words = cell.value or self.text(cell.column)
        if cell.words and words and words not in cell.words:
            self.note(f"{cell.column}: the mapping has no word for “{words}”; {otherwise}")
            return ""
        return cell.words.get(words, words)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def warn(self, doubt: Doubt, message: str) -> None:
        self.warnings.append(Warned(doubt, message))


def words_of(value: Any) -> str:
    """A value as received in words: numbers as they are written, lists and objects as JSON; null is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False)


def whole_number(words: str) -> int | None:
    """The count that plain digits give, also “23.0”; null for anything else."""
    return int(words.partition(".")[0]) if _WHOLE.fullmatch(words) else None

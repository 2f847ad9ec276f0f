"""A document as one line of a table, written when it is issued, so that an export passes bytes on.

RFC 4180. An empty cell says that there is nothing. A text that a spreadsheet would run as a formula gets an
apostrophe in front of it, and so does one that begins with an apostrophe; whoever reads the file takes one
apostrophe away from the beginning of a text and has every byte back (`unguarded`).
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]
FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r")
"""The six characters by which a spreadsheet tells a formula (OWASP, "CSV Injection")."""
GUARD = "'"
LINE_END = "\r\n"


@dataclass(frozen=True)
class Column:
    """A column of a table: what it holds, in the words and the type that the table's metadata give.

    datatype: a name of CSV on the Web: string, integer, decimal, boolean, date, dateTime, anyURI, json.
    """

    name: str
    value: Callable[[Body], Any]
    says: str
    datatype: str = "string"

    @property
    def is_text(self) -> bool:
        return self.datatype not in {"integer", "decimal", "boolean", "date", "dateTime"}

    def cell(self, body: Body) -> str:
        value = self.value(body)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return guarded(str(value)) if self.is_text else str(value)


def guarded(text: str) -> str:
    """The text as a spreadsheet may have it."""
    return GUARD + text if text.startswith((*FORMULA_LEADS, GUARD)) else text


def unguarded(cell: str) -> str:
    """The text that a cell stands for."""
    return cell.removeprefix(GUARD)


def line(cells: Iterable[str]) -> str:
    """The cells of a row as RFC 4180 has them, without the end of the line."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=LINE_END).writerow(cells)  # it quotes what a line ends with, so it has to know
    return out.getvalue().removesuffix(LINE_END)


def line_of(columns: Sequence[Column], body: Body) -> str:
    """A document as one line."""
    return line(column.cell(body) for column in columns)

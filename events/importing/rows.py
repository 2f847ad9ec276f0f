"""From the bytes of a data set to its rows as received: CSV, a JSON list, JSON lines. Pure.

The file is read twice: once to see that all of it is well-formed, so that a cut one is refused whole, and once
to hand out its rows one by one.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from events.importing.json_lists import JsonList
from events.importing.mappings import DELIMITERS, Layout
from sources.importing.records import RecordProblem
from sources.importing.strict_json import load_json
from sources.text import clip

DEEPEST = 20
"""How deep lists and objects may nest within one row."""

MOST_COLUMNS = 5_000
MOST_ROWS = 100_000
"""The most rows taken from one file; a larger one is imported in parts."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as received, or the problem with it. `place` says where: “line 17”, “item 5”."""

    place: str
    cells: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    problem: RecordProblem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A well-formed file: its columns, what stands beside the rows, and the rows, again at every call."""

    columns: frozenset[str]
    beside: Mapping[str, Any]
    rows: Callable[[], Iterator[RawRow]]


def open_table(raw: bytes, layout: Layout) -> Table:
    """The rows of a file. Raises `RecordProblem` for one that is not well-formed as a whole or has none.

    The columns of a JSON file are all that any of its rows has.
    """
    if not raw.strip():
        raise RecordProblem("empty", "the file is empty", hint="Fetch it again.")
    table = _OPENERS[layout.form or _form(raw, layout)](raw, layout)
    if not table.columns:
        raise RecordProblem("empty", "the file has no rows", hint="Fetch it again; nothing was marked as gone.")
    return table


def _encoding(raw: bytes) -> str:
    return "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _decoded(raw: bytes) -> str:
    encoding = _encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1 if encoding == "utf-8-sig" else None
        message = f"byte {error.start:,} is not {'UTF-8' if line else 'UTF-16'}"
        hint = "Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv"
        raise RecordProblem("wrong_encoding", message, hint=hint, line=line) from error


def _lines(raw: bytes) -> Iterator[str]:
    """The lines with their ends, decoded as they are asked for: a text of 50 MB can take four times that."""
    try:
        yield from io.TextIOWrapper(io.BytesIO(raw), encoding=_encoding(raw), newline="")
    except UnicodeDecodeError:
        _decoded(raw)  # says where
        raise


def _form(raw: bytes, layout: Layout) -> str:
    """What the text looks like; an object on each of several lines are JSON lines."""
    filled = (line for line in _lines(raw) if line.strip())
    first = next(filled, "").strip()
    if first.startswith("["):
        return "json"
    if not first.startswith("{"):
        return "csv"
    return "jsonl" if not layout.rows and next(filled, "") and _is_object(first) else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(load_json(line), dict)
    except RecordProblem:
        return False


def _open_csv(raw: bytes, layout: Layout) -> Table:
    delimiter = layout.delimiter or _delimiter(raw)
    header = _header(raw, delimiter)
    _refuse_many(_csv_rows(raw, delimiter, header))
    return Table(frozenset(header), {}, lambda: _csv_rows(raw, delimiter, header))


def _delimiter(raw: bytes) -> str:
    """The mark that separates the most columns in the first line."""
    first = next((line for line in _lines(raw) if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _header(raw: bytes, delimiter: str) -> list[str]:
    cells = next((cells for _line, cells in _records(raw, delimiter) if cells), [])
    names = [name.strip() for name in cells]
    if len(names) > MOST_COLUMNS:
        raise RecordProblem("too_large", f"{len(names):,} columns", hint="Look at the delimiter.", line=1)
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise RecordProblem("duplicate_key", f"two columns are called “{clip(twice)}”", hint="Rename one.", line=1)
    return [name for name in names if name] and names


def _csv_rows(raw: bytes, delimiter: str, header: list[str]) -> Iterator[RawRow]:
    records = filter(lambda found: found[1], _records(raw, delimiter))
    next(records, None)
    for line, cells in records:
        place = f"line {line}"
        if len(cells) != len(header):
            message = f"{len(cells)} cells, where the header has {len(header)}"
            hint = "Look for a missing quotation mark or delimiter."
            yield RawRow(place, line=line, problem=RecordProblem("malformed", message, hint=hint, line=line))
        else:
            row = {name: cell for name, cell in zip(header, cells, strict=True) if name}
            yield _storable(RawRow(place, row, line))


def _records(raw: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it starts on. Raises `RecordProblem` where the file cannot be read on."""
    records = csv.reader(_lines(raw), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in records:
            yield line, cells
            line = records.line_num + 1
    except csv.Error as error:
        hint = "Look for a quotation mark that is never closed, or a cell that is far too long."
        raise RecordProblem("malformed", f"not CSV: {error}", hint=hint, line=line) from error


def _open_json(raw: bytes, layout: Layout) -> Table:
    found = JsonList(_decoded(raw), layout.rows)
    _refuse_many(found.spans())
    columns = {name for item in found.items() if isinstance(item, dict) for name in item}
    return Table(frozenset(columns), found.beside, lambda: _json_rows(found))


def _json_rows(found: JsonList) -> Iterator[RawRow]:
    for number, item in enumerate(found.items(), 1):
        yield _row_of(item, f"item {number}")


def _open_lines(raw: bytes, _layout: Layout) -> Table:
    _refuse_many(line for line in _lines(raw) if line.strip())
    columns = {name for row in _line_rows(raw) for name in row.cells}
    return Table(frozenset(columns), {}, lambda: _line_rows(raw))


def _line_rows(raw: bytes) -> Iterator[RawRow]:
    for number, line in enumerate(_lines(raw), 1):
        if line.strip():
            yield _line_row(line, number)


def _line_row(line: str, number: int) -> RawRow:
    place = f"line {number}"
    try:
        return _row_of(load_json(line), place, number)
    except RecordProblem as problem:
        at_line = RecordProblem(problem.reason, problem.message, hint=problem.hint, line=number)
        return RawRow(place, line=number, problem=at_line)


def _row_of(item: Any, place: str, line: int | None = None) -> RawRow:
    if isinstance(item, dict):
        return _storable(RawRow(place, item, line))
    message = f"{place} is not an object with columns as its keys"
    return RawRow(place, line=line, problem=RecordProblem("malformed", message, hint="Mend or remove it.", line=line))


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(row: RawRow) -> RawRow:
    """The row if a database can keep all of it as it is; otherwise what stands against it."""
    words, deepest = [*row.cells], 0
    for value in row.cells.values():
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, dict | list):
            deepest = max(deepest, _gather(value, words, 1))
    if deepest > DEEPEST:
        problem = RecordProblem("unsafe", f"it nests deeper than {DEEPEST} levels", hint="Mend it.", line=row.line)
        return RawRow(row.place, row.cells, row.line, problem)
    if _UNSTORABLE.search("".join(words)):
        message = "it holds a NUL or half a surrogate pair, which is no character"
        problem = RecordProblem("not_text", message, hint="Mend it.", line=row.line)
        return RawRow(row.place, row.cells, row.line, problem)
    return row


def _gather(value: Any, words: list[str], depth: int) -> int:
    """Adds every string within a value, and says how deep it nests; what lies too deep is not looked into."""
    if isinstance(value, str):
        words.append(value)
    if not isinstance(value, dict | list) or depth > DEEPEST:
        return depth
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    return max((_gather(each, words, depth + 1) for each in inner), default=depth)


def _refuse_many(rows: Iterable[object]) -> None:
    """Goes through them all, so that whatever is not well-formed shows, unless they are too many."""
    if next(islice(rows, MOST_ROWS, None), None) is not None:
        hint = "Split it, and import each part with --partial."
        raise RecordProblem("too_large", f"more than {MOST_ROWS:,} rows", hint=hint)


_OPENERS: Mapping[str, Callable[[bytes, Layout], Table]] = {"csv": _open_csv, "json": _open_json, "jsonl": _open_lines}

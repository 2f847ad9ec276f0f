"""Tables with a header row (CSV, TSV): one row an article or one more claim of the article above it.

The delimiter is read off the header: whichever of `,` `;` tab `|` gives most columns that are known. Cells may be
quoted, then they hold line ends, delimiters and doubled quotation marks. See `columns` for the names.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from sources.importing.columns import CLAIM, column_named, missing_column
from sources.importing.decoding import open_text
from sources.importing.records import MAX_TEXT_BYTES, Format, Given, Item, RecordProblem
from sources.importing.rows import Row, UnknownNames, at_line, gather, put, split_several

DELIMITERS = ",;\t|"
MOST_HEADER = 20_000
"""The most characters of the header row."""

_LONGEST_LINE = 2 * MAX_TEXT_BYTES
_AROUND_A_LINE = "\ufeff\r\n "


def read_table(raw: bytes, given: Given) -> Iterator[Item]:
    """The articles of a table. Raises `RecordProblem` for what holds for the whole: encoding, header, columns."""
    lines = _Lines(open_text(raw, given.encoding))
    header = _read_header(lines)
    unknown = UnknownNames()
    for name, column in zip(header.names, header.columns, strict=True):
        if not column:
            unknown.meet(name)
    yield from _some(gather(_rows(lines, header), unknown))


def _some(items: Iterator[Item]) -> Iterator[Item]:
    """The items. Raises `RecordProblem` (empty) if there is none."""
    is_empty = True
    for item in items:
        is_empty = False
        yield item
    if is_empty:
        hint = "Put each report in a row of its own below the header."
        raise RecordProblem("empty", "there is no row below the header, nothing to import", hint=hint)


def looks_like_table(head: bytes, suffix: str) -> bool:
    """True for the endings of tables, and for a first line of column names with one of a text among them."""
    if suffix in (".csv", ".tsv", ".tab"):
        return True
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].decode("utf-8", "replace").strip()
    known = [column_named(name) for name in _split(line, _delimiter(line))]
    return len(known) > 1 and all(known) and "text" in known


class _Lines:
    """The physical lines of a file, and those that were taken since the last look."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        """The lines not yet taken. Raises `RecordProblem` for one that no row of a text can be as long as."""
        while line := self._file.readline(_LONGEST_LINE + 1):
            self.number += 1
            self._taken.append(line)
            if len(line) > _LONGEST_LINE:
                message = f"the line has more than {_LONGEST_LINE:,} characters"
                hint = "End every row with a line end; if the file is no table, name its format with --format."
                raise RecordProblem("too_large", message, hint=hint, line=self.number)
            yield line

    def take(self) -> bytes:
        """The bytes of the lines taken since the last look, without the last line end."""
        taken = "".join(self._taken)
        self._taken.clear()
        return taken.rstrip("\r\n").encode()


@dataclass(frozen=True, slots=True)
class _Header:
    names: Sequence[str]
    columns: Sequence[str]
    delimiter: str


def _read_header(lines: _Lines) -> _Header:
    line = next((line for line in lines if line.strip(_AROUND_A_LINE)), "").strip(_AROUND_A_LINE)
    lines.take()
    if not line:
        hint = "Put the names of the columns in the first line, each report in one of its own."
        raise RecordProblem("empty", "there is no row, nothing to import", hint=hint)
    if len(line) > MOST_HEADER:
        message = f"the first line has {len(line):,} characters; names of columns have at most {MOST_HEADER:,}"
        hint = "Put the names of the columns there and leave out those that say nothing of a report."
        raise RecordProblem("too_large", message, hint=hint, line=lines.number)
    delimiter = _delimiter(line)
    names = _split(line, delimiter)
    header = _Header(names, [column_named(name) for name in names], delimiter)
    _check_header(header, lines.number)
    return header


def _delimiter(line: str) -> str:
    """The delimiter that gives most known columns, else most columns, else a comma."""

    def gain(delimiter: str) -> tuple[int, int]:
        names = _split(line, delimiter)
        return sum(bool(column_named(name)) for name in names), len(names)

    return max(DELIMITERS, key=gain)


def _split(line: str, delimiter: str) -> list[str]:
    """The names in a header line, blank ones at its end left out; none where its quotation marks do not match."""
    csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        names = []
    while names and not names[-1]:
        names.pop()
    return names


def _check_header(header: _Header, line: int) -> None:
    if not header.names:
        hint = "Write the names of the columns without quotation marks, or close each that is opened."
        raise RecordProblem("malformed", "the first line holds no names of columns", hint=hint, line=line)
    if "text" not in header.columns:
        raise at_line(missing_column("text", header.names), line)
    quote = CLAIM + "quote"
    if any(column.startswith(CLAIM) for column in header.columns) and quote not in header.columns:
        raise at_line(missing_column(quote, header.names), line)


def _rows(lines: _Lines, header: _Header) -> Iterator[Row | Item]:
    """The rows below the header. Where one cannot be read, nothing tells where the next one begins: it is the last."""
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
    while True:
        start = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _broken(_unreadable(error), start, lines.take())
            return
        except RecordProblem as problem:
            yield _broken(problem, start, lines.take())
            return
        if cells is None:
            return
        raw = lines.take()
        if any(map(str.strip, cells)):
            yield _row(cells, header, Row(start, f"line {start}", raw, {}))


def _row(cells: Sequence[str], header: _Header, blank: Row) -> Row | Item:
    article: dict[str, tuple[str, ...]] = {}
    claim: dict[str, tuple[str, ...]] = {}
    try:
        _check_width(cells, header)
        for column, cell in zip(header.columns, cells, strict=False):
            if column:
                put(claim if column.startswith(CLAIM) else article, column, split_several(column, cell))
    except RecordProblem as problem:
        return blank.refused(problem)
    claims = ({column: words[0] for column, words in claim.items()},) if claim else ()
    return replace(blank, cells=article, claims=claims)


def _check_width(cells: Sequence[str], header: _Header) -> None:
    columns = len(header.names)
    if len(cells) < columns or any(map(str.strip, cells[columns:])):
        message = f"the row has another number of cells ({len(cells)}) than the header ({columns})"
        hint = "Quote cells that hold a line end, a quotation mark or the delimiter."
        raise RecordProblem("malformed", message, hint=hint)


def _unreadable(error: csv.Error) -> RecordProblem:
    said = str(error)
    if "field larger" in said:
        message = f"a cell of more than {MAX_TEXT_BYTES:,} characters; the lines behind it are not read"
        return RecordProblem("too_large", message, hint="Perhaps a quotation mark is opened and never closed.")
    if "unexpected end" in said:
        message = "a quotation mark opens a cell and is never closed"
        return RecordProblem("malformed", message, hint="Close it, or double it where it is part of the words.")
    message = "words behind the closing quotation mark of a cell; the lines behind it are not read"
    return RecordProblem("malformed", message, hint="Double quotation marks inside a quoted cell.")


def _broken(problem: RecordProblem, line: int, raw: bytes) -> Item:
    return Row(line, f"line {line}", raw, {}).refused(problem)


FORMAT = Format(name="csv", label="table with a header row", read=read_table, recognises=looks_like_table)

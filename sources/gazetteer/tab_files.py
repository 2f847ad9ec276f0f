"""The tab-separated files of GeoNames: places, alternate names, first-level regions. UTF-8, no header, no quoting."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from sources.gazetteer.records import AlternateName, Made, PlaceRecord, Row, read_id, read_name, read_place
from sources.importing.records import RecordProblem

MOST_LINE_BYTES = 1024 * 1024
_NO_SPELLINGS = frozenset(
    ["link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny", "abbr", "fr_1793"]
)
"""What stands in the language column beside addresses, codes and pronunciations, which nobody writes in a text."""


def read_places(file: BinaryIO, regions: Mapping[str, str]) -> Iterator[Row[PlaceRecord]]:
    """The places of a file such as PS.txt, cities500.txt or allCountries.txt.

    `regions` are the names of first-level regions by code (“PS.WE”); where there is none the region stays empty.
    """
    return _rows(file, lambda line: _place(_cells(line, 19), regions))


def read_alternate_names(file: BinaryIO) -> Iterator[Row[AlternateName | None]]:
    """The spellings of alternateNamesV2.txt; null for what is no spelling."""
    return _rows(file, lambda line: _alternate_name(_cells(line, 10)))


def read_regions(file: BinaryIO) -> dict[str, str]:
    """The names by code of admin1CodesASCII.txt. Raises `RecordProblem` naming the line."""
    regions = {}
    for row in _rows(file, lambda line: _cells(line, 4)):
        if isinstance(row.made, RecordProblem):
            message = f"{row.place}: {row.made.message}"
            raise RecordProblem(row.made.reason, message, hint=row.made.hint)
        regions[row.made[0]] = row.made[1]
    return regions


def _place(cells: list[str], regions: Mapping[str, str]) -> PlaceRecord:
    named = {
        "geonames_id": cells[0],
        "name": cells[1],
        "latitude": cells[4],
        "longitude": cells[5],
        "country": cells[8],
        "admin1": regions.get(f"{cells[8]}.{cells[10]}", ""),
        "population": cells[14],
    }
    return read_place(named, [cells[2], *cells[3].split(",")])


def _alternate_name(cells: list[str]) -> AlternateName | None:
    if cells[2] in _NO_SPELLINGS:
        return None
    return AlternateName(read_id(cells[1]), read_name(cells[3]))


def _rows(file: BinaryIO, make: Callable[[bytes], Made]) -> Iterator[Row[Made]]:
    for number, line in enumerate(_lines(file), 1):
        if line.strip():
            yield _row(f"line {number}", line, make)


def _row(place: str, line: bytes, make: Callable[[bytes], Made]) -> Row[Made]:
    try:
        return Row(place, make(line))
    except RecordProblem as problem:
        return Row(place, problem)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines, one that is too long cut where it becomes so; `_cells` refuses it."""
    while line := file.readline(MOST_LINE_BYTES + 1):
        yield line
        while len(line) > MOST_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MOST_LINE_BYTES + 1)


def _cells(line: bytes, count: int) -> list[str]:
    """The cells of a line. Raises `RecordProblem`: too_large, wrong_encoding, or malformed for another number."""
    if len(line) > MOST_LINE_BYTES:
        raise RecordProblem("too_large", f"the line has more than {MOST_LINE_BYTES:,} bytes", hint="Is it the file?")
    try:
        cells = line.decode("utf-8").removeprefix("\ufeff").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        message = f"byte {line[error.start]:#04x} at column {error.start + 1} is not UTF-8"
        raise RecordProblem("wrong_encoding", message, hint="Files of GeoNames are UTF-8; fetch it again.") from error
    if len(cells) != count:
        message = f"{len(cells)} columns with tabs between them; a file of this kind has {count}"
        hint = "Give allCountries.txt, cities500.txt or one such as PS.txt, as unpacked from geonames.org."
        raise RecordProblem("malformed", message, hint=hint)
    return cells

"""Which file is what: a list of places in one of two forms, and what GeoNames puts beside it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sources.gazetteer.json_files import read_json_places
from sources.gazetteer.records import PlaceRecord, Row
from sources.gazetteer.tab_files import read_places, read_regions

ALTERNATE_NAMES, REGIONS = "alternateNamesV2.txt", "admin1CodesASCII.txt"
"""Read with any list of places that lies in the same folder."""


class NotPlaces(ValueError):
    """The file cannot be a list of places; the message says why and what to do."""


def check_file(path: Path) -> None:
    """Raises `NotPlaces` for what is no file, or a packed one; `OSError` where it cannot be read."""
    if not path.is_file():
        message = f"There is no file {path}."
        raise NotPlaces(message)
    if path.name in (ALTERNATE_NAMES, REGIONS):
        message = f"{path.name} is read with a list of places; give one that lies beside it."
        raise NotPlaces(message)
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            message = f"{path.name} is packed; unpack it first."
            raise NotPlaces(message)


def beside(path: Path, name: str) -> Path | None:
    """The file of that name in the folder of a list of places, if it is there."""
    found = path.with_name(name)
    return found if found.is_file() else None


def regions_beside(path: Path) -> dict[str, str]:
    """Raises `RecordProblem` where the file of regions is out of order."""
    found = beside(path, REGIONS)
    if found is None:
        return {}
    with found.open("rb") as file:
        return read_regions(file)


def read_file(file: BinaryIO, regions: Mapping[str, str]) -> Iterator[Row[PlaceRecord]]:
    """The places of an open file, from its beginning, in whichever form it has."""
    begin = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    read = read_json_places if begin[:1] in (b"[", b"{") else read_places
    return read(file, regions)

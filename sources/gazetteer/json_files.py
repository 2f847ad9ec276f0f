"""The JSON that repackages GeoNames: a list of places, or an object with a place under each key.

A place is an object with geonameid, name, countrycode, latitude, longitude, admin1code, population and
alternatenames; a country one with geonameid, name, iso and population.
"""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sources.gazetteer.records import PlaceRecord, Row, read_place
from sources.importing.records import RecordProblem
from sources.importing.strict_json import load_json

MOST_ITEM_CHARACTERS = 1024 * 1024
_STEP = 64 * 1024
_LONGEST_TOKEN = 20  # characters that may be wanting for a word or an escape to be whole
_BLANK = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Only tells where a value ends."""

_CELLS = {
    "geonames_id": "geonameid",
    "name": "name",
    "country": "countrycode",
    "latitude": "latitude",
    "longitude": "longitude",
    "population": "population",
}


def read_json_places(file: BinaryIO, regions: Mapping[str, str]) -> Iterator[Row[PlaceRecord]]:
    """The places of a file one by one, in the memory that one takes. Where it breaks off, the last is a problem."""
    number = 0
    try:
        for number, written in enumerate(_Values(file), 1):
            yield _row(f"item {number}", written, regions)
    except RecordProblem as problem:
        yield Row(f"item {number + 1}", problem)


def _row(place: str, written: str, regions: Mapping[str, str]) -> Row[PlaceRecord]:
    try:
        return Row(place, _place(load_json(written), regions))
    except RecordProblem as problem:
        return Row(place, RecordProblem(problem.reason, problem.message, hint=problem.hint))


def _place(value: Any, regions: Mapping[str, str]) -> PlaceRecord:
    if not isinstance(value, dict):
        raise RecordProblem("malformed", "no object", hint="Each place is an object: {“geonameid”: …}.")
    cells = {name: _cell(value, key) for name, key in _CELLS.items()}
    cells["country"] = cells["country"] or _cell(value, "iso")
    cells["admin1"] = regions.get(f"{cells['country']}.{_cell(value, 'admin1code')}", "")
    spellings = value.get("alternatenames") or []
    if not isinstance(spellings, list) or not all(isinstance(spelling, str) for spelling in spellings):
        raise RecordProblem("malformed", "alternatenames is no list of strings", hint="Write a list, or leave it out.")
    return read_place(cells, spellings)


def _cell(value: Mapping[str, Any], key: str) -> str:
    given = value.get(key)
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise RecordProblem("malformed", f"{key} is neither a string nor a number", hint="Write one, or null.")
    return str(given)


class _Values:
    """The values of the list or object of a file, as they are written, one after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._is_whole = False

    def __iter__(self) -> Iterator[str]:
        opening = self._mark()
        closing = {"[": "]", "{": "}"}.get(opening)
        if closing is None:
            raise self._broken("neither a list nor an object")
        mark = self._peek()
        if mark == closing:
            self._at += 1
        while mark != closing:
            if closing == "}":
                self._value()
                self._expect(":")
            yield self._value()
            mark = self._expect("," + closing)
        if self._peek():
            raise self._broken("something follows the end")

    def _value(self) -> str:
        """The next value as written. Raises `RecordProblem` where there is none."""
        self._peek()
        while True:
            try:
                end = _SCANNER.raw_decode(self._text, self._at)[1]
            except RecursionError as error:
                raise RecordProblem("unsafe", "nested without end", hint="Take the innermost values out.") from error
            except json.JSONDecodeError as error:
                if not self._may_go_on(error) or not self._read():
                    raise self._broken("no JSON from here on") from error
                continue
            if end < len(self._text) or not self._read():  # a number at the end of what was read may go on
                written, self._at = self._text[self._at : end], end
                return written

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """True where the value is perhaps only not read to its end."""
        return error.msg.startswith("Unterminated string") or error.pos > len(self._text) - _LONGEST_TOKEN

    def _expect(self, marks: str) -> str:
        mark = self._mark()
        if not mark or mark not in marks:
            raise self._broken("no JSON from here on")
        return mark

    def _mark(self) -> str:
        mark = self._peek()
        self._at += len(mark)
        return mark

    def _peek(self) -> str:
        """The next character that is no blank, "" at the end."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text) or not self._read():
                return self._text[self._at : self._at + 1]

    def _read(self) -> bool:
        """Read on, dropping what was given out; each time twice as much, so that a long value stays linear."""
        if self._is_whole:
            return False
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > MOST_ITEM_CHARACTERS:
            message = f"more than {MOST_ITEM_CHARACTERS:,} characters in one place"
            raise RecordProblem("too_large", message, hint="Is this a file of places?")
        raw = self._file.read(max(_STEP, len(self._text)))
        self._is_whole = not raw
        try:
            self._text += self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            raise RecordProblem("wrong_encoding", "not UTF-8", hint="Save it as UTF-8, or fetch it again.") from error
        return bool(raw)

    def _broken(self, what: str) -> RecordProblem:
        return RecordProblem("malformed", what, hint="The file may be cut; fetch or save it again.")

"""The objects of a JSON file one by one: of a list, of a list under a key of an object, or the only one there is."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sources.importing.records import RecordProblem
from sources.importing.strict_json import load_json


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One value, or why it cannot be read; `written` is its own JSON, `place` "" where it is the whole file."""

    value: Any
    written: str
    place: str = ""


def json_items(text: str, key: str) -> Iterator[JsonItem]:
    """The items of a JSON text, strictly read one at a time; a bad one becomes its problem.

    What else an object holds besides the list is not looked at. Raises `RecordProblem` for what is no JSON; where
    it breaks off, behind the items before.
    """
    start = _list_start(text, key)
    if start < 0:
        yield JsonItem(load_json(text), text)
        return
    line = text.count("\n", 0, start)
    before = start
    end = start + 1
    for number, (begin, end) in enumerate(_spans(text, start), 1):
        line, before = line + text.count("\n", before, begin), begin
        written = text[begin:end]
        yield JsonItem(_loaded(written, line), written, f"item {number}")
    _check_rest(text, start, text.index("]", end) + 1, key)


_BLANK = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Only tells where a value ends."""


def _loaded(written: str, lines_before: int) -> Any:
    try:
        return load_json(written)
    except RecordProblem as problem:
        line = lines_before + (problem.line or 1)
        return RecordProblem(problem.reason, problem.message, hint=problem.hint, line=line)


def _list_start(text: str, key: str) -> int:
    """Where the list of items opens; -1 if there is none, or no JSON."""
    at = _blank(text, 0)
    if text.startswith("[", at):
        return at
    try:
        return _find_list(text, _blank(text, at + 1), key) if text.startswith("{", at) else -1
    except (json.JSONDecodeError, RecursionError):
        return -1


def _find_list(text: str, at: int, key: str) -> int:
    """Where the list under a key opens, from the first member of its object on; -1 if there is none."""
    while text.startswith('"', at):
        name, at = _SCANNER.raw_decode(text, at)
        at = _behind(":", text, at)
        if name == key and text.startswith("[", at):
            return at
        at = _behind(",", text, _SCANNER.raw_decode(text, at)[1])
    return -1


def _behind(mark: str, text: str, at: int) -> int:
    """Where the next thing begins behind a mark; the end of the text if the mark is not there."""
    at = _blank(text, at)
    return _blank(text, at + 1) if text.startswith(mark, at) else len(text)


def _spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each item of a list begins and ends. Raises `RecordProblem` where the text breaks off."""
    at = _blank(text, start + 1)
    while not text.startswith("]", at):
        end = _end_of_value(text, at)
        yield at, end
        at = _blank(text, end)
        if text.startswith(",", at) and not text.startswith("]", _blank(text, at + 1)):
            at = _blank(text, at + 1)
        elif not text.startswith("]", at):
            raise _broken(text, at)


def _end_of_value(text: str, at: int) -> int:
    try:
        return _SCANNER.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        raise _broken(text, error.pos) from error
    except RecursionError as error:
        hint = "Take the innermost arrays or objects out."
        line = text.count("\n", 0, at) + 1
        raise RecordProblem("unsafe", "nested without end", hint=hint, line=line) from error


def _check_rest(text: str, start: int, at: int, key: str) -> None:
    """Behind a list there is nothing; behind one in an object its other members, among them no second list."""
    rest = text[at:].strip(" \t\r\n")
    if not text[:start].strip():
        is_well = not rest
    else:
        is_well = rest == "}" or (rest.startswith(",") and key not in (_members(rest) or {key: ()}))
    if not is_well:
        raise _broken(text, at)


def _members(rest: str) -> Any:
    """The last members of an object, read from the comma before them on; null if they cannot be read."""
    try:
        return load_json("{" + rest[1:])
    except RecordProblem:
        return None


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _broken(text: str, at: int) -> RecordProblem:
    line = text.count("\n", 0, at) + 1
    hint = "The file may be cut; fetch or save it again."
    return RecordProblem("malformed", "the list of items is no JSON from here on", hint=hint, line=line)

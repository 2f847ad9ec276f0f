"""A JSON text as a list of items handed out one by one, also where the list lies within an object. Pure.

As strict as `load_json`; what stands beside the list in its object is kept, and the whole text is checked at once.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sources.importing.records import RecordProblem
from sources.importing.strict_json import load_json
from sources.text import clip


class JsonList:
    """The items of a list, and whatever stands `beside` it in the object that holds it under `key`.

    Raises `RecordProblem` for a text that is not well-formed from its beginning to its end, or has no such list.
    """

    def __init__(self, text: str, key: str) -> None:
        self.beside: dict[str, Any] = {}
        self._text = text
        self._start = -1
        start = _blank(text, 0)
        end = self._skip_list(start) if text.startswith("[", start) else self._read_object(start, key)
        end = _blank(text, end)
        if end != len(text):
            raise _malformed(text, end, "something stands behind the end")
        if self._start < 0:
            raise self._no_list(key)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each item begins and ends in the text."""
        return _spans(self._text, self._start)

    def items(self) -> Iterator[Any]:
        """The items in their order, decoded as they are asked for. Raises `RecordProblem` as `load_json` does."""
        return (load_json(self._text[begin:end]) for begin, end in self.spans())

    def _skip_list(self, at: int) -> int:
        self._start = at
        end = at + 1
        for _begin, end in _spans(self._text, at):  # noqa: B007  the last one counts
            pass
        return _next(self._text, end, "]") + 1

    def _read_object(self, at: int, key: str) -> int:
        text = self._text
        if not text.startswith("{", at):
            raise _malformed(text, at, "neither a list nor an object")
        at = _blank(text, at + 1)
        while not text.startswith("}", at):
            name, at = _name(text, at)
            if name == key and text.startswith("[", at) and self._start < 0:
                at = self._skip_list(at)
            else:
                end = _end(text, at)
                self.beside[name], at = load_json(text[at:end]), end
            at = _next(text, at, "}")
        return at + 1

    def _no_list(self, key: str) -> RecordProblem:
        lists = [f"“{clip(name)}”" for name, value in self.beside.items() if isinstance(value, list)][:5]
        message = f"there is no list under “{key}”" if key else "it is an object, and nothing says where its rows are"
        hint = f"Name the key in the mapping as file.rows. Lists here: {', '.join(lists) or 'none'}."
        return RecordProblem("missing", message, hint=hint)


def _spans(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each item begins and ends of the list that opens at `at`."""
    at = _blank(text, at + 1)
    while not text.startswith("]", at):
        end = _end(text, at)
        yield at, end
        at = _next(text, end, "]")


def _next(text: str, at: int, closing: str) -> int:
    """Where the next member begins, or the closing mark stands."""
    at = _blank(text, at)
    if text.startswith(closing, at):
        return at
    if not text.startswith(",", at):
        raise _malformed(text, at, f"neither a comma nor “{closing}”")
    at = _blank(text, at + 1)
    if text.startswith(closing, at):
        raise _malformed(text, at, "a comma with nothing behind it")
    return at


def _name(text: str, at: int) -> tuple[str, int]:
    end = _end(text, at)
    colon = _blank(text, end)
    if not text.startswith('"', at) or not text.startswith(":", colon):
        raise _malformed(text, at, "no key with a colon")
    return load_json(text[at:end]), _blank(text, colon + 1)


_BLANK = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str)
"""Only tells where a value ends."""


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int:
    try:
        return _SCANNER.raw_decode(text, at)[1]
    except RecursionError as error:
        raise RecordProblem("unsafe", "it nests without end", hint="Take the innermost ones out.") from error
    except json.JSONDecodeError as error:
        raise _malformed(text, error.pos, error.msg) from error


def _malformed(text: str, at: int, what: str) -> RecordProblem:
    line = text.count("\n", 0, at) + 1
    hint = "The file may be cut; fetch it again." if at >= len(text.rstrip()) else "Mend it there."
    return RecordProblem("malformed", f"not JSON: {what}", hint=hint, line=line)

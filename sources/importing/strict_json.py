"""JSON as its standard has it (RFC 8259), and nothing more: no key twice, no NaN, no nesting without end."""

import json
import math
import re
from collections import Counter
from itertools import accumulate
from typing import Any, NoReturn

from sources.importing.decoding import checked_codec
from sources.importing.records import RecordProblem
from sources.text import clip

MOST_DEPTH = 100
"""The most arrays and objects taken inside one another."""

MOST_DIGITS = 400
"""The most characters of a number; a longer one costs time to read and counts nothing."""


def load_json(raw: bytes | str, encoding: str = "") -> Any:
    """The value that a JSON text holds. Bytes are UTF-8 unless a byte order mark or `encoding` says otherwise.

    Raises `RecordProblem` and nothing else: empty, malformed, duplicate_key (one key twice in one object), unsafe
    (nested deeper than `MOST_DEPTH`), or what `checked_codec` raises. Linear in the text.
    """
    text = raw if isinstance(raw, str) else raw.decode(checked_codec(raw, encoding))
    text = text.removeprefix("\ufeff")
    if not text.strip(" \t\n\r"):
        raise RecordProblem("empty", "there is no JSON, nothing to import", hint="Save the file again.")
    _refuse_endless_nesting(text)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _malformed(error) from error


_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKET = re.compile(r"[^][}{]+")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def _refuse_endless_nesting(text: str) -> None:
    brackets = _NO_BRACKET.sub("", _STRING.sub("", text))
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MOST_DEPTH:
        message = f"more than {MOST_DEPTH} arrays or objects inside one another"
        raise RecordProblem("unsafe", message, hint="Take the innermost ones out.")


def _malformed(error: json.JSONDecodeError) -> RecordProblem:
    message = f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
    hint = "Correct this line, or save the file again; it may be cut."
    if error.msg == "Extra data":
        message = f"not JSON: something follows the end of the value (column {error.colno})"
        hint = "If every line is a value of its own, the file is JSON Lines; name it .jsonl."
    return RecordProblem("malformed", message, hint=hint, line=error.lineno)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        shown = "".join(char if char.isprintable() else "\ufffd" for char in clip(twice))
        message = f"the key “{shown}” stands twice in one object"
        raise RecordProblem("duplicate_key", message, hint="Keep the right one.")
    return made


def _integer(digits: str) -> int:
    _refuse_long(digits)
    return int(digits)


def _real(digits: str) -> float:
    _refuse_long(digits)
    number = float(digits)
    if math.isinf(number):
        _refuse_constant(digits)
    return number


def _refuse_long(digits: str) -> None:
    if len(digits) > MOST_DIGITS:
        message = f"the number {clip(digits, 20)} has {len(digits):,} characters"
        raise RecordProblem("malformed", message, hint="Write it as a string if it is an identifier.")


def _refuse_constant(word: str) -> NoReturn:
    message = f"{word} is not a number that JSON can hold"
    raise RecordProblem("malformed", message, hint="Write null where the figure is not known.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_refuse_constant
)

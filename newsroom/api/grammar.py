"""How one value of a query parameter is written: read strictly, documented from the same place.

Pure: knows no request and no table. What cannot be read is `Unreadable`, which says how to write it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

LONGEST = 2000
"""Characters of one value; the longest thing kept is an address of 2,000."""
FIRST_YEAR, LAST_YEAR = 1000, 9998
LARGEST_NUMBER = 2**62
_IN_RANGE = f"^(?!{LAST_YEAR + 1})[1-9][0-9]{{3}}-"
"""The beginning of a day or moment in these years, as a JSON Schema tells it."""
_STORABLE = r"[^\u0000-\u001f\u007f]"
_SAYS_SOMETHING = rf"^{_STORABLE}*[^\s\u0000-\u001f\u007f]{_STORABLE}*$"
"""Text with something in it and no control character, as a JSON Schema tells it."""


class Unreadable(ValueError):
    """A value that is not written as it should be; the message says what to do."""

    def __init__(self, message: str, did_you_mean: Iterable[str] = ()) -> None:
        self.did_you_mean = tuple(did_you_mean)
        super().__init__(message)


@dataclass(frozen=True)
class Grammar:
    """One way to write a value: how it is read and how the schema describes it.

    names_a_record: a value is the public id of a record, which may have been merged into another.
    """

    read: Callable[[str], Any]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: Any = None
    names_a_record: bool = False


def shown(text: str) -> str:
    """A value as a message quotes it: short, on one line."""
    return text if len(text) <= 60 else f"{text[:60]}…"


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known words that this one is most like, the nearest first."""
    return tuple(get_close_matches(word.lower()[:60], list(known), n=count, cutoff=0.6))


def matching(pattern: str, says: str, example: str, read: Callable[[str], Any] = str) -> Grammar:
    """Text of one form; `says` describes the form in a message: “an id such as src_…”."""
    compiled = re.compile(pattern)

    def read_text(text: str) -> Any:
        if not compiled.fullmatch(text):
            message = f"“{shown(text)}” is not {says}."
            raise Unreadable(message)
        return read(text)

    return Grammar(read_text, {"type": "string", "pattern": f"^(?:{pattern})$"}, example)


def public_id(prefix: str) -> Grammar:
    """The public id of one kind of record."""
    says = f"an id of this kind; they are written {prefix}_ and 26 characters of a–z and 2–7"
    return replace(matching(f"{prefix}_[a-z2-7]{{26}}", says, f"{prefix}_{'a' * 26}"), names_a_record=True)


def choice(choices: Iterable[str]) -> Grammar:
    """One word of a closed list; an unknown one names the nearest."""
    words = [word for word in choices if word]

    def read(text: str) -> str:
        if text in words:
            return text
        near = nearest(text, words)
        hint = f"Did you mean “{near[0]}”?" if near else f"It is one of: {', '.join(words)}."
        message = f"“{shown(text)}” is not one of the values. {hint}"
        raise Unreadable(message, near)

    return Grammar(read, {"type": "string", "enum": words}, words[0])


_WHOLE = re.compile(r"(-?[0-9]{1,19})(?:\.0{1,9})?")
_POSITION = re.compile(r"([0-9]{1,18})(?:\.0{1,9})?")


def whole(low: int, high: int, example: int) -> Grammar:
    """A whole number from `low` to `high`, in the digits 0 to 9. As in JSON, 90.0 is one."""

    def read(text: str) -> int:
        found = _WHOLE.fullmatch(text)
        number = int(found[1]) if found else None
        if number is None or not low <= number <= high:
            message = f"“{shown(text)}” is not a whole number from {low} to {high}."
            raise Unreadable(message)
        return number

    return Grammar(read, {"type": "integer", "minimum": low, "maximum": high}, example)


def decimals(*bounds: tuple[str, float, float], example: str) -> Grammar:
    """So many numbers with a point, between commas: of each its name and its least and greatest value."""
    names = ",".join(name for name, _low, _high in bounds)

    def read(text: str) -> tuple[float, ...]:
        parts = text.split(",")
        if len(parts) != len(bounds):
            message = f"“{shown(text)}” is not written as {names}; write it as {example}."
            raise Unreadable(message)
        return tuple(_read_decimal(part, *bound) for part, bound in zip(parts, bounds, strict=True))

    pattern = ",".join([_DECIMAL] * len(bounds))
    return Grammar(read, {"type": "string", "pattern": f"^{pattern}$"}, example)


_DECIMAL = r" *-?[0-9]{1,5}(?:\.[0-9]{1,15})? *"


def _read_decimal(text: str, name: str, low: float, high: float) -> float:
    number = float(text) if re.fullmatch(_DECIMAL, text) else None
    if number is None or not low <= number <= high:
        message = f"“{shown(text)}” is not a {name}; write a number from {low:g} to {high:g}, such as 35.25."
        raise Unreadable(message)
    return number


def words(longest: int, example: str) -> Grammar:
    """Words as they stand in the documents, up to so many characters."""

    def read(text: str) -> str:
        if len(text) > longest:
            message = f"The value has {len(text)} characters; at most {longest} are taken."
            raise Unreadable(message)
        return text

    return Grammar(read, {"type": "string", "minLength": 1, "maxLength": longest, "pattern": _SAYS_SOMETHING}, example)


def _read_day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"“{shown(text)}” is not a day; write it as 2023-06-19, a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise Unreadable(message)
    return day


def _read_moment(text: str) -> dt.datetime:
    # A “+” that nobody escaped arrives as a space.
    form = re.fullmatch(r"([0-9-]{10})[Tt ]([0-9:]{5,8}(?:\.[0-9]{1,6})?)(Z|[+ -][0-9]{2}:?[0-9]{2})", text)
    moment = _moment_of(*form.groups()) if form else None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"“{shown(text)}” is not a moment; write it with its zone, as 2023-06-19T15:04:00Z."
        raise Unreadable(message)
    return moment.astimezone(dt.UTC)


def _moment_of(day: str, clock: str, zone: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(f"{day}T{clock}{zone.replace(' ', '+')}")
    except ValueError:
        return None


def _read_start(text: str) -> dt.datetime:
    if len(text) > len("2023-06-19"):
        return _read_moment(text)
    return dt.datetime.combine(_read_day(text), dt.time(), dt.UTC)


def _read_end(text: str) -> dt.datetime:
    if len(text) > len("2023-06-19"):
        return _read_moment(text) + dt.timedelta(microseconds=1)
    return dt.datetime.combine(_read_day(text), dt.time(), dt.UTC) + dt.timedelta(days=1)


def _read_position(text: str) -> int | dt.datetime:
    found = _POSITION.fullmatch(text)
    if found:
        return int(found[1])
    try:
        return _read_moment(text)
    except Unreadable:
        message = f"“{shown(text)}” is neither a ledger number nor a moment; write 1042 or 2023-06-19T15:04:00Z."
        raise Unreadable(message) from None


def _read_boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        message = f"“{shown(text)}” is neither true nor false."
        raise Unreadable(message, nearest(text, ("true", "false")))
    return text == "true"


_DAY_OR_MOMENT = {"type": "string", "pattern": _IN_RANGE, "anyOf": [{"format": "date"}, {"format": "date-time"}]}

CODE = matching("[A-Za-z0-9_-]{1,40}", "a code; codes are letters, digits and “_”", "killed")
COUNTRY = matching("[A-Za-z]{2}", "a country code; write two letters of ISO 3166-1, such as PS", "PS", str.upper)
LANGUAGE = matching("[A-Za-z0-9-]{2,35}", "a language tag; write BCP 47, such as en or ar", "en")
TOPIC = matching("[A-Za-z0-9:._-]{1,100}", "a topic; write its IPTC qcode, such as medtop:16000000", "medtop:16000000")
SHA256 = matching("[0-9A-Fa-f]{64}", "a SHA-256; write 64 hexadecimal digits", "0" * 64, str.lower)
PUBLIC_ID = matching(
    "[a-z]{3}_[a-z2-7]{26}", "a public id; write three letters, “_” and 26 characters", "clm_" + "a" * 26
)
NUMBER = whole(-LARGEST_NUMBER, LARGEST_NUMBER, 6)
BOOLEAN = Grammar(_read_boolean, {"type": "boolean"}, example=True)
DAY = Grammar(_read_day, {"type": "string", "format": "date", "pattern": _IN_RANGE}, "2023-06-19")
START = Grammar(_read_start, _DAY_OR_MOMENT, "2023-06-19")
"""A day from its first moment in UTC, or a moment itself."""
END = Grammar(_read_end, _DAY_OR_MOMENT, "2023-06-19")
"""The first moment after a day in UTC, or after a moment."""
POSITION = Grammar(
    _read_position,
    {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
            {"type": "string", "format": "date-time", "pattern": _IN_RANGE},
        ]
    },
    1042,
)
"""A place in the ledger: the number of an entry, or a moment."""

"""The plain-text form: a date line, `key: value` lines, a blank line, paragraphs.

    date 2023-06-19
    headline: …
    outlet: …

    The lead.

The date line may be followed on the same line by the first words of the text; then there are no other keys.
Without a date line the publication time is unknown, never guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from sources.importing.decoding import decode
from sources.importing.lines import one_line
from sources.importing.proposals import propose_headline, propose_wire_credits, read_dateline
from sources.importing.records import MAX_TEXT_BYTES, ArticleRecord, Format, Given, Item, RecordProblem
from sources.publication_times import ImpossibleDate, PublicationTime, on_day, parse_published

KEYS = ("date", "published", "headline", "outlet", "url", "byline", "language", "dateline", "id")


def read_plain_text(raw: bytes, given: Given) -> Iterator[Item]:
    """The one report of a text file. Raises `RecordProblem` and nothing else, whatever the bytes."""
    yield Item(parse_plain_text(raw, given.encoding))


def parse_plain_text(raw: bytes, encoding: str = "") -> ArticleRecord:
    """The report that a text file holds, in an encoding that somebody named or in UTF-8. Raises `RecordProblem`."""
    header, text = _split(decode(raw, encoding).split("\n"))
    published = _published(header)
    if not text:
        hint = "Put the report's text after a blank line."
        raise RecordProblem("empty", "there is no text, nothing to import", hint=hint)
    if len(text.encode()) > MAX_TEXT_BYTES:
        message = f"the text has {len(text.encode()):,} bytes; at most {MAX_TEXT_BYTES:,} are taken"
        raise RecordProblem("too_large", message, hint="Split the file into its reports.")
    headline = header.value("headline")
    return ArticleRecord(
        text=text,
        headline=headline or propose_headline(text),
        headline_is_proposed=not headline,
        outlet=header.value("outlet"),
        url=header.value("url"),
        bylines=_bylines(header.lines.get("byline", ())),
        language=header.value("language"),
        published=published,
        wire_credits=propose_wire_credits(text),
        dateline=header.value("dateline") or read_dateline(text),
        external_id=header.value("id"),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    key: str
    value: str


@dataclass(slots=True)
class _Header:
    """The key lines of one file by their keys; a key without a value is as good as absent."""

    lines: dict[str, list[_Line]] = field(default_factory=dict)

    def add(self, line: _Line) -> None:
        """Raises `RecordProblem` for a second value of anything but a byline."""
        if not line.value:
            return
        given = self.lines.setdefault(line.key, [])
        if given and line.key != "byline" and given[0].value != line.value:
            message = f"a second {line.key}, other than the one in line {given[0].number}"
            raise RecordProblem("duplicate_key", message, hint="Keep the right one.", line=line.number)
        given.append(line)

    def first(self, key: str) -> _Line | None:
        return next(iter(self.lines.get(key, ())), None)

    def value(self, key: str) -> str:
        line = self.first(key)
        return line.value if line else ""


_DATE_LINE = re.compile(
    r"[\s\ufeff]*date(?:\s*:\s*|\s+(?=[0-9]))"
    r"(?P<date>\S*(?:\s[0-9]{1,2}:[0-9]{2}\S*(?=\s*\Z))?)\s*(?P<words>.*)",
    re.IGNORECASE,
)
_KEY_LINE = re.compile(r"\s*(?P<key>[A-Za-z][A-Za-z_-]{0,20}(?: [A-Za-z]{1,20})?)\s*:(?P<value>.*)")
_BETWEEN_BYLINES = re.compile(r" ?; ?| ?, and | ?,(?! ?(?:Jr|Sr|II|III|IV)\b) ?| and | ?& ?")


def _split(lines: Sequence[str]) -> tuple[_Header, str]:
    """The header and the text. The text is kept whole but for the blank lines around it."""
    header = _Header()
    first = next((index for index, line in enumerate(lines) if not _is_blank(line)), len(lines))
    dated = _DATE_LINE.fullmatch(lines[first]) if first < len(lines) else None
    if dated is None:
        return header, _text(lines[_read_keys(lines, first, header, is_dated=False) :])
    header.add(_Line(first + 1, "date", dated["date"]))
    if dated["words"]:
        return header, _text([dated["words"], *lines[first + 1 :]])
    return header, _text(lines[_read_keys(lines, first + 1, header, is_dated=True) :])


def _text(lines: Sequence[str]) -> str:
    written = [index for index, line in enumerate(lines) if not _is_blank(line)]
    return "\n".join(lines[written[0] : written[-1] + 1]).lstrip("\ufeff") if written else ""


def _is_blank(line: str) -> bool:
    return not line.strip() or not line.replace("\ufeff", "").strip()


def _read_keys(lines: Sequence[str], first: int, header: _Header, *, is_dated: bool) -> int:
    """Reads the block of key lines that begins at `first`, if it is one; returns where the text begins."""
    opening = _key_line(first + 1, lines[first]) if first < len(lines) else None
    if opening is None:
        return first
    blank = next((at for at in range(first, len(lines)) if _is_blank(lines[at])), len(lines))
    block = [_key_line(number, line) for number, line in enumerate(lines[first:blank], first + 1)]
    if not any(line and line.key in KEYS for line in block) and not (is_dated and _nearest(opening.key)):
        return first  # a paragraph that begins with a word and a colon
    for number, line in enumerate(block, first + 1):
        header.add(_known(number, line))
    return blank


def _key_line(number: int, line: str) -> _Line | None:
    found = _KEY_LINE.fullmatch(line)
    if found:
        return _Line(number, found["key"].lower(), one_line(found["value"]))
    dated = _DATE_LINE.fullmatch(line)
    return _Line(number, "date", line[dated.start("date") :].strip()) if dated else None


def _known(number: int, line: _Line | None) -> _Line:
    if line is None:
        message = "neither a key nor a blank line"
        raise RecordProblem("missing", message, hint="Put a blank line before the text.", line=number)
    if line.key not in KEYS:
        nearest = _nearest(line.key)
        hint = f"Did you mean “{nearest}”? " if nearest else f"Keys are {', '.join(KEYS)}. "
        hint += "If this is text, put a blank line before it."
        raise RecordProblem("unknown_key", f"“{line.key}” is no key", hint=hint, line=number)
    return line


def _nearest(key: str) -> str:
    return next(iter(get_close_matches(key, KEYS, n=1, cutoff=0.75)), "")


def _published(header: _Header) -> PublicationTime | None:
    """The full time if there is one, on the day of the date line, which it must fit in some zone."""
    line = header.first("published")
    day, moment = _time(header.first("date")), _time(line)
    if line is None or day is None or moment is None:
        return moment or day
    widest = on_day(day.on)
    if not widest.earliest <= moment.earliest < widest.latest:
        message = f"published at {line.value}, but the date is {day.on}"
        raise RecordProblem("contradiction", message, hint="Correct one of the two.", line=line.number)
    return replace(moment, on=day.on)


def _time(line: _Line | None) -> PublicationTime | None:
    if line is None:
        return None
    try:
        return parse_published(line.value)
    except ImpossibleDate as error:
        hint = "Correct the date on this line, or take the line out where the day is not known."
        raise RecordProblem("impossible_date", str(error), hint=hint, line=line.number) from error


def _bylines(lines: Sequence[_Line]) -> tuple[str, ...]:
    """The names in the order given, each once: of several lines, or of one line "By A, B and C"."""
    written = (re.sub(r"(?i)\Aby ", "", line.value) for line in lines)
    names = (name.strip() for line in written for name in _BETWEEN_BYLINES.split(line))
    return tuple(dict.fromkeys(filter(None, names)))


FORMAT = Format(name="text", label="plain text", read=read_plain_text, recognises=lambda _head, _suffix: True)

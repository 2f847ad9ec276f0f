"""What all wire formats have, read the same way: times, embargoes, versions, bylines, rights, what an item is."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sources.importing.event_words import proposed_by, read_event
from sources.importing.lines import one_line
from sources.importing.proposals import propose_headline, propose_wire_credits, read_dateline
from sources.importing.qcodes import Catalogue
from sources.importing.records import MAX_TEXT_BYTES, NOTICES, ArticleRecord, PubStatus, RecordProblem
from sources.publication_times import ImpossibleDate, PublicationTime, parse_published
from sources.text import UnusableText, clip, normalise

MOST_RIGHTS = 300
"""The most characters of a rights line; of longer ones the terms of use are left out."""

MOST_NOTES = 30
"""The most notes on one item."""

_BIGGEST_VERSION = 2**63 - 1
_WESTMOST = dt.timedelta(hours=12)  # where every day ends last


@dataclass(frozen=True, slots=True)
class Embargo:
    """Until when nothing may be published; `is_open` where that is until further notice."""

    until: dt.datetime | None = None
    is_open: bool = False
    notes: tuple[str, ...] = ()


def printable(problem: RecordProblem) -> RecordProblem:
    """The problem, which may quote an item, without what cannot be stored or printed on one line."""
    return RecordProblem(problem.reason, _visible(problem.message), hint=_visible(problem.hint), line=problem.line)


def read_time(field: str, words: str, line: int | None = None) -> PublicationTime | None:
    """When something was published, null for a blank field. Raises `RecordProblem` (impossible_date)."""
    if not words.strip():
        return None
    try:
        return parse_published(words)
    except ImpossibleDate as error:
        hint = "Correct it, or take it out where the time is not known."
        raise RecordProblem("impossible_date", f"{field}: {error}", hint=hint, line=line) from error


def read_embargo(field: str, words: str | None, line: int | None = None) -> Embargo:
    """The embargo of an item: none for null, until further notice for a blank field.

    A time without a zone holds until it has come everywhere, a day until it is over everywhere, and a note says so:
    too early is the one mistake that cannot be mended. Raises `RecordProblem` (impossible_date).
    """
    if words is None:
        return Embargo()
    time = read_time(field, words, line)
    if time is None:
        return Embargo(is_open=True, notes=("It is embargoed without a date, and so withheld until further notice.",))
    if time.at and not time.zone_assumed:
        return Embargo(time.at)
    until = time.at + _WESTMOST if time.at else time.latest
    note = f"The embargo “{clip(words.strip())}” is no moment in a zone; it is kept until that has passed everywhere."
    return Embargo(until, notes=(note,))


def read_version(words: str) -> tuple[int | None, tuple[str, ...]]:
    """The outlet's number of a version, and a note where what it gives is none."""
    written = words.strip()
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 20 else None
    if number is not None and number <= _BIGGEST_VERSION:
        return number, ()
    return None, (f"The version “{clip(written)}” is not a number; it was left out.",) if written else ()


def read_bylines(words: str) -> tuple[str, ...]:
    """The names in a printed byline such as "By Ann Lee and Bo Ray", without the "By".

    A comma parts names only in a list that goes on with "and", and no single word: "Ann Lee, Reuters" is one name.
    """
    written = _BY.sub("", one_line(words))
    parts = [part for half in written.split(";") for part in _split_list(half.strip())]
    return tuple(dict.fromkeys(filter(None, parts)))


def read_rights(holder: str, notice: str, terms: str) -> tuple[str, tuple[str, ...]]:
    """The rights line: the notice (else the holder), then the terms of use; and a note on what did not fit."""
    line = one_line(notice) or one_line(holder)
    terms = one_line(terms)
    whole = " ".join(filter(None, (line, terms)))
    if len(whole) <= MOST_RIGHTS:
        return whole, ()
    note = f"The rights have {len(whole):,} characters; only the beginning was kept."
    return clip(line or terms, MOST_RIGHTS), (note,)


def with_event(
    record: ArticleRecord,
    status: PubStatus,
    embargo: Embargo,
    signals: Iterable[str],
    catalogue: Catalogue | None = None,
) -> ArticleRecord:
    """The record with what the item is: by its status, its embargo and its signals; its editorial note proposes."""
    if embargo.is_open and status in ("", "usable"):
        status = "withheld"
    reading = read_event(status, signals, catalogue)
    proposal = proposed_by(record.editorial_note, reading.event)
    return replace(
        record,
        event=reading.event,
        pub_status=reading.status,
        embargoed_until=embargo.until,
        notes=(*record.notes, *embargo.notes, *reading.notes, *filter(None, (proposal,))),
    )


def completed(record: ArticleRecord) -> ArticleRecord:
    """The record with what its text proposes: headline, dateline, wire credits; its notes each once.

    Raises `RecordProblem`: empty (for anything but a notice), too_large or not_text.
    """
    text = _checked_text(record)
    headline = record.headline or propose_headline(text)
    return replace(
        record,
        text=text,
        headline=headline,
        headline_is_proposed=bool(headline and not record.headline),
        wire_credits=propose_wire_credits(text),
        dateline=record.dateline or read_dateline(text),
        notes=_bounded(record.notes),
    )


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BY = re.compile(r"\Aby\b:? *", re.IGNORECASE)
_AND = re.compile(r",? and | & ")


def _visible(message: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", message)


def _split_list(written: str) -> list[str]:
    *listed, last = _AND.split(written)
    return [name for part in listed for name in _names(part.strip())] + [last.strip()]


def _names(part: str) -> list[str]:
    names = [name.strip() for name in part.split(",")]
    return names if all(" " in name for name in names) else [part]


def _checked_text(record: ArticleRecord) -> str:
    try:
        text = normalise(record.text).strip()
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error
    if not text and record.event not in NOTICES:
        hint = "Only an item that withholds, releases or withdraws a report may come without a text."
        raise RecordProblem("empty", "the item has no text, nothing to import", hint=hint)
    size = len(text.encode())
    if size > MAX_TEXT_BYTES:
        message = f"the text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are taken"
        raise RecordProblem("too_large", message, hint="Ask for the report in parts.")
    return text


def _bounded(notes: Iterable[str]) -> tuple[str, ...]:
    told = list(dict.fromkeys(map(_visible, notes)))
    if len(told) > MOST_NOTES:
        told[MOST_NOTES - 1 :] = [f"There are {len(told) - MOST_NOTES + 1} more notes of this kind."]
    return tuple(told)

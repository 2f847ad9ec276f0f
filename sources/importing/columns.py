"""What the columns of a table and the keys of a JSON object are called, and what stands in them.

Names are compared without case, blanks, underscores, hyphens and full stops: “Published at” is `published_at`.
A blank cell means not given. What a claim says stands in columns with the prefix `claim_`.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import cast, get_args

from sources.importing.proposals import propose_headline, propose_wire_credits, read_dateline
from sources.importing.records import (
    MAX_TEXT_BYTES,
    NOTICES,
    ArticleRecord,
    ClaimRecord,
    Event,
    PubStatus,
    RecordProblem,
)
from sources.publication_times import ImpossibleDate, PublicationTime, parse_published
from sources.text import clip

ARTICLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("article_id", "external_id", "guid"),
    "version": ("version_number", "revision"),
    "published": ("date", "published_at", "published_on", "date_published", "publication_date", "pub_date"),
    "first_published": ("first_published_at",),
    "headline": ("title",),
    "text": ("body", "content", "article_text", "full_text", "article_body"),
    "outlet": ("publisher", "outlet_name"),
    "url": ("link", "address", "article_url"),
    "byline": ("bylines", "author", "authors"),
    "language": ("lang",),
    "dateline": (),
    "status": ("pub_status",),
    "event": (),
    "rights": ("copyright", "copyright_notice"),
    "public_notice": (),
    "editorial_note": ("ed_note",),
    "embargoed_until": ("embargo", "embargoed"),
    "supersedes": ("replaces",),
    "topics": ("topic", "medtop"),
}
"""The columns of an article, each with its other names. Bylines and topics are several, with `;` between them."""

CLAIM = "claim_"
CLAIM_COLUMNS = tuple(f"{CLAIM}{name}" for name in ClaimRecord.__dataclass_fields__)
"""The columns of a claim: quote, predicate, value, said_by, speaks_for and so on, see `ClaimRecord`."""

SEVERAL = frozenset(["byline", "topics"])
MOST_DIGITS = 9

Cells = Mapping[str, tuple[str, ...]]
"""What one row says of its article: its cells by column, those that are not blank."""


def column_named(name: str) -> str:
    """The column that is called so, "" if none is."""
    return _COLUMNS.get(_folded(name), "")


def nearest_column(name: str, among: Iterable[str] = ()) -> str:
    """The name nearest to a misspelt one, among all or only those of some columns; "" if none is near."""
    wanted = frozenset(among)
    folded = [known for known, column in _COLUMNS.items() if not wanted or column in wanted]
    return _COLUMNS[found[0]] if (found := get_close_matches(_folded(name[:40]), folded, n=1, cutoff=0.7)) else ""


def shown(words: str, most: int = 40) -> str:
    """Words of a file in a message: clipped, and a sign for what cannot be seen or stored."""
    return "".join(char if char.isprintable() else "\ufffd" for char in clip(words, most))


def read_article(cells: Cells) -> ArticleRecord:
    """The report that a row describes, its claims left out. Raises `RecordProblem`."""
    text = _word(cells, "text")
    event = cast("Event", _closed(cells, "event", get_args(Event)))
    _check_text(text, event)
    headline = _word(cells, "headline")
    return ArticleRecord(
        text=text,
        headline=headline or propose_headline(text),
        headline_is_proposed=bool(text) and not headline,
        outlet=_word(cells, "outlet"),
        url=_word(cells, "url"),
        bylines=tuple(dict.fromkeys(re.sub(r"(?i)\Aby ", "", name) for name in cells.get("byline", ()))),
        language=_word(cells, "language"),
        published=_time(cells, "published"),
        wire_credits=propose_wire_credits(text),
        dateline=_word(cells, "dateline") or read_dateline(text),
        external_id=_word(cells, "id"),
        version=_number(cells, "version"),
        first_published=_time(cells, "first_published"),
        event=event,
        pub_status=cast("PubStatus", _closed(cells, "status", get_args(PubStatus))),
        embargoed_until=_moment(cells, "embargoed_until"),
        rights=_word(cells, "rights"),
        public_notice=_word(cells, "public_notice"),
        editorial_note=_word(cells, "editorial_note"),
        topics=tuple(dict.fromkeys(_TOPIC_ADDRESS.sub("medtop:", code) for code in cells.get("topics", ()))),
        supersedes=_word(cells, "supersedes"),
    )


def read_claim(words: Mapping[str, str]) -> ClaimRecord:
    """The claim that a row describes, its words by column (`claim_quote` and so on). Raises `RecordProblem`."""
    if not words.get(CLAIM + "quote"):
        message = f"a claim ({_first(words)}) without the words it stands on"
        raise RecordProblem("missing", message, hint="Fill in claim_quote with words of the text.")
    given: dict[str, str] = {name.removeprefix(CLAIM): value for name, value in words.items()}
    given.pop("occurrence", None)
    place = {name: (value,) for name, value in words.items() if name == CLAIM + "occurrence"}
    return ClaimRecord(**given, occurrence=_number(place, CLAIM + "occurrence", least=1))


def missing_column(column: str, names: Sequence[str]) -> RecordProblem:
    """The problem of a table or object that has none of the names of a column that it needs."""
    misspelt = next((name for name in names if nearest_column(name, [column])), "")
    meant = f"Did you mean it by “{shown(misspelt)}”? " if misspelt else ""
    called = " or ".join(f"“{name}”" for name in (column, *ARTICLE_COLUMNS.get(column, ())))
    seen = ", ".join(f"“{shown(name)}”" for name in names[:20]) + (" and more" if len(names) > 20 else "")
    hint = f"{meant}Call it {called}. The columns here are {seen}."
    return RecordProblem("missing", f"there is no column “{column}”", hint=hint)


_TOPIC_ADDRESS = re.compile(r"\Ahttps?://cv\.iptc\.org/newscodes/mediatopic/(?=[0-9]{8}\Z)")
_SPACING = re.compile(r"[\s_.-]+")


def _folded(name: str) -> str:
    return _SPACING.sub("", name).casefold()


_COLUMNS = {_folded(name): column for column, others in ARTICLE_COLUMNS.items() for name in (column, *others)} | {
    _folded(column): column for column in CLAIM_COLUMNS
}


def _first(words: Mapping[str, str]) -> str:
    name, value = next(iter(words.items()))
    return f"{name} “{shown(value)}”"


def _word(cells: Cells, column: str) -> str:
    return "; ".join(cells.get(column, ()))


def _check_text(text: str, event: Event) -> None:
    if not text and event not in NOTICES:
        raise RecordProblem("empty", "there is no text, nothing to import", hint="Fill in the column “text”.")
    if len(text.encode()) > MAX_TEXT_BYTES:
        message = f"the text has {len(text.encode()):,} bytes; at most {MAX_TEXT_BYTES:,} are taken"
        raise RecordProblem("too_large", message, hint="Split it into its reports.")


def _closed(cells: Cells, column: str, words: Sequence[str]) -> str:
    given = _word(cells, column)
    if given.lower() in words:
        return given.lower()
    known = ", ".join(filter(None, words))
    message = f"{column}: “{shown(given)}” is none of the words it may be"
    raise RecordProblem("unknown_value", message, hint=f"Write one of {known}, or leave it blank.")


def _number(cells: Cells, column: str, least: int = 0) -> int | None:
    given = _word(cells, column)
    if not given:
        return None
    if not given.isdecimal() or not given.isascii() or len(given) > MOST_DIGITS or int(given) < least:
        message = f"{column}: “{shown(given)}” is no number from {least} to {'9' * MOST_DIGITS}"
        raise RecordProblem("malformed", message, hint="Write it in digits, without a point, or leave it blank.")
    return int(given)


def _time(cells: Cells, column: str) -> PublicationTime | None:
    given = _word(cells, column)
    try:
        return parse_published(given) if given else None
    except ImpossibleDate as error:
        hint = "Correct it, or leave it blank where the day is not known."
        raise RecordProblem("impossible_date", f"{column}: {error}", hint=hint) from error


def _moment(cells: Cells, column: str) -> dt.datetime | None:
    time = _time(cells, column)
    if time is None:
        return None
    if time.at is None or time.zone_assumed:
        message = f"{column}: “{shown(_word(cells, column))}” names no moment"
        hint = "Write the time and its zone too, as in 2023-06-19T15:04+03:00."
        raise RecordProblem("impossible_date", message, hint=hint)
    return time.at

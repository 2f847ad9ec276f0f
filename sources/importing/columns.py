"""What the columns of a table and the keys of a JSON object are called, and what stands in them.

Names are compared without case, blanks, underscores, hyphens and full stops: “Published at” is `published_at`.
A blank cell means not given. What a claim says stands in columns with the prefix `claim_`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from sources.importing.event_words import SIGNALS, Reading, proposed_by, read_event, read_status
from sources.importing.records import ArticleRecord, ClaimRecord, RecordProblem
from sources.importing.wire_fields import completed, read_embargo, read_time
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
    read = _event(cells)
    embargo = read_embargo("embargoed_until", _word(cells, "embargoed_until") or None)
    editorial_note = _word(cells, "editorial_note")
    record = ArticleRecord(
        text=_word(cells, "text"),
        headline=_word(cells, "headline"),
        outlet=_word(cells, "outlet"),
        url=_word(cells, "url"),
        bylines=tuple(dict.fromkeys(_BY.sub("", name) for name in cells.get("byline", ()))),
        language=_word(cells, "language"),
        published=read_time("published", _word(cells, "published")),
        dateline=_word(cells, "dateline"),
        external_id=_word(cells, "id"),
        version=_number(cells, "version"),
        first_published=read_time("first_published", _word(cells, "first_published")),
        event=read.event,
        pub_status=read.status,
        embargoed_until=embargo.until,
        rights=_word(cells, "rights"),
        public_notice=_word(cells, "public_notice"),
        editorial_note=editorial_note,
        topics=tuple(dict.fromkeys(_TOPIC_ADDRESS.sub("medtop:", code) for code in cells.get("topics", ()))),
        supersedes=_word(cells, "supersedes"),
        notes=tuple(filter(None, (*read.notes, *embargo.notes, proposed_by(editorial_note, read.event)))),
    )
    return completed(record)


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
_BY = re.compile(r"\Aby ", re.IGNORECASE)
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


def _event(cells: Cells) -> Reading:
    given = _word(cells, "event")
    if given and given.lower() not in SIGNALS:
        hint = f"Write one of {', '.join(SIGNALS)}, or leave it blank."
        raise RecordProblem("unknown_value", f"event: “{shown(given)}” is none", hint=hint)
    return read_event(read_status(_word(cells, "status")), [given] if given else [])


def _number(cells: Cells, column: str, least: int = 0) -> int | None:
    given = _word(cells, column)
    if not given:
        return None
    if not given.isdecimal() or not given.isascii() or len(given) > MOST_DIGITS or int(given) < least:
        message = f"{column}: “{shown(given)}” is no number from {least} to {'9' * MOST_DIGITS}"
        raise RecordProblem("malformed", message, hint="Write it in digits, without a point, or leave it blank.")
    return int(given)

"""JSON Feed 1.0 and 1.1: one item an entry. A value of the wrong kind is left out, and the entry's notes say so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem
from sources.importing.strict_json import load_json
from sources.importing.web_entries import Entry, read_words, record_of
from sources.text import clip

EXTERNAL_NOTE = "The entry has no address of its own; that of the page it is about was taken."


def read_json_feed(raw: bytes, given: Given) -> Iterator[Item]:
    """The entries of a JSON Feed. Raises `RecordProblem`: empty, invalid for no feed, or as `load_json` does."""
    feed = load_json(raw, given.encoding)
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        hint = "A JSON Feed is an object with a list “items”."
        raise RecordProblem("invalid", "there is no list of items, so this is no JSON Feed", hint=hint)
    if not entries:
        raise RecordProblem("empty", "the feed has no entries", hint="Fetch it when it has some.")
    whole = _whole(_Fields(feed), given.address)
    for number, entry in enumerate(entries, 1):
        yield Item(_made(entry, whole), f"entry {number}")


def looks_like_json_feed(head: bytes, suffix: str) -> bool:
    """True for JSON that says that it is a JSON Feed, or has a key that only its entries have."""
    del suffix  # that of every JSON
    return head.lstrip().startswith(b"{") and bool(_SIGNS.search(head))


_SIGNS = re.compile(rb'jsonfeed\.org|"(?:content_html|content_text|date_published|home_page_url)"\s*:')
_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class _Whole:
    """What counts for every entry that does not say otherwise."""

    base: str
    language: str
    authors: Sequence[str]


@dataclass(slots=True)
class _Fields:
    """The fields of an object, and notes on those of a wrong kind."""

    values: dict[str, Any]
    notes: list[str] = field(default_factory=list)

    def word(self, key: str) -> str:
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        if key == "id" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)  # the specification asks for this
        self._leave_out(key, value, "a string")
        return ""

    def listed(self, key: str) -> Sequence[Any]:
        value = self.values.get(key)
        if value is None or isinstance(value, list):
            return value or ()
        self._leave_out(key, value, "a list")
        return ()

    def _leave_out(self, key: str, value: object, expected: str) -> None:
        kind = _KINDS.get(type(value), "a number")
        self.notes.append(f"“{clip(key)}” was left out: it is {kind} where {expected} is expected.")


def _whole(feed: _Fields, address: str) -> _Whole:
    base = address or feed.word("feed_url") or feed.word("home_page_url")
    return _Whole(base, feed.word("language"), _names(_authors(feed)))


def _made(entry: Any, whole: _Whole) -> ArticleRecord | RecordProblem:
    if not isinstance(entry, dict):
        return RecordProblem("invalid", "the entry is no object", hint="Each of “items” is an object.")
    try:
        return record_of(_entry(_Fields(entry), whole))
    except RecordProblem as problem:
        return problem


def _entry(fields: _Fields, whole: _Whole) -> Entry:
    markup = read_words(fields.word("content_html"), is_markup=True)
    plain = read_words(fields.word("content_text"), is_markup=False)
    link, external = fields.word("url"), fields.word("external_url")
    authors = _authors(fields)
    return Entry(
        title=read_words(fields.word("title"), is_markup=False).text,
        body=markup if markup.text else plain,
        summary=read_words(fields.word("summary"), is_markup=False),
        link=link or external,
        base=whole.base,
        external_id=fields.word("id"),
        published=fields.word("date_published"),
        updated=fields.word("date_modified"),
        authors=_names(authors) if authors else whole.authors,
        terms=[term for term in fields.listed("tags") if isinstance(term, str)],
        language=fields.word("language") or whole.language,
        notes=(*fields.notes, *((EXTERNAL_NOTE,) if external and not link else ())),
    )


def _authors(fields: _Fields) -> Sequence[Any]:
    """Also the one author that version 1.0 has."""
    return [author for author in (*fields.listed("authors"), fields.values.get("author")) if author]


def _names(authors: Sequence[Any]) -> Sequence[str]:
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    return [name for name in names if isinstance(name, str) and name.strip()]


FORMAT = Format(name="jsonfeed", label="JSON Feed", read=read_json_feed, recognises=looks_like_json_feed)

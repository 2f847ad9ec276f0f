"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0: one item an entry.

A broken entry is mended where that loses nothing, else read as far as it goes; its notes say so. Entries are read one
by one, each in its own small feed (`feed_slices`).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sources.importing.feed_parsing import NotWellFormed, Parsed, parse_loosely, parse_strictly
from sources.importing.feed_slices import Frame, Slice, frame_of, mended, slices
from sources.importing.markup import Blocks
from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem
from sources.importing.safe_xml import in_utf8, root_name
from sources.importing.web_entries import Entry, read_words, record_of
from sources.text import clip

MENDED_NOTE = "The entry is not well-formed XML (line {line}: {message}); it was mended."
LOOSE_NOTE = "The entry is not well-formed XML (line {line}: {message}); it was read as far as that goes."


def read_feed(raw: bytes, given: Given) -> Iterator[Item]:
    """The entries of a feed, an empty or broken one as its problem.

    Raises `RecordProblem`: empty without an entry, malformed where it breaks off, unsafe, invalid for no feed, or
    what is wrong with the encoding.
    """
    utf8 = in_utf8(raw, given.encoding)
    frame = frame_of(utf8)
    whole = _Whole(_said_of_all(frame), given.address)
    number = 0
    for piece in slices(utf8, frame):
        made = _made(piece, frame, whole)
        if made is not None:
            number += 1
            yield Item(made, f"entry {number}", hashlib.sha256(piece.raw).hexdigest())
    if not number:
        raise RecordProblem("empty", "the feed has no entries", hint="Fetch it when it has some.")


def looks_like_feed(head: bytes, suffix: str) -> bool:
    """True for a root of RSS or Atom, or a file's ending of theirs before other markup."""
    root = root_name(head).lower()
    if root == "rdf":
        return bool(_RSS_IN_RDF.search(head))
    return root in ("rss", "feed") or (suffix in (".rss", ".atom") and head.lstrip().startswith(b"<"))


Said = dict[str, Any]

_WELL_FORMED = "Ask its sender for well-formed XML."

_MARKUP = frozenset(["text/html", "application/xhtml+xml"])
_ADDRESS = re.compile(r"(?:mailto:)?[^\s@()<>]{1,100}@[^\s@()<>]{1,200}")
_BASE = b"xml:base"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_RSS_IN_RDF = re.compile(rb"purl\.org/rss|my\.netscape\.com/rdf|purl\.org/net/rss")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What counts for every entry: what the feed says of itself, and where it stands."""

    feed: Said
    address: str


def _said_of_all(frame: Frame) -> Said:
    try:
        return parse_strictly(frame.rest).feed
    except NotWellFormed:
        return parse_loosely(mended(frame.rest)).feed


def _made(piece: Slice, frame: Frame, whole: _Whole) -> ArticleRecord | RecordProblem | None:
    """The record of an entry or its problem; null for an element of another vocabulary that is called like one."""
    notes: tuple[str, ...] = ()
    try:
        parsed, notes = _read(piece, frame)
        return record_of(_entry(parsed, parsed.entries[0], whole, notes)) if parsed.entries else None
    except RecordProblem as problem:
        line = problem.line or piece.line
        if problem.reason == "empty" and notes:
            return RecordProblem(
                "malformed", f"nothing is found in it. {notes[0].rstrip('.')}", hint=_WELL_FORMED, line=line
            )
        return RecordProblem(problem.reason, problem.message, hint=problem.hint, line=line)


def _read(piece: Slice, frame: Frame) -> tuple[Parsed, tuple[str, ...]]:
    whole = frame.around(piece.raw)
    try:
        return _with_own_ids(parse_strictly(whole), whole), ()
    except NotWellFormed as error:
        where = {"line": piece.line + error.line - 1 - frame.opening.count(b"\n"), "message": error.message}
    better = frame.around(mended(piece.raw))
    try:
        return _with_own_ids(parse_strictly(better), better), (MENDED_NOTE.format(**where),)
    except NotWellFormed:
        return parse_loosely(better), (LOOSE_NOTE.format(**where),)


def _with_own_ids(parsed: Parsed, raw: bytes) -> Parsed:
    """The same with ids as they stand: feedparser resolves them against a base like links."""
    if _BASE in raw and parsed.entries:
        unbased = parse_strictly(raw.replace(_BASE, b"xml:was"))
        parsed.entries[0]["id"] = _word(unbased.entries[0], "id")
    return parsed


def _entry(parsed: Parsed, said: Said, whole: _Whole, notes: tuple[str, ...]) -> Entry:
    body, body_notes = _body(said)
    is_atom = parsed.version.startswith("atom")
    rights = _detail(said, "rights").text or _detail(whole.feed, "rights").text
    return Entry(
        title=_detail(said, "title").text,
        body=body,
        summary=_detail(said, "summary"),
        link=_link(said, is_atom=is_atom),
        base=whole.address,
        external_id=_word(said, "id"),
        published=_word(said, "published"),
        updated=_word(said, "updated"),
        authors=_authors(parsed, said, whole, is_atom=is_atom),
        terms=[term for tag in said.get("tags", ()) for term in _terms(tag)],
        language=_language(said, whole.feed),
        rights=rights,
        notes=(*notes, *body_notes),
    )


def _word(said: Said, key: str) -> str:
    value = dict.get(said, key)  # feedparser's own lookup answers "updated" with what was published
    return value if isinstance(value, str) else ""


def _detail(said: Said, key: str) -> Blocks:
    detail = dict.get(said, f"{key}_detail") or {}
    return read_words(_word(said, key), is_markup=detail.get("type") in _MARKUP)


def _body(said: Said) -> tuple[Blocks, tuple[str, ...]]:
    """The first content that is a text, and what is left out before it."""
    notes = []
    for content in dict.get(said, "content") or ():
        kind = content.get("type", "")
        if content.get("src"):
            notes.append(f"The content that stands at another address was left out: {clip(content['src'])}.")
        elif kind in _MARKUP or kind.startswith("text/"):
            blocks = read_words(content.get("value", ""), is_markup=kind in _MARKUP)
            if blocks.text:
                return blocks, tuple(notes)
        else:
            notes.append(f"Content of the type “{clip(kind, 40)}” was left out; it is no text.")
    return Blocks(""), tuple(notes)


def _link(said: Said, *, is_atom: bool) -> str:
    """The page of the report: the first alternate that is HTML, else the first; of RSS also a guid that is one."""
    alternates = [link for link in dict.get(said, "links") or () if link.get("rel") == "alternate" and link.get("href")]
    pages = [link for link in alternates if link.get("type") in _MARKUP]
    found = next(iter(pages or alternates), None)
    if found:
        return _word(said, "feedburner_origlink") or str(found["href"])
    permalink = _word(said, "link")
    return permalink if not is_atom and _WEB.match(permalink) else ""


def _authors(parsed: Parsed, said: Said, whole: _Whole, *, is_atom: bool) -> Sequence[str]:
    """Those of the entry; one of Atom without any inherits the feed's (RFC 4287, 4.2.1)."""
    if parsed.printed_authors:
        return [_ADDRESS.sub("", name).strip(" <>()") or name for name in parsed.printed_authors]
    inherits = is_atom and not dict.get(said, "authors")
    return _named(whole.feed if inherits else said)


def _named(said: Said) -> Sequence[str]:
    return [name for author in dict.get(said, "authors") or () if (name := author.get("name") or author.get("email"))]


def _terms(tag: Mapping[str, str | None]) -> Sequence[str]:
    scheme, term = tag.get("scheme") or "", tag.get("term") or ""
    return (term, scheme + term)


def _language(said: Said, feed: Said) -> str:
    """That of the entry, else of its text, else of the feed."""
    details = [*(dict.get(said, "content") or ()), dict.get(said, "summary_detail"), dict.get(said, "title_detail")]
    of_text = (detail.get("language") for detail in details if detail)
    return _word(said, "language") or next(filter(None, of_text), None) or _word(feed, "language")


FORMAT = Format(name="feed", label="RSS or Atom", read=read_feed, recognises=looks_like_feed)

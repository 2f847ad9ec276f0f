"""What `feedparser` reads in a small feed, kept from what would take it time without end.

Its classes are driven directly: `feedparser.parse` opens a string as an address or a file, and mends letters that
look wrongly decoded without saying so.
"""

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException, make_parser
from xml.sax.handler import feature_namespaces
from xml.sax.xmlreader import InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser

from sources.importing.records import RecordProblem

MAX_FIELD = 5_000
"""The most characters of a name, a date or a list of words, which are matched in quadratic time."""

MAX_CATEGORIES = 500
"""The most categories, each of which is compared with every other."""

MAX_TAGS = 25_000
"""The most tags, those of markup included."""

MAX_ATTRIBUTES = 200
"""The most attributes of a tag, each of which is looked up among all."""

MAX_NAMESPACES = 200
"""The most namespaces, all of which are looked through at every tag."""

MAX_BYTES = 10 * 1024 * 1024
"""The most bytes of one entry, or of a feed without its entries."""

MAX_LOOSE_BYTES = 256 * 1024
"""The most bytes that are read although they are not well-formed: it takes microseconds for each."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a feed says of itself and of its entries, by feedparser's keys; its format, such as "atom10".

    `printed_authors` are as they stand: in “ann@news.example (Ann Lee)” feedparser does not find every name.
    """

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    version: str
    printed_authors: Sequence[str] = ()


class NotWellFormed(Exception):
    """The bytes are no XML: the parser's words, and the line (from 1)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line


def parse_strictly(raw: bytes) -> Parsed:
    """A feed in UTF-8 without a document type.

    Raises `NotWellFormed`, or `RecordProblem`: too_large or unsafe beyond the limits above, malformed where
    feedparser stumbles.
    """
    _check_size(raw)
    return _parsed(_Strict("", None, _ENCODING), lambda parser: _read_xml(raw, parser))


def parse_loosely(raw: bytes) -> Parsed:
    """The same of bytes that are not well-formed, as far as that goes. Raises `RecordProblem`: unsafe or malformed."""
    if len(raw) > MAX_LOOSE_BYTES:
        message = f"it is not well-formed, and with {len(raw):,} bytes too long to be read nevertheless"
        raise RecordProblem("malformed", message, hint="Ask its sender for well-formed XML.")
    return _parsed(_Loose("", None, _ENCODING, {}), lambda parser: parser.feed(raw.decode("utf-8", "replace")))


_ENCODING = "utf8"  # feedparser takes text in what it calls "utf-8" for wrongly decoded where it could be
_NAMES = ("author", "name", "email", "publisher", "contributor", "category", "tags", "itunes_keywords")
_TIMES = ("published", "updated", "created", "expired", "validity")
_FIELDS = frozenset([*_NAMES, *_TIMES])


class _Limits:
    """How much of what was met. Raises `RecordProblem` (unsafe) beyond the limits."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def count(self, what: str, most: int) -> None:
        self.counts[what] += 1
        self.check(what, self.counts[what], most)

    def check(self, what: str, number: int, most: int) -> None:
        if number > most:
            message = f"more than {most:,} {what}"
            raise RecordProblem("unsafe", message, hint="No report needs so many; check what the feed is.")

    def check_field(self, element: str, pieces: Sequence[str]) -> None:
        if element == "category":
            self.count("categories", MAX_CATEGORIES)
        if element in _FIELDS:
            self.check(f"characters in “{element}”", sum(map(len, pieces)), MAX_FIELD)


def _guarded(base: Any) -> Any:
    class Guarded(base):  # type: ignore[misc]  # feedparser makes its classes at run time
        def __init__(self, *arguments: Any) -> None:
            self.limits = _Limits()
            self.printed_authors: list[str] = []
            super().__init__(*arguments)

        def startElementNS(self, name: Any, qname: str, attrs: Any) -> None:  # noqa: N802  a name of SAX
            self.limits.check("attributes in one tag", len(attrs), MAX_ATTRIBUTES)
            super().startElementNS(name, qname, attrs)

        def unknown_starttag(self, tag: str, attrs: Any) -> None:
            self.limits.count("tags", MAX_TAGS)
            self.limits.check("namespaces", len(self.namespaces_in_use), MAX_NAMESPACES)
            super().unknown_starttag(tag, attrs)

        def pop(self, element: str, strip_whitespace: int = 1) -> Any:
            if self.elementstack and self.elementstack[-1][0] == element:
                pieces = self.elementstack[-1][2]
                self.limits.check_field(element, pieces)
                pieces[:] = _without_blank_ends(pieces)
            value = super().pop(element, strip_whitespace)
            self.printed_authors += [value] if element == "author" and value else []
            return value

    return Guarded


def _without_blank_ends(pieces: list[Any]) -> list[Any]:
    """Feedparser takes blank runs at the ends off one by one, each time moving all the others."""
    written = [number for number, piece in enumerate(pieces) if piece.strip()]
    return pieces[written[0] : written[-1] + 1] if written else []


_Strict = _guarded(StrictFeedParser)
_Loose = _guarded(LooseFeedParser)


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        message = f"it has {len(raw):,} bytes; at most {MAX_BYTES:,} are taken"
        raise RecordProblem("too_large", message, hint="Check what the feed is.")


def _parsed(parser: Any, read: Callable[[Any], object]) -> Parsed:
    parser.resolve_relative_uris = parser.sanitize_html = False
    try:
        read(parser)
    except (RecordProblem, NotWellFormed):
        raise
    except Exception as error:  # feedparser raises whatever it stumbles over
        message = f"the parser of feeds stumbles over it ({type(error).__name__})"
        raise RecordProblem("malformed", message, hint="Ask its sender for a valid feed.") from error
    return Parsed(parser.feeddata, parser.entries, parser.version, parser.printed_authors)


def _read_xml(raw: bytes, parser: Any) -> None:
    reader = make_parser()  # noqa: S317  the bytes hold no document type, see `feed_slices.frame_of`
    reader.setFeature(feature_namespaces, 1)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = InputSource()
    source.setByteStream(io.BytesIO(raw))
    source.setEncoding("utf-8")
    try:
        reader.parse(source)
    except SAXException as error:
        line = getattr(error, "getLineNumber", lambda: 1)() or 1
        raise NotWellFormed(error.getMessage(), line) from error

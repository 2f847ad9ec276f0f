"""The entries of an RSS or Atom file as slices of its bytes, each of which makes a small feed of its own.

So a broken entry spoils no other, and a long feed is never in memory as objects. Linear in the bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from sources.importing.records import RecordProblem

ROOTS = frozenset([b"rss", b"rdf", b"feed", b"channel"])

MAX_OPENING_BYTES = 20_000
"""The most bytes of the tags around an entry, which are read again with each."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of one entry, and the line in which they begin (from 1)."""

    raw: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the entries: the tags that open and close the feed, and the feed without its entries."""

    opening: bytes
    closing: bytes
    rest: bytes
    first: int  # where the first entry begins

    def around(self, raw: bytes) -> bytes:
        """A whole feed with this entry only."""
        return self.opening + raw + self.closing


def frame_of(utf8: bytes) -> Frame:
    """The frame of a feed in UTF-8 without a mark.

    Raises `RecordProblem`: unsafe for a document type with entities, malformed without a first element, invalid
    where that is none of a feed.
    """
    root = _root(utf8)
    first = next((found.start() for found in _TOKEN.finditer(utf8, root.end()) if found["entry"]), len(utf8))
    channel = _CHANNEL.search(utf8, root.end(), first) if _local(root["name"]) == b"rss" else None
    opening = root[0] + (channel[0] if channel else b"")
    if len(opening) > MAX_OPENING_BYTES:
        message = f"the tags that open the feed have {len(opening):,} bytes"
        raise RecordProblem("unsafe", message, hint=f"At most {MAX_OPENING_BYTES:,} are taken.", line=1)
    names = [found["name"] for found in (channel, root) if found]
    closing = b"".join(b"</" + name + b">" for name in names)
    return Frame(opening, closing, utf8[root.start() : first] + _tail(utf8, first, closing), first)


def slices(utf8: bytes, frame: Frame) -> Iterator[Slice]:
    """The entries in order. Raises `RecordProblem` (malformed) at one that is never closed, as in a cut file."""
    depth, start, line, counted = 0, 0, 1, 0
    for found in _TOKEN.finditer(utf8, frame.first):
        if not found["entry"]:
            continue
        if depth == 0:
            start = found.start()
            line, counted = line + utf8.count(b"\n", counted, start), start
        depth += -1 if found["end"] else 0 if found[0].endswith(b"/>") else 1
        if depth == 0:
            yield Slice(utf8[start : found.end()], line)
        depth = max(depth, 0)
    if depth:
        hint = "The file may be cut; fetch it again."
        raise RecordProblem("malformed", "the entry is never closed; what is behind is not read", hint=hint, line=line)


def mended(raw: bytes) -> bytes:
    """An entry that is not well-formed, without the usual reasons for that, and without any loss.

    A lone “&” or “<” becomes a character, an entity of HTML what it stands for; control characters are left out.
    """
    return _BREAKS.sub(
        _mend, raw.translate(None, _CONTROLS).replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    )


_ATTRIBUTES = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
_UNREAD = rb"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)"
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^][<>]*>)*+", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?P<name>[A-Za-z_][\w.:-]*)(?=[\s/>])" + _ATTRIBUTES + rb">")
_CHANNEL = re.compile(rb"<(?P<name>(?:[\w.-]+:)?channel)(?=[\s>])" + _ATTRIBUTES + rb">", re.IGNORECASE)
_TOKEN = re.compile(
    _UNREAD + rb"|<(?P<end>/)?(?P<entry>(?:[\w.-]+:)?(?:item|entry))(?=[\s/>])[^<>]*>", re.DOTALL | re.IGNORECASE
)
_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_BREAKS = re.compile(
    rb"(?P<kept>" + _UNREAD + rb"|&(?:amp|lt|gt|quot|apos);)"
    rb"|&#(?:[xX](?P<hex>[0-9A-Fa-f]{1,8})|(?P<number>[0-9]{1,8}));"
    rb"|&(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|&|<(?![A-Za-z_/!?])",
    re.DOTALL,
)
_ENTRY_ENDS = (b"item>", b"entry>")


def _root(utf8: bytes) -> re.Match[bytes]:
    at = _prolog_end(utf8)
    if utf8[at : at + 9].upper() == b"<!DOCTYPE":
        message = "it has a document type with declarations of its own, which can hide a bomb or reach for other files"
        hint = "Take the document type out; a feed needs none."
        raise RecordProblem("unsafe", message, hint=hint, line=utf8.count(b"\n", 0, at) + 1)
    root = _ROOT.match(utf8, at)
    if root is None:
        hint = "Take out what stands before the feed, or fetch it again."
        line = utf8.count(b"\n", 0, at) + 1
        raise RecordProblem("malformed", "no element begins here, so this is no feed", hint=hint, line=line)
    if _local(root["name"]) not in ROOTS:
        shown = root["name"].decode("utf-8", "replace")[:40]
        hint = "Feeds are RSS (<rss>, <rdf:RDF>) or Atom (<feed>)."
        raise RecordProblem("invalid", f"it begins with <{shown}> and is no feed", hint=hint)
    return root


def _prolog_end(utf8: bytes) -> int:
    prolog = _PROLOG.match(utf8)
    return prolog.end() if prolog else 0


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2].lower()


def _tail(utf8: bytes, first: int, closing: bytes) -> bytes:
    """What stands behind the last entry."""
    last = max(utf8.rfind(end, first) for end in _ENTRY_ENDS)
    return utf8[utf8.index(b">", last) + 1 :] if last >= 0 else closing if first < len(utf8) else b""


def _mend(found: re.Match[bytes]) -> bytes:
    if found["kept"]:
        return found[0]
    if found["hex"] or found["number"]:
        code = int(found["hex"], 16) if found["hex"] else int(found["number"])
        return found[0] if _is_xml(code) else b""
    if found["name"]:
        meant = html5.get(f"{found['name'].decode()};")
        return meant.encode() if meant else b"&amp;" + found[0][1:]
    return b"&amp;" if found[0] == b"&" else b"&lt;"


def _is_xml(code: int) -> bool:
    """Whether XML 1.0 (2.2) allows the character."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF

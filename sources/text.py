"""Article text: the one normalisation, exact words, and everything about offsets into it.

Offsets count Unicode code points of normalised text (`normalise`), `start` included and `end` not.
Nothing here looks for words by similarity: what is found stands in the text literally.
Every function is linear in the text, also on hostile input.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

CONTEXT = 64
"""The most code points of context that a span carries on each side."""

MOST_HITS = 100
"""The most places that `find_words` lists: words that stand in more are no quotation."""

MARKS_IN_A_ROW = 256
"""The longest run of combining marks taken; NFC takes quadratic time in it. Real writing needs five."""

_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


class UnusableText(ValueError):
    """The text holds something that can be neither stored nor quoted; the message says where and the mend."""


class NotInText(ValueError):
    """The offsets or the exact words do not stand in this text; the message says what does."""


@dataclass(frozen=True, slots=True)
class Span:
    """Exact words in one text: `text[start:end] == exact`, with up to `CONTEXT` code points on each side."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered block of lines (from 1) between blank lines: `source[start:end] == text`."""

    number: int
    start: int
    end: int
    text: str


def normalise(text: str) -> str:
    """The text as it is stored: LF line ends, NFC, no byte order mark; otherwise untouched, nothing stripped.

    Idempotent. Raises `UnusableText` for NUL, a lone surrogate or an endless run of combining marks.
    """
    flaw = _UNUSABLE.search(text)
    if flaw:
        raise UnusableText(_unusable_message(text, flaw.start()))
    unified = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if unified.isascii():
        return unified
    _refuse_endless_marks(unified)
    composed = unicodedata.normalize("NFC", unified)
    _refuse_endless_marks(composed)  # NFC splits a few marks in two; without this it were not idempotent
    return composed


def as_line(words: str) -> str:
    """The words on one line, normalised: no white space around them, one space for any within, no byte order mark.

    Raises `UnusableText`.
    """
    return " ".join(normalise(words.replace("\ufeff", "")).split())


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def span_of(text: str, start: int, end: int) -> Span:
    """The words at `start:end` with their context. Raises `NotInText` if the range is empty or outside."""
    if not 0 <= start < end <= len(text):
        message = f"{start}:{end} is not a range of this text, which has {len(text)} characters"
        raise NotInText(message)
    prefix = text[max(0, start - CONTEXT) : start]
    return Span(start, end, text[start:end], prefix, text[end : end + CONTEXT])


def check_anchor(text: str, start: int, end: int, exact: str) -> None:
    """Raises `NotInText`, saying what stands there instead, unless `text[start:end] == exact`."""
    found = span_of(text, start, end).exact
    if found != exact:
        message = f"at {start}:{end} the text has “{clip(found)}”, not “{clip(exact)}”"
        raise NotInText(message)


def find_words(text: str, words: str, *, limit: int = MOST_HITS) -> list[Span]:
    """All places where the quoted words stand, in order, overlapping ones included, at most `limit`.

    The words are normalised first, white space around them is dropped. Where they do not stand exactly,
    any run of white space matches any other, and so do the kinds of double quotation mark, of single one
    or apostrophe, and of hyphen or dash. `exact` is always what the text has.
    Raises `UnusableText` for words that cannot stand in any text.
    """
    wanted = normalise(words).strip()
    if not wanted:
        return []
    exact = islice(_places(text, wanted), limit)
    hits = [span_of(text, at, at + len(wanted)) for at in exact]
    return hits or _find_tolerantly(text, wanted, limit)


def nearest_words(text: str, words: str) -> str:
    """The sentence sharing the most words with those typed, at most 200 characters of it; "" if none does.

    For an error message only, never an anchor. Reads the first 1,000,000 characters of the text.
    """
    wanted = {word.casefold() for word in _WORD.findall(words[:20_000])}
    best, shared_most = "", 0
    for sentence in _SENTENCE_END.split(text[:1_000_000]):
        shared = len(wanted.intersection(_WORD.findall(sentence.casefold())))
        if shared > shared_most:
            best, shared_most = sentence, shared
    return _window(best.strip(), wanted)


def utf16_to_code_points(text: str, offset: int) -> int:
    """Where JavaScript's `offset` (UTF-16 code units) is in code points.

    Raises `NotInText` outside the text or inside a surrogate pair.
    """
    units = text.encode("utf-16-le")
    if not 0 <= offset <= len(units) // 2:
        message = f"{offset} is outside this text, which has {len(units) // 2} UTF-16 units"
        raise NotInText(message)
    try:
        return len(units[: offset * 2].decode("utf-16-le"))
    except UnicodeDecodeError as error:
        message = f"{offset} falls inside a character of two UTF-16 units; take {offset - 1} or {offset + 1}"
        raise NotInText(message) from error


def code_points_to_utf16(text: str, offset: int) -> int:
    """Where the code point `offset` is in JavaScript's UTF-16 code units. Raises `NotInText` outside."""
    if not 0 <= offset <= len(text):
        message = f"{offset} is outside this text, which has {len(text)} characters"
        raise NotInText(message)
    return len(text[:offset].encode("utf-16-le")) // 2


def paragraphs(text: str) -> list[Paragraph]:
    """The blocks of lines between blank lines, numbered from 1; a line of white space only is blank."""
    found: list[Paragraph] = []
    start, at = -1, 0
    for line in [*text.split("\n"), ""]:
        blank = not line or line.isspace()
        if blank and start >= 0:
            found.append(Paragraph(len(found) + 1, start, at - 1, text[start : at - 1]))
            start = -1
        elif not blank and start < 0:
            start = at
        at += len(line) + 1
    return found


def paragraph_at(text: str, offset: int) -> Paragraph:
    """The paragraph in which an offset stands; between two of them the later."""
    found = paragraphs(text)
    return next((part for part in found if offset < part.end), found[-1])


def clip(text: str, most: int = 60) -> str:
    """The text in a message: at most `most` characters of NFC, an ellipsis for the rest and for heaped up marks."""
    begins = text[: _ENOUGH * most]
    if not begins.isascii():
        begins = unicodedata.normalize("NFC", begins)
        endless = _endless_marks(begins)
        begins = endless.sub("…", begins) if endless else begins
    return begins if len(begins) <= most and len(text) <= _ENOUGH * most else begins[: most - 1] + "…"


_ENOUGH = 8
"""So many characters may become one in NFC."""


_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?…。؟])\s+|\n+")

# Kinds that stand for one another in a quotation typed by hand; each maps to the first of its row.
_KINDS = (
    '"“”„‟«»״＂',
    "'‘’‚‛‹›ʼ׳＇`´",
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be\ufe58\ufe63\uff0d",
)
_BLANK_KINDS = [code for code in range(0x3001) if chr(code).isspace()]
_FOLDED = {ord(kind): row[0] for row in _KINDS for kind in row} | dict.fromkeys(_BLANK_KINDS, " ")
_BLANKS = re.compile("  +")


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _find_tolerantly(text: str, wanted: str, limit: int) -> list[Span]:
    even = text.translate(_FOLDED)  # one for one: offsets stay
    folded = _BLANKS.sub(" ", even)
    dropped_at, dropped = _dropped_blanks(even)

    def original(at: int) -> int:
        return at + dropped[bisect_right(dropped_at, at)]

    pattern = _BLANKS.sub(" ", wanted.translate(_FOLDED))
    places = islice(_places(folded, pattern), limit)
    return [span_of(text, original(at), original(at + len(pattern) - 1) + 1) for at in places]


def _dropped_blanks(even: str) -> tuple[list[int], list[int]]:
    """The folded offsets from which on more blanks are missing, and how many are missing before each."""
    dropped_at, dropped = [], [0]
    for run in _BLANKS.finditer(even):
        dropped_at.append(run.start() - dropped[-1] + 1)
        dropped.append(dropped[-1] + len(run.group()) - 1)
    return dropped_at, dropped


def _window(sentence: str, wanted: set[str], most: int = 200) -> str:
    """At most `most` characters of a sentence, beginning with its first wanted word if it is longer."""
    if len(sentence) <= most:
        return sentence
    hits = (word.start() for word in _WORD.finditer(sentence) if word.group().casefold() in wanted)
    start = min(next(hits, 0), len(sentence) - most)
    return sentence[start : start + most].strip()


def _unusable_message(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    if text[at] == "\x00":
        return f"a NUL character at offset {at} (line {line}): remove it, or decode the file as UTF-16"
    code = f"U+{ord(text[at]):04X}"
    return f"half a character ({code}, a lone surrogate) at offset {at} (line {line}): decode the text again"


def _refuse_endless_marks(text: str) -> None:
    endless = _endless_marks(text)
    found = endless.search(text) if endless else None
    if found:
        message = f"more than {MARKS_IN_A_ROW} combining marks in a row at offset {found.start()}: remove them"
        raise UnusableText(message)


def _endless_marks(text: str) -> "re.Pattern[str] | None":
    """What is found of those of its combining marks that stand in too long a row; null if it has none."""
    marks = "".join(sorted(mark for mark in set(text) if unicodedata.combining(mark)))
    return re.compile(f"[{re.escape(marks)}]{{{MARKS_IN_A_ROW + 1},}}") if marks else None

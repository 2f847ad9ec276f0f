"""Finds canaries in bytes, however they are written there."""

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from tests.leaks.hidden import DIGITS, MARKED, STEM

_SPELLINGS = (STEM, STEM.lower(), STEM.upper(), STEM.title(), MARKED, DIGITS)
_UNKNOWN = "?"
"""The number of a canary in an encoding that is not read back."""


def canaries_in(content: bytes, others: Iterable[str] = ()) -> set[str]:
    """Names of the canaries found, each a spelling with its number, and those of the `others` that stand there."""
    found = {other for other in others if other.encode() in content}
    found |= {f"{spelling} {_UNKNOWN}" for spelling, needle in _ENCODED if needle in content}
    for text in _readings(content):
        found |= {f"{match[1]} {match[2]}" for match in _NEEDLE.finditer(text)}
    return found


def untyped(found: set[str], typed: set[str]) -> set[str]:
    """Without what the asker himself has sent: of that no answer tells him anything. Numbers tell one from another."""
    numbers = {name.rpartition(" ")[2] for name in typed}
    return {name for name in found if name.rpartition(" ")[2] not in (numbers | {_UNKNOWN} if numbers else numbers)}


def _folded(text: str) -> str:
    """Without capitals and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _readings(content: bytes) -> Iterator[str]:
    """As it stands, and as HTML, an address and JSON are read; each without capitals and accents."""
    text = content.decode("utf-8", "replace")
    plain = _folded(text)
    yield plain
    for sign, read in (("&", html.unescape), ("%", unquote_plus), ("\\", _read_json)):
        if sign in text:
            yield _folded(read(text))


def _read_json(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _aligned(word: str) -> Iterator[bytes]:
    """What is certain of a word in Base64, wherever in a group of three bytes it begins; both alphabets."""
    for before in range(3):
        raw = word.encode()
        begins, ends = -(-before * 4 // 3), (before + len(raw)) * 4 // 3
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * before + raw)[begins:ends]


_ENCODED = [(f"{word} in Base64", needle) for word in _SPELLINGS for needle in _aligned(word)]
_ENCODED += [(f"{word} in hex", word.encode().hex().encode()) for word in _SPELLINGS]
_ENCODED += [(f"{word} in HEX", word.encode().hex().upper().encode()) for word in _SPELLINGS]
_NEEDLE = re.compile("(" + "|".join(re.escape(_folded(word)) for word in (STEM, MARKED, DIGITS)) + r")(\d{0,4})")

"""In which encodings bytes would read well, for the hint of a problem: proposed to a person, never applied.

Looks at the letters beside each byte that is not ASCII. In the right encoding they are of one script, capitals do
not follow small letters, and no sign such as ¤ stands inside a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

CANDIDATES = (
    *("windows-1252", "windows-1255", "windows-1251", "windows-1256", "windows-1250", "windows-1253", "windows-1254"),
    *("iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-9", "koi8-r"),
)
"""The encodings proposed, the likelier of two that read alike first."""

MOST = 3
"""The most readings proposed."""

_NEAR = 40
_AROUND = 100_000
_PLACES = 100
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_BESIDE_LETTERS = frozenset("“”‘’‚„«»‹›–—…·•§°ºª£€¡¿،؛؟־׳״\xa0\xad\u200c\u200d\u200e\u200f")
_FINAL = frozenset("ςךםןףץ")  # letters that end a word
_FIT = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """How some bytes would read in one encoding."""

    encoding: str
    sample: str


def readings(raw: bytes, at: int) -> list[Reading]:
    """The encodings in which these bytes read best, each with the words around the byte at `at`; [] if none fits.

    Several where their readings are equally good: then a person has to look. Looks at 100 places at most.
    """
    windows = list(_windows(raw))
    fits = {encoding: _fit(windows, encoding) for encoding in CANDIDATES}
    best = max(fits.values())
    if best < _FIT:
        return []
    by_sample: dict[str, str] = {}
    for encoding, fit in fits.items():
        if fit >= best - 0.001:
            by_sample.setdefault(_sample(raw, at, encoding), encoding)
    return [Reading(encoding, sample) for sample, encoding in by_sample.items()][:MOST]


def is_nearly_utf8(raw: bytes, at: int) -> bool:
    """True if around the byte at `at`, which is not UTF-8, many others are that are not ASCII."""
    text = raw[max(0, at - _AROUND) : at + _AROUND].decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return foreign > 20 * text.count("\ufffd")


def unmarked_utf(raw: bytes) -> str:
    """The name of UTF-16 or UTF-32 in the byte order in which bytes without a mark read as text; "" if in none."""
    shares = {name: _ascii_share(raw[:4096], name) for name in _UTFS}
    best = max(_UTFS, key=shares.__getitem__)
    return best if shares[best] > 0.05 else ""


_UTFS = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


def _ascii_share(raw: bytes, encoding: str) -> float:
    """How much of a text every script writes in ASCII: blanks, digits, punctuation; 0 if it is no text."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return 0
    readable = sum(char.isprintable() or char.isspace() for char in text)
    return len(text.encode("ascii", "ignore")) / len(text) if readable > 0.95 * len(text) else 0


def _windows(raw: bytes) -> Iterator[bytes]:
    """The foreign bytes with what stands beside them, at the first places."""
    end = 0
    for _, found in zip(range(_PLACES), _FOREIGN.finditer(raw), strict=False):
        start = max(found.start() - 1, end)
        end = min(found.end() + 1, found.start() + _NEAR)
        yield raw[start:end]


def _fit(windows: list[bytes], encoding: str) -> float:
    """How well neighbours suit each other, from -1 to 1; -1 if the bytes are not all of the encoding."""
    try:
        texts = [window.decode(encoding) for window in windows]
    except UnicodeDecodeError:
        return -1
    suits = [_suits(left, right) for text in texts for left, right in pairwise(f" {text} ")]
    return sum(suits) / len(suits) if suits else -1


def _suits(left: str, right: str) -> float:
    if left.isascii() and right.isascii():
        return 1
    first, second = _script(left), _script(right)
    if "odd" in (first, second):
        return -1
    if "" in (first, second):
        return 1
    if first != second or left in _FINAL or (left.islower() and right.isupper()):
        return -1
    return _suits_of_letters(left, right)


def _suits_of_letters(left: str, right: str) -> float:
    """Of two letters of one script: capitals in a row are rare, and so are two accents."""
    if right.isupper():
        return 0.5
    are_accented = not left.isascii() and not right.isascii() and _script(left) == "LATIN"
    return 0.6 if are_accented else 1


@cache
def _script(char: str) -> str:
    """The script of a letter or of a mark on one, "" for what may stand beside any letter, else "odd"."""
    if char.isalpha() or unicodedata.combining(char):
        return unicodedata.name(char, "odd").split()[0]
    return "" if char.isascii() or char in _BESIDE_LETTERS else "odd"


def _sample(raw: bytes, at: int, encoding: str) -> str:
    """The line around a byte, at most 40 bytes to each side of it."""
    start = max(raw.rfind(b"\n", max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
    end = raw.find(b"\n", at, at + _NEAR)
    words = raw[start : at + _NEAR if end < 0 else end].decode(encoding, "replace")
    return "".join(char if char.isprintable() else " " for char in words).strip()

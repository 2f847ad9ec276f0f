"""Where quotations begin and end: curly, straight, doubled and nested marks, over several paragraphs.

Only outermost quotations are found. What is opened and never closed is found too, up to the end of its
paragraph, but not as closed: nobody can say whose words stand in it, so nothing is to be read there.
Linear in the text.
"""

import re
from dataclasses import dataclass

from sources.text import Paragraph, paragraphs

LONGEST_QUOTATION = 20_000
"""The most characters of a quotation; a longer one was more likely never closed where it should have been."""

_LONGEST = 1_000  # in single marks


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `start:end` with its marks, `inner_start:inner_end` without the outermost ones."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool = True

    def moved(self, by: int) -> "Quotation":
        ends = (self.start + by, self.end + by, self.inner_start + by, self.inner_end + by)
        return Quotation(*ends, self.is_closed)


# By the opening mark: what closes it. A mark opens before a word and not behind one.
_CLOSING = {
    "“": ("”",),
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "‹": ("›",),
    '"': ('"',),
    "``": ("''",),
    "''": ("''",),
}
_CLOSING_SINGLE = {"‘": "’", "‚": "‘", "'": "'"}
_NOT_BEHIND = r"(?<![\w.,!?…])"
# An apostrophe begins words (’em) and years (’90s) too.
_NO_ELISION = r"(?!'(?i:[0-9]|(?:em|til|tis|twas|cause|bout|n)\b))"
_OPENING = re.compile(rf"{_NOT_BEHIND}(?:(?:``|''|[“„‟«‹\"])(?=[^\s\"])|{_NO_ELISION}['‘‚](?=\w))")
_INSIDE = {
    mark: re.compile("|".join(map(re.escape, dict.fromkeys((*closing, mark))))) for mark, closing in _CLOSING.items()
}
_INSIDE_SINGLE = {
    mark: re.compile(rf"(?P<opens>{_NOT_BEHIND}{mark}(?=\w))|(?<=\S){closing}(?!\w)")
    for mark, closing in _CLOSING_SINGLE.items()
}


@dataclass(slots=True)
class _Opened:
    mark: str
    start: int
    depth: int = 1

    def closed(self, closing: re.Match[str]) -> Quotation:
        is_closed = closing.end() - self.start <= LONGEST_QUOTATION
        return Quotation(self.start, closing.end(), self.start + len(self.mark), closing.start(), is_closed)

    def broken(self, end: int) -> Quotation:
        return Quotation(self.start, end, self.start + len(self.mark), end, is_closed=False)


def find_quotations(text: str) -> list[Quotation]:
    """All outermost quotations of a text, in order, none overlapping another.

    A quotation runs on into the next paragraph where that begins with its opening mark again.
    """
    found: list[Quotation] = []
    opened, end = None, 0
    for paragraph in paragraphs(text):
        at = paragraph.start + len(paragraph.text) - len(paragraph.text.lstrip())
        if opened and text.startswith(opened.mark, at):
            at, opened.depth = at + len(opened.mark), 1
        elif opened:
            found.append(opened.broken(end))
            opened = None
        opened, end = _read(text, at, paragraph, opened, found), paragraph.end
    if opened:
        found.append(opened.broken(end))
    return found


def quotations_within(text: str, outer: Quotation) -> list[Quotation]:
    """The outermost of the closed quotations inside another, with their places in the text."""
    inner = find_quotations(text[outer.inner_start : outer.inner_end])
    return [one.moved(outer.inner_start) for one in inner if one.is_closed]


def _read(text: str, at: int, paragraph: Paragraph, opened: _Opened | None, found: list[Quotation]) -> _Opened | None:
    """Adds what is closed in this paragraph; returns what is still open at its end."""
    end = paragraph.end
    while True:
        if opened is None:
            mark = _OPENING.search(text, at, end)
            if mark is None:
                return None
            opened, at = _open(text, mark, end, found)
        elif closing := _find_closing(text, at, end, opened):
            found.append(closing)
            opened, at = None, closing.end
        else:
            return opened


def _open(text: str, mark: re.Match[str], end: int, found: list[Quotation]) -> tuple[_Opened | None, int]:
    """What the mark opens, and where to read on; a quotation in single marks is added at once."""
    if mark.group() not in _CLOSING_SINGLE:
        return _Opened(mark.group(), mark.start()), mark.end()
    single = _in_single_marks(text, mark, end)
    if single is None:
        return None, mark.end()
    found.append(single)
    return None, single.end


def _find_closing(text: str, at: int, end: int, opened: _Opened) -> Quotation | None:
    """The quotation closed by the mark that belongs to its opening one; marks of the same kind inside are counted."""
    for mark in _INSIDE[opened.mark].finditer(text, at, end):
        if _is_misplaced(text, mark):
            return opened.broken(end)
        opened.depth += -1 if mark.group() in _CLOSING[opened.mark] else 1
        if opened.depth == 0:
            return opened.closed(mark)
    return None


def _is_misplaced(text: str, mark: re.Match[str]) -> bool:
    """True for a straight mark that can only open, while one is open: which words are quoted is not known."""
    if mark.group() != '"':
        return False
    return text[mark.start() - 1].isspace() and bool(text[mark.end() : mark.end() + 1].strip())


def _in_single_marks(text: str, opening: re.Match[str], end: int) -> Quotation | None:
    """The quotation in single marks, whose closing one looks like an apostrophe, or None for an apostrophe.

    The first mark with punctuation beside it closes; else the first that is no plural's ("soldiers’").
    """
    candidates = []
    for mark in _INSIDE_SINGLE[opening.group()].finditer(text, opening.end(), min(end, opening.end() + _LONGEST)):
        if mark["opens"]:
            break
        candidates.append(mark.start())
        if text[mark.start() - 1] in ".,!?…" or text[mark.end() : mark.end() + 1] in tuple(".,;:!?)"):
            return Quotation(opening.start(), mark.end(), opening.end(), mark.start())
    at = next((at for at in candidates if text[at - 1] != "s"), next(iter(candidates), None))
    return None if at is None else Quotation(opening.start(), at + 1, opening.end(), at)

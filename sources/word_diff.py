"""Two texts side by side, word by word: which words only one of them has. For the screen; anchors have `anchors`.

Paragraphs that both have stand beside each other; between them the words are compared. Where that would be more
than `MOST_WORK`, paragraphs are paired in their order, so that a long text costs little more than reading it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sources.anchors import MOST_WORK, opcodes, work_of
from sources.text import Paragraph, paragraphs


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one text; changed ones stand in this text only."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside each other. An empty side has nothing there; without `is_same` something differs."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    is_same: bool


def compared(old: str, new: str) -> list[Row]:
    """The rows of two texts in order. Blank lines between paragraphs are no difference."""
    return list(_rows(old, new))


def compared_words(old: str, new: str) -> Row:
    """Two short texts in one row, whatever paragraphs they have."""
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    before, after = list[Piece](), list[Piece]()
    for is_equal, i1, i2, j1, j2 in opcodes(olds, news):
        before.append(Piece("".join(olds[i1:i2]), not is_equal))
        after.append(Piece("".join(news[j1:j2]), not is_equal))
    return Row(_joined(before), _joined(after), old == new)


# A word or a mark with the space behind it, so that a space is not compared with every other space.
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


def _rows(old: str, new: str) -> Iterator[Row]:
    olds, news = paragraphs(old), paragraphs(new)
    for is_equal, i1, i2, j1, j2 in opcodes([part.text for part in olds], [part.text for part in news]):
        if is_equal:
            yield from (_same(part.text) for part in olds[i1:i2])
        else:
            yield from _replaced(_block(old, olds[i1:i2]), _block(new, news[j1:j2]))


def _block(text: str, parts: Sequence[Paragraph]) -> str:
    return text[parts[0].start : parts[-1].end] if parts else ""


def _replaced(old: str, new: str) -> Iterator[Row]:
    if work_of(_WORDS.findall(old), _WORDS.findall(new)) <= MOST_WORK:
        yield compared_words(old, new)
        return
    for before, after in zip_longest((part.text for part in paragraphs(old)), (part.text for part in paragraphs(new))):
        yield _same(before) if before == after else compared_words(before or "", after or "")


def _same(text: str) -> Row:
    both = (Piece(text, is_changed=False),)
    return Row(both, both, is_same=True)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Without empty pieces, neighbours of one kind made one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].is_changed == piece.is_changed:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.is_changed)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)

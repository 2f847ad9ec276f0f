"""Anchors across versions: where the words of one text stand in a newer one.

Mapped by diff (paragraphs, then words, then the characters of replaced words), never by searching for a
similar sentence. Only the replaced blocks that touch the anchor are looked into, each level only up to
`MOST_WORK`; what the diff cannot carry is `altered` or `missing`, and an editor decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise, takewhile
from typing import Literal

from sources.text import Span, check_anchor, paragraphs, span_of

Outcome = Literal["intact", "moved", "altered", "missing"]

MOST_WORK = 100_000
"""The most pairs of equal parts one level of the diff may hold; beyond it the block counts as replaced."""


def carry_span(old_text: str, new_text: str, span: Span) -> tuple[Span | None, Outcome]:
    """The anchor in the newer text, and how it got there.

    `intact`: the same words at the same offsets. `moved`: the same words, other offsets. `altered`: other
    words stand in their place, or they became part of other words ("six" of "sixteen"), or too little around
    them stayed the same to be sure. `missing`: nothing stands in their place. The last two carry no span.
    Raises `NotInText` if the span is not one of the old text.
    """
    check_anchor(old_text, span.start, span.end, span.exact)
    versions = _Versions(old_text, new_text, span)
    runs = _joined(versions.equal_runs(_Run(0, 0, len(old_text), len(new_text)), _LEVELS))
    for run in runs:
        if versions.carries(run):
            carried = span_of(new_text, span.start + run.shift, span.end + run.shift)
            return carried, "moved" if run.shift else "intact"
    return None, "altered" if versions.something_stands_there(runs) else "missing"


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the old text from `old` and its counterpart in the new one from `new`, in characters."""

    old: int
    new: int
    old_size: int
    new_size: int

    @property
    def shift(self) -> int:
        return self.new - self.old

    @property
    def old_end(self) -> int:
        return self.old + self.old_size

    @property
    def new_end(self) -> int:
        return self.new + self.new_size


@dataclass(frozen=True, slots=True)
class _Versions:
    old: str
    new: str
    span: Span

    def equal_runs(self, block: _Run, levels: Sequence[Callable[[str], list[str]]]) -> Iterator[_Run]:
        """The equal runs of a block, in order; replaced blocks that touch the span are looked into finer."""
        if not levels:
            return
        old_parts = levels[0](self.old[block.old : block.old_end])
        new_parts = levels[0](self.new[block.new : block.new_end])
        for is_equal, run in _diff(old_parts, new_parts, block):
            if is_equal:
                yield run
            elif run.old < self.span.end and run.old_end > self.span.start:
                yield from self.equal_runs(run, levels[1:])

    def carries(self, run: _Run) -> bool:
        """True if the run holds the span, whose edges stayed edges, and something around it stayed too."""
        if not run.old <= self.span.start < self.span.end <= run.old_end:
            return False
        return self._edges_stayed(run.shift) and self._is_supported(run)

    def something_stands_there(self, runs: Sequence[_Run]) -> bool:
        """True if the new text has characters between what stayed before the span and what stayed after."""
        low, high = 0, len(self.new)
        for run in runs:
            if run.old < self.span.start:
                low = run.new + min(run.old_end, self.span.start) - run.old
            if run.old_end > self.span.end:
                high = run.new_end - (run.old_end - max(run.old, self.span.end))
                break
        return bool(self.new[low:high].strip())

    def _edges_stayed(self, shift: int) -> bool:
        edges = (self.span.start, self.span.end)
        return all(_is_inside_word(self.old, edge) == _is_inside_word(self.new, edge + shift) for edge in edges)

    def _is_supported(self, run: _Run) -> bool:
        at_an_end = run.old == run.new == 0 or (run.old_end, run.new_end) == (len(self.old), len(self.new))
        held = len(_WORD.findall(self.old[run.old : run.old_end]))
        own = len(_WORD.findall(self.span.exact))
        return at_an_end or held > own or own >= 3


_WORD = re.compile(r"\w+")
_WORD_WITH_TAIL = re.compile(r"\w+\W*|\W+")
# A letter or digit of a script that parts its words: not of Thai, Lao, kana or Chinese characters.
_LETTER = r"[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_RUNS_ON = re.compile(rf"{_LETTER}[.,:/'’-]?{_LETTER}")


def _is_inside_word(text: str, edge: int) -> bool:
    """True if a word or number goes on over the edge: in "sixteen" after "six", in "6,500" after "6"."""
    closest = (text[edge - 1 : edge + 1], text[edge - 1 : edge + 2], text[max(0, edge - 2) : edge + 1])
    return 0 < edge < len(text) and any(_RUNS_ON.fullmatch(piece) for piece in closest)


def _in_paragraphs(text: str) -> list[str]:
    """The text in pieces, each a paragraph with the blank lines after it; nothing is lost."""
    starts = [paragraph.start for paragraph in paragraphs(text)]
    cuts = [0, *starts[1:], len(text)]
    return [text[low:high] for low, high in pairwise(cuts)]


_LEVELS: tuple[Callable[[str], list[str]], ...] = (_in_paragraphs, _WORD_WITH_TAIL.findall, list)


def _diff(old: list[str], new: list[str], block: _Run) -> Iterator[tuple[bool, _Run]]:
    """The stretches of a block in order, as (is equal, run in characters)."""
    old_at = list(accumulate(map(len, old), initial=block.old))
    new_at = list(accumulate(map(len, new), initial=block.new))
    for is_equal, i1, i2, j1, j2 in opcodes(old, new):
        sizes = (old_at[i2] - old_at[i1], new_at[j2] - new_at[j1])
        yield is_equal, _Run(old_at[i1], new_at[j1], *sizes)


def opcodes(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What difflib says of the middle, after the equal head and tail, which cost nothing to find."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    yield True, 0, head, 0, head
    for is_equal, i1, i2, j1, j2 in _middle(old[head:old_end], new[head:new_end]):
        yield is_equal, head + i1, head + i2, head + j1, head + j2
    yield True, old_end, len(old), new_end, len(new)


def _middle(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    if work_of(old, new) > MOST_WORK:
        return [(False, 0, len(old), 0, len(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(tag == "equal", i1, i2, j1, j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes()]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def work_of(old: list[str], new: list[str]) -> int:
    """How many pairs of equal parts there are: what one pass of difflib over them costs."""
    often = Counter(new)
    return sum(often[part] for part in old)


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """The runs in order without empty ones, those that touch in both texts made one."""
    joined: list[_Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.old_end, last.new_end) == (run.old, run.new):
            joined[-1] = _Run(last.old, last.new, last.old_size + run.old_size, last.new_size + run.new_size)
        elif run.old_size:
            joined.append(run)
    return joined

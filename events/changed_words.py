"""Which paragraph of a newer text stands where quoted words stood in an older one. By diff alone, nothing is sought."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import NamedTuple

from sources.text import Paragraph, paragraph_at, paragraphs

MOST_WORK = 100_000
"""The most pairs of equal parts that are compared; a block with more counts as replaced."""


def paragraph_now(old: str, new: str, start: int, end: int) -> Paragraph | None:
    """The paragraph of the newer text where `start:end` of the older one would stand; null if nothing stands there.

    That is where the first of these words has stayed, else between what stayed before and what stayed behind them.
    """
    low, high = 0, len(new)
    for run in _equal_runs(old, new, _Block(0, len(old), 0, len(new)), (start, end), _LEVELS):
        if run.old_end <= start:
            low = run.new_end
        elif run.old < end and old[max(run.old, start) : min(run.old_end, end)].strip():
            low = run.new + max(run.old, start) - run.old
            break
        elif run.old >= end:
            high = run.new
            break
    between = new[low:high]
    return paragraph_at(new, low + len(between) - len(between.lstrip())) if between.strip() else None


class _Block(NamedTuple):
    """A stretch of the old text and the one that stands for it in the new text, in characters."""

    old: int
    old_end: int
    new: int
    new_end: int


def _in_paragraphs(text: str) -> list[str]:
    """The text in pieces, each a paragraph with the blank lines after it; nothing is lost."""
    starts = [paragraph.start for paragraph in paragraphs(text)]
    return [text[low:high] for low, high in pairwise([0, *starts[1:], len(text)])]


_Level = Callable[[str], list[str]]
_LEVELS: tuple[_Level, ...] = (_in_paragraphs, re.compile(r"\w+\W*|\W+").findall)


def _equal_runs(old: str, new: str, block: _Block, span: tuple[int, int], levels: Sequence[_Level]) -> Iterator[_Block]:
    """What stayed, in order; a replaced block that touches the span is looked into finer."""
    if not levels:
        return
    parts = levels[0](old[block.old : block.old_end]), levels[0](new[block.new : block.new_end])
    old_at = list(accumulate(map(len, parts[0]), initial=block.old))
    new_at = list(accumulate(map(len, parts[1]), initial=block.new))
    for tag, i1, i2, j1, j2 in _opcodes(*parts):
        found = _Block(old_at[i1], old_at[i2], new_at[j1], new_at[j2])
        if tag == "equal":
            yield found
        elif found.old < span[1] and found.old_end > span[0]:
            yield from _equal_runs(old, new, found, span, levels[1:])


def _opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    often = Counter(new)
    if sum(often[part] for part in old) > MOST_WORK:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())

"""A range plot: what everybody says about one figure, as marks on a number line. Geometry only, and pure.

The line is linear and begins at 0, or near the lowest number where all of them are close together. One huge
number must not crush the rest: the line ends at the greatest number that is at most `FAR` times the median of
what the rows reach, and a number beyond stands in the margin behind a break, with the number written in its
row. Units are those of an SVG view box; coordinates are whole numbers, so that no locale writes a comma.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median_low
from typing import Literal

from events.dates import ImpossibleDate, PartialDate, render_date
from events.number_lines import FAR_RIGHT, LEFT, RIGHT, WIDTH, Axis, Tick, axis_for

ROW, TOP, BOTTOM = 76, 56, 56
FAR = 10
LONGEST_READING = 22
LETTER, BOLD_LETTER = 12, 14
"""How wide a letter of the words above a mark is, on average."""

Ends = tuple[int, int | None]


@dataclass(frozen=True)
class PlotRow:
    """One claim's figure: what its words entail, their usual reading, and the one number in them, if any.

    `high` and `soft_high` are None where there is no upper limit; `when` is EDTF or a moment, "" if unknown.
    """

    label: str
    reading: str
    low: int
    high: int | None
    soft_low: int
    soft_high: int | None
    point: int | None = None
    url: str = ""
    when: str = ""

    @property
    def reaches(self) -> int:
        """The greatest number that has to be drawn for it."""
        return max(self.low, self.soft_low, self.high or 0, self.soft_high or 0, self.point or 0)

    @property
    def when_words(self) -> str:
        try:
            return render_date(PartialDate(self.when)) if self.when else ""
        except ImpossibleDate:
            return self.when

    @property
    def entails(self) -> str:
        """The numbers that the words allow: “6–9”, “6 or more”, “9”."""
        if self.high is None:
            return f"{self.low:,} or more"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}–{self.high:,}"


@dataclass(frozen=True)
class Mark:
    """`dot`: one number. `bar`: from the fewest to the most. `open`: without an upper limit. `cut`: it ends
    beyond the line. `beyond`: all of it lies there. `usual`: how such words are meant. `best`: the number stated.
    """

    shape: Literal["dot", "bar", "open", "cut", "beyond", "usual", "best"]
    x1: int
    x2: int
    y: int

    @property
    def width(self) -> int:
        return self.x2 - self.x1

    @property
    def top(self) -> int:
        return self.y - 11

    @property
    def bottom(self) -> int:
        return self.y + 11

    @property
    def arrow(self) -> str:
        """The head of an arrow at the right end, as points of a polygon."""
        return f"{self.x2 - 16},{self.y - 11} {self.x2},{self.y} {self.x2 - 16},{self.y + 11}"

    @property
    def diamond(self) -> str:
        return f"{self.x1},{self.top} {self.x1 + 11},{self.y} {self.x1},{self.bottom} {self.x1 - 11},{self.y}"


@dataclass(frozen=True)
class PlottedRow:
    row: PlotRow
    label: str
    reading: str
    y: int
    marks: tuple[Mark, ...]

    @property
    def baseline(self) -> int:
        """Where the words above the marks stand."""
        return self.y - 24


@dataclass(frozen=True)
class Band:
    """A range over all rows; one number where both ends are the same. `is_open` has no upper end."""

    x1: int
    x2: int
    is_open: bool = False

    @property
    def width(self) -> int:
        return self.x2 - self.x1


@dataclass(frozen=True)
class Plot:
    width: int
    height: int
    rows: tuple[PlottedRow, ...]
    ticks: tuple[Tick, ...]
    reported: Band | None
    finding: Band | None
    is_broken: bool
    left: int = LEFT
    right: int = RIGHT
    far_right: int = FAR_RIGHT

    @property
    def shapes(self) -> frozenset[str]:
        """The kinds of marks in it, for a legend that explains no other."""
        return frozenset(mark.shape for row in self.rows for mark in row.marks)

    @property
    def top(self) -> int:
        return TOP - 16

    @property
    def base(self) -> int:
        """The height of the number line."""
        return self.height - BOTTOM

    @property
    def words_below(self) -> int:
        return self.base + 30

    @property
    def line_end(self) -> int:
        return RIGHT if self.is_broken else FAR_RIGHT

    @property
    def break_marks(self) -> tuple[int, int]:
        """The two strokes that break the line before what lies beyond it."""
        return RIGHT + 8, RIGHT + 18

    @property
    def description(self) -> str:
        """All of it in words, for whoever does not see it."""
        told = "; ".join(f"{row.row.label}: {row.row.reading}" for row in self.rows)
        return f"Number line from {self.ticks[0].words} to {self.ticks[-1].words}. {told}."


def by_figure(rows: Iterable[PlotRow]) -> list[PlotRow]:
    """Lowest first, then the narrowest; what is equal stays in the order given."""
    return sorted(rows, key=lambda row: (row.low, math.inf if row.high is None else row.high))


def by_time(rows: Iterable[PlotRow]) -> list[PlotRow]:
    """Earliest first, what has no time last; what is equal stays in the order given."""
    return sorted(rows, key=lambda row: _moment(row.when))


def range_plot(
    rows: Sequence[PlotRow], reported: Ends | None = None, finding: Ends | None = None, *, is_dated: bool = False
) -> Plot | None:
    """Draw the rows in the order given, over the reported range and the editors' finding; None without rows.

    `is_dated` puts the day of each before its label.
    """
    if not rows:
        return None
    axis = _axis(rows, [ends for ends in (reported, finding) if ends])
    labels = (f"{row.when_words or 'no day'}: {row.label}" if is_dated else row.label for row in rows)
    plotted = tuple(
        _plotted(row, label, axis, TOP + ROW * place + 40)
        for place, (row, label) in enumerate(zip(rows, labels, strict=True))
    )
    return Plot(
        width=WIDTH,
        height=TOP + ROW * len(rows) + BOTTOM,
        rows=plotted,
        ticks=axis.ticks,
        reported=_band(reported, axis),
        finding=_band(finding, axis),
        is_broken=any(row.reaches > axis.end for row in rows) or _lies_beyond(axis, reported, finding),
    )


def _lies_beyond(axis: Axis, *bands: Ends | None) -> bool:
    return any(number is not None and number > axis.end for band in bands if band for number in band)


def _moment(when: str) -> tuple[str, str]:
    """To sort by; times of one day by the clock, where they are known."""
    try:
        earliest = PartialDate(when).earliest if when else None
    except ImpossibleDate:
        earliest = None
    return (earliest.isoformat() if earliest else "9999-12-31", when)


def _axis(rows: Sequence[PlotRow], bands: list[Ends]) -> Axis:
    limit = FAR * max(1, median_low(row.reaches for row in rows))
    drawn = [number for number in _numbers(rows, bands) if number <= limit]
    return axis_for(min([*drawn, *(row.low for row in rows)]), max(drawn))


def _numbers(rows: Sequence[PlotRow], bands: list[Ends]) -> list[int]:
    ends = ((row.low, row.high, row.soft_low, row.soft_high, row.point) for row in rows)
    return [number for number in chain(*ends, *bands) if number is not None]


def _plotted(row: PlotRow, label: str, axis: Axis, y: int) -> PlottedRow:
    marks = [*_usual(row, axis, y), _entailed(row, axis, y), *_best(row, axis, y)]
    reading = _clip(row.reading, LONGEST_READING)
    most = (FAR_RIGHT - LEFT - BOLD_LETTER * (len(reading) + 2)) // LETTER
    return PlottedRow(row, _clip(label, most), reading, y, tuple(marks))


def _entailed(row: PlotRow, axis: Axis, y: int) -> Mark:
    x = axis.x(row.low)
    if row.low > axis.end:
        return Mark("beyond", FAR_RIGHT, FAR_RIGHT, y)
    if row.high is None:
        return Mark("open", x, FAR_RIGHT, y)
    if row.high > axis.end:
        return Mark("cut", x, FAR_RIGHT, y)
    return Mark("dot", x, x, y) if row.low == row.high else Mark("bar", x, axis.x(row.high), y)


def _usual(row: PlotRow, axis: Axis, y: int) -> list[Mark]:
    if (row.soft_low, row.soft_high) == (row.low, row.high) or row.soft_low > axis.end:
        return []
    high = FAR_RIGHT if row.soft_high is None else axis.x(row.soft_high)
    return [Mark("usual", axis.x(row.soft_low), high, y)]


def _best(row: PlotRow, axis: Axis, y: int) -> list[Mark]:
    """The number stated, where it is neither the only one nor an end."""
    most = axis.end if row.high is None else min(row.high - 1, axis.end)
    if row.point is None or not row.low < row.point <= most:
        return []
    return [Mark("best", axis.x(row.point), axis.x(row.point), y)]


def _band(ends: Ends | None, axis: Axis) -> Band | None:
    if ends is None:
        return None
    low, high = ends
    return Band(axis.x(low), FAR_RIGHT if high is None else axis.x(high), is_open=high is None)


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

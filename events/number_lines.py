"""A number line with readable ticks: linear, in the whole units of an SVG view box. Pure."""

from dataclasses import dataclass

WIDTH = 720
LEFT, RIGHT = 24, 640
"""Where the line begins and ends; behind it is the margin for what has no end or lies beyond."""
FAR_RIGHT = WIDTH - 24
MOST_TICKS = 6


@dataclass(frozen=True)
class Tick:
    x: int
    words: str


@dataclass(frozen=True)
class Axis:
    """A piece of the number line, and where a number stands on it."""

    start: int
    end: int
    ticks: tuple[Tick, ...]

    def x(self, number: int) -> int:
        """The place of a number; one beyond the end stands in the margin."""
        if number > self.end:
            return FAR_RIGHT
        return LEFT + (RIGHT - LEFT) * (max(number, self.start) - self.start) // (self.end - self.start)


def axis_for(lowest: int, highest: int) -> Axis:
    """A line on which both can be shown. Begins at 0, but near the lowest where both are close together."""
    start = lowest if lowest * 2 > highest and highest - lowest >= MOST_TICKS else 0
    step = _step(max(1, highest - start))
    first, last = start // step * step, max(-(-highest // step) * step, start // step * step + step)
    axis = Axis(first, last, ())
    return Axis(first, last, tuple(Tick(axis.x(number), f"{number:,}") for number in range(first, last + 1, step)))


def _step(span: int) -> int:
    """The least of 1, 2, 5, 10, 20 … that makes no more than `MOST_TICKS` steps."""
    scale: int = 10 ** max(0, len(str(span)) - 2)
    steps = (factor * scale * ten for ten in (1, 10, 100) for factor in (1, 2, 5))
    return next(step for step in steps if -(-span // step) < MOST_TICKS)

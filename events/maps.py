"""A small outline map: points on a grid of meridians and parallels, without tiles and without a foreign host.

Equirectangular, true to scale at the middle parallel. Whole numbers in the units of an SVG view box. Pure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 720, 420, 48
SMALLEST_SPAN = 0.05
"""Degrees: a single place is shown with what lies within a few kilometres."""
KM_PER_DEGREE = 111.195
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 45, 90)
DISTANCES = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MOST_LINES = 5


@dataclass(frozen=True)
class MapPoint:
    """Decimal degrees, WGS 84. `is_exact` is false where the point stands for an area."""

    label: str
    latitude: float
    longitude: float
    is_exact: bool = True
    is_main: bool = False

    @property
    def degrees(self) -> str:
        """“32.461° N, 35.300° E”."""
        return f"{_degrees(self.latitude, 'NS', 3)}, {_degrees(self.longitude, 'EW', 3)}"


@dataclass(frozen=True)
class Dot:
    number: int
    point: MapPoint
    x: int
    y: int

    @property
    def words_y(self) -> int:
        """Where its number stands: above, or below at the upper edge."""
        return self.y - 18 if self.y > 2 * MARGIN // 3 else self.y + 34


@dataclass(frozen=True)
class GridLine:
    at: int
    words: str


@dataclass(frozen=True)
class ScaleBar:
    length: int
    words: str


@dataclass(frozen=True)
class OutlineMap:
    dots: tuple[Dot, ...]
    meridians: tuple[GridLine, ...]
    parallels: tuple[GridLine, ...]
    scale: ScaleBar
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def description(self) -> str:
        told = "; ".join(f"{dot.number}, {dot.point.label}: {dot.point.degrees}" for dot in self.dots)
        return f"Points on a grid of degrees, north up. {told}."


@dataclass(frozen=True)
class Frame:
    """Which degrees the picture shows: its middle, and how many units one degree of latitude takes."""

    latitude: float
    longitude: float
    unit: float
    squeeze: float

    def x(self, longitude: float) -> int:
        return round(WIDTH / 2 + (longitude - self.longitude) * self.squeeze * self.unit)

    def y(self, latitude: float) -> int:
        return round(HEIGHT / 2 - (latitude - self.latitude) * self.unit)


def outline_map(points: Sequence[MapPoint]) -> OutlineMap | None:
    """Draw the points, numbered in the order given; None without points."""
    if not points:
        return None
    longitudes = _unrolled([point.longitude for point in points])
    latitudes = [point.latitude for point in points]
    frame = _frame(latitudes, longitudes)
    dots = (
        Dot(number, point, frame.x(longitude), frame.y(point.latitude))
        for number, (point, longitude) in enumerate(zip(points, longitudes, strict=True), 1)
    )
    step = _step(HEIGHT / frame.unit)
    wide_step = _step(WIDTH / frame.unit / frame.squeeze)
    half_width, half_height = WIDTH / 2 / frame.unit / frame.squeeze, HEIGHT / 2 / frame.unit
    meridians = _lines(frame.longitude, half_width, wide_step)
    parallels = (line for line in _lines(frame.latitude, half_height, step) if abs(line) <= 90)
    return OutlineMap(
        tuple(dots),
        tuple(GridLine(frame.x(line), _degrees(_rolled(line), "EW", _places(wide_step))) for line in meridians),
        tuple(GridLine(frame.y(line), _degrees(line, "NS", _places(step))) for line in parallels),
        _scale(frame),
    )


def _unrolled(longitudes: list[float]) -> list[float]:
    """Longitudes on one side of the date line, where that makes them neighbours."""
    if max(longitudes) - min(longitudes) <= 180:
        return longitudes
    return [longitude + 360 if longitude < 0 else longitude for longitude in longitudes]


def _rolled(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def _frame(latitudes: list[float], longitudes: list[float]) -> Frame:
    latitude = (min(latitudes) + max(latitudes)) / 2
    longitude = (min(longitudes) + max(longitudes)) / 2
    squeeze = max(0.1, math.cos(math.radians(latitude)))
    tall = max(SMALLEST_SPAN, max(latitudes) - min(latitudes))
    wide = max(SMALLEST_SPAN, (max(longitudes) - min(longitudes)) * squeeze)
    unit = min((HEIGHT - 2 * MARGIN) / tall, (WIDTH - 2 * MARGIN) / wide)
    return Frame(latitude, longitude, unit, squeeze)


def _step(span: float) -> float:
    return next((step for step in STEPS if span / step <= MOST_LINES), STEPS[-1])


def _lines(middle: float, half: float, step: float) -> Iterable[float]:
    first, last = math.ceil((middle - half) / step), math.floor((middle + half) / step)
    return (round(number * step, 4) for number in range(first, last + 1))


def _scale(frame: Frame) -> ScaleBar:
    """The longest round distance that takes no more than a third of the width."""
    per_km = frame.unit / KM_PER_DEGREE
    fitting = [distance for distance in DISTANCES if distance * per_km <= WIDTH / 3]
    distance = fitting[-1] if fitting else DISTANCES[0]
    return ScaleBar(round(distance * per_km), f"{distance:,} km")


def _places(step: float) -> int:
    return 2 if step < 0.1 else 1 if step < 1 else 0


def _degrees(angle: float, hemispheres: str, places: int) -> str:
    return f"{abs(angle):.{places}f}° {hemispheres[angle < 0]}"

"""The geometry of range plots: nothing leaves the picture, nothing is turned round, nothing is crushed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.maps import MapPoint, OutlineMap, outline_map
from events.plots import Plot, PlotRow, by_figure, by_time, range_plot
from events.quantities import Quantity, render
from events.quantity_words import parse_quantity

numbers = st.one_of(st.integers(0, 60), st.integers(0, 2**62))


@st.composite
def plot_rows(draw):
    low, more, soft = draw(numbers), draw(st.none() | numbers), draw(numbers)
    high = None if more is None else low + more
    soft_high = draw(st.sampled_from([high, low + soft]))
    point = draw(st.none() | st.just(low) | st.just(low + (more or 0) // 2))
    return PlotRow("Source", "words", low, high, low, soft_high, point, when=draw(st.sampled_from(["", "2023-06-19"])))


ends = st.none() | st.tuples(numbers, st.none() | numbers).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


def row(words, label="Source", when=""):
    quantity = parse_quantity(words)
    assert isinstance(quantity, Quantity)
    soft = quantity.soft_low, quantity.soft_high
    return PlotRow(label, render(quantity), quantity.low, quantity.high, *soft, quantity.nominal, when=when)


def draw(rows, *bands, **named) -> Plot:
    drawn = range_plot(rows, *bands, **named)
    assert drawn is not None
    return drawn


def plot(*words, **bands) -> Plot:
    return draw([row(figure) for figure in words], **bands)


def map_of(*points) -> OutlineMap:
    drawn = outline_map(points)
    assert drawn is not None
    return drawn


def shapes(drawn):
    return [[mark.shape for mark in plotted.marks] for plotted in drawn.rows]


class TestEveryPlot:
    @given(st.lists(plot_rows(), min_size=1, max_size=8), ends, ends)
    def test_every_mark_lies_inside_and_none_is_turned_round(self, rows, reported, finding):
        drawn = draw(rows, reported, finding)
        marks = [mark for plotted in drawn.rows for mark in plotted.marks]
        bands = [band for band in (drawn.reported, drawn.finding) if band]
        for x1, x2 in [*((mark.x1, mark.x2) for mark in marks), *((band.x1, band.x2) for band in bands)]:
            assert 0 <= x1 <= x2 <= drawn.width
        assert all(0 < mark.top < mark.bottom < drawn.base < drawn.height for mark in marks)

    @given(st.lists(plot_rows(), min_size=1, max_size=8))
    def test_ticks_rise_from_left_to_right_and_stay_few(self, rows):
        ticks = draw(rows).ticks
        places = [tick.x for tick in ticks]
        assert places == sorted(set(places))
        assert 2 <= len(ticks) <= 8
        assert drawn_inside(places)

    @given(st.lists(plot_rows(), min_size=1, max_size=8))
    def test_a_greater_number_never_stands_left_of_a_smaller_one(self, rows):
        drawn = draw(rows)
        starts = [(plotted.row.low, plotted.marks[-1 if not has_best(plotted) else -2].x1) for plotted in drawn.rows]
        ordered = sorted(starts)
        assert [x for _, x in ordered] == sorted(x for _, x in starts)

    @given(st.lists(plot_rows(), max_size=8))
    def test_the_orders_keep_what_is_equal_as_given(self, rows):
        numbered = [PlotRow(str(place), "", r.low, r.high, r.low, r.high) for place, r in enumerate(rows)]
        ordered = by_figure(numbered)
        assert by_figure(ordered) == ordered
        same = [PlotRow(r.label, "", 4, 4, 4, 4, when="2023-06-19") for r in numbered]
        assert by_figure(same) == by_time(same) == same


def has_best(plotted):
    return plotted.marks[-1].shape == "best"


def drawn_inside(places):
    return all(0 <= x <= 720 for x in places)


class TestMarks:
    @pytest.mark.parametrize(
        ("words", "marks"),
        [
            ("nine", ["dot"]),
            ("no one", ["dot"]),
            ("at least six", ["open"]),
            ("between six and nine", ["bar"]),
            ("up to 20", ["bar"]),
            ("nearly 100", ["usual", "bar"]),
            ("about 124", ["usual", "open", "best"]),
            ("dozens", ["usual", "open"]),
        ],
    )
    def test_each_hedge_has_a_shape_of_its_own(self, words, marks):
        assert shapes(plot(words)) == [marks]

    def test_a_floor_is_never_a_point(self):
        [floor] = plot("at least six", "nine").rows[0].marks
        assert floor.x1 < floor.x2

    def test_one_huge_number_does_not_crush_the_rest(self):
        drawn = plot("six", "nine", "12,000")
        six, nine, huge = (plotted.marks[0] for plotted in drawn.rows)
        assert drawn.is_broken
        assert huge.shape == "beyond"
        assert nine.x1 - six.x1 > 100
        assert drawn.rows[2].reading == "12,000"

    def test_numbers_close_together_do_not_start_at_zero(self):
        drawn = plot("1,201", "1,240")
        assert drawn.ticks[0].words == "1,200"
        assert not drawn.is_broken

    def test_a_range_that_ends_beyond_is_cut(self):
        drawn = plot("three", "four", "between two and 900")
        assert shapes(drawn)[2] == ["cut"]

    def test_the_reported_range_and_the_finding_lie_over_all_rows(self):
        drawn = plot("six", "nine", reported=(6, 9), finding=(9, 9))
        assert drawn.reported
        assert drawn.finding
        assert (drawn.reported.x1, drawn.reported.x2) == tuple(r.marks[0].x1 for r in drawn.rows)
        assert drawn.finding.width == 0

    def test_long_words_are_cut_where_the_figure_begins_and_kept_whole_in_the_description(self):
        name = "A Ministry with a Very Long Name " * 3
        drawn = draw([row("between six and nine", name, "2023-06-19")], is_dated=True)
        [plotted] = drawn.rows
        assert plotted.label.startswith("19 June 2023: A Ministry")
        assert plotted.label.endswith("…")
        assert len(plotted.label) < 40
        assert name in drawn.description

    def test_without_rows_there_is_no_plot(self):
        assert range_plot([]) is None


class TestOrders:
    def test_lowest_first(self):
        rows = [row("nine"), row("at least six"), row("six")]
        assert [found.reading for found in by_figure(rows)] == ["6", "at least 6", "9"]

    def test_earliest_first_and_the_undated_last(self):
        rows = [row("9", when=""), row("8", when="2023-06-20"), row("7", when="[2023-06-18..2023-06-21]")]
        rows.append(row("6", when="2023-06-20T17:40:00Z"))
        assert [found.reading for found in by_time(rows)] == ["7", "8", "6", "9"]
        assert rows[1].when_words == "20 June 2023"

    def test_what_is_no_date_is_shown_as_it_is(self):
        assert row("9", when="some time").when_words == "some time"


angles = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


class TestMap:
    @given(st.lists(angles, min_size=1, max_size=6))
    def test_every_point_and_line_lies_inside(self, places):
        drawn = map_of(*(MapPoint(str(n), lat, lon) for n, (lat, lon) in enumerate(places)))
        for dot in drawn.dots:
            assert 0 <= dot.x <= drawn.width
            assert 0 <= dot.y <= drawn.height
        assert all(0 <= line.at <= drawn.width for line in drawn.meridians)
        assert all(0 <= line.at <= drawn.height for line in drawn.parallels)

    def test_north_is_up_and_east_is_right(self):
        west, east = map_of(MapPoint("w", 32.0, 35.0), MapPoint("e", 33.0, 36.0)).dots
        assert west.x < east.x
        assert west.y > east.y

    def test_the_date_line_does_not_tear_neighbours_apart(self):
        drawn = map_of(MapPoint("Fiji", -17.0, 179.5), MapPoint("Samoa", -17.0, -179.5))
        assert drawn.dots[0].x < drawn.dots[1].x
        assert any(line.words.endswith("W") for line in drawn.meridians)

    def test_one_place_has_a_map_with_lines_and_a_scale(self):
        drawn = map_of(MapPoint("Jenin", 32.461, 35.3))
        assert drawn.meridians
        assert drawn.parallels
        assert re.fullmatch(r"[\d.,]+ km", drawn.scale.words)

    def test_without_points_there_is_no_map(self):
        assert outline_map([]) is None

"""When, as far as a report says: the words, an EDTF string, and the days that the string entails.

Bounds are computed here from the string and the day of the report, and stored nowhere. Pure: forms of EDTF
are read in `events.edtf_subset`, words such as "late January" in `events.date_words`. A time of day belongs
to the day it was written with, in its own offset.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from events.edtf_subset import SEASONS, CalendarDate, Edtf, Form, ImpossibleDate, MissingEnd, read_edtf

__all__ = ["ImpossibleDate", "PartialDate", "Sense", "render_date"]


class Sense(StrEnum):
    EXTENT = "extent"
    """True throughout, from the first day to the last."""
    ONE_OF = "one_of"
    """True on some day from the first to the last."""


@dataclass(frozen=True)
class PartialDate:
    """A date as precise as it was stated.

    `edtf` is a string of the subset in `events.edtf_subset`; `text` is the words, kept verbatim and without
    part in equality; `reported_on` is the day of the report whose past tense the words stand in, or None.
    A report cannot tell of its own future, so bounds that run past its day end on it. A date that lies
    wholly after the report was announced for the future: it is kept as it is and flagged.

    Raises ImpossibleDate for a day that does not exist and for strings outside the subset.
    """

    edtf: str
    text: str = field(default="", compare=False)
    reported_on: date | None = None

    def __post_init__(self) -> None:
        read_edtf(self.edtf)

    @property
    def earliest(self) -> date | None:
        """The first day it can be; None where there is no lower end."""
        return self._stated.earliest

    @property
    def latest(self) -> date | None:
        """The last day it can be, no later than the report of the past; None where there is no upper end."""
        stated = self._stated.latest
        if self.reported_on is None or self.is_after_report:
            return stated
        return min(stated, self.reported_on) if stated else self.reported_on

    @property
    def sense(self) -> Sense:
        """Extent for an interval and for one day; one_of for every coarser date and for `[a..b]`."""
        stated = self._stated
        one_day = stated.earliest == stated.latest and stated.earliest is not None
        is_extent = stated.form == Form.INTERVAL or one_day
        return Sense.EXTENT if is_extent else Sense.ONE_OF

    @property
    def is_approximate(self) -> bool:
        """Marked `~` or `%`, in whole or in part. Never widens the bounds."""
        return not self._stated.qualifiers.isdisjoint("~%")

    @property
    def is_uncertain(self) -> bool:
        """Marked `?` or `%`, in whole or in part. Never widens the bounds."""
        return not self._stated.qualifiers.isdisjoint("?%")

    @property
    def is_after_report(self) -> bool:
        """Whether all of it lies after the day of the report."""
        earliest = self._stated.earliest
        return self.reported_on is not None and earliest is not None and earliest > self.reported_on

    @property
    def moment(self) -> datetime | None:
        """The instant, where a time of day was written with its offset from UTC."""
        start = self._stated.start
        return start.moment if isinstance(start, CalendarDate) else None

    @property
    def ucdp_precision(self) -> int:
        """Width in days as date_prec of the UCDP GED codebook.

        1: one day; 2: two to six days; 3: a week; 4: eight days to a month; 5: longer or open.
        """
        if self.earliest is None or self.latest is None:
            return 5
        days = (self.latest - self.earliest).days + 1
        return next((precision for most, precision in _UCDP_WIDTHS if days <= most), 5)

    @cached_property
    def _stated(self) -> Edtf:
        return read_edtf(self.edtf)


_UCDP_WIDTHS = ((1, 1), (6, 2), (7, 3), (31, 4))


# By the form and by what stands at the end that is missing.
_WITHOUT_START = {
    (Form.INTERVAL, MissingEnd.OPEN): "until {}",
    (Form.INTERVAL, MissingEnd.UNKNOWN): "from an unknown day until {}",
    (Form.ONE_OF, MissingEnd.OPEN): "some day up to {}",
}
_WITHOUT_END = {
    (Form.INTERVAL, MissingEnd.OPEN): "since {}",
    (Form.INTERVAL, MissingEnd.UNKNOWN): "from {} until an unknown day",
    (Form.ONE_OF, MissingEnd.OPEN): "some day from {} on",
}


def render_date(when: PartialDate) -> str:
    """Say the date in plain English, as it was stated: the day of the report does not show in it.

    "19 June 2023", "some day from 21 to 31 January 2023", "since 1 January 2023", "June 2023 (uncertain)".
    """
    return _render(read_edtf(when.edtf)) + _doubt(when)


def _render(stated: Edtf) -> str:
    match stated.start, stated.end:
        case MissingEnd() as missing, CalendarDate() as end:
            return _WITHOUT_START[stated.form, missing].format(_name(end))
        case CalendarDate() as start, MissingEnd() as missing:
            return _WITHOUT_END[stated.form, missing].format(_name(start))
        case CalendarDate() as start, CalendarDate() as end:
            return _render_whole(stated.form, start, end)
    raise ImpossibleDate("A range without any date says nothing.")


def _render_whole(form: Form, start: CalendarDate, end: CalendarDate) -> str:
    if form == Form.POINT or start == end:
        return _name(start)
    span = _span(start, end)
    return f"some day {span}" if form == Form.ONE_OF else span


def _doubt(when: PartialDate) -> str:
    doubts = [("approximate", when.is_approximate), ("uncertain", when.is_uncertain)]
    names = " and ".join(name for name, holds in doubts if holds)
    return f" ({names})" if names else ""


def _span(start: CalendarDate, end: CalendarDate) -> str:
    """From one date to another; the month and year that both share are said once."""
    first, last = _name(start).split(), _name(end).split()
    if len(first) == len(last):
        while len(first) > 1 and first[-1] == last[len(first) - 1]:
            first.pop()
    return f"from {' '.join(first)} to {' '.join(last)}"


def _name(written: CalendarDate) -> str:
    if written.is_unspecified:
        return _name_unspecified(written)
    year = str(int(written.year))
    if written.is_season:
        return f"{SEASONS[written.month].name} {year}"
    month = calendar.month_name[int(written.month)] if written.month else ""
    day = written.day.lstrip("0")
    return " ".join(filter(None, (day, month, year))) + _clock(written.clock)


def _name_unspecified(written: CalendarDate) -> str:
    first, last = written.earliest.year, written.latest.year
    if "X" not in written.year:
        unit, whole = ("day" if written.day else "month"), CalendarDate(written.year, written.month)
        month_known = written.month != "XX"
        return f"some {unit} in {_name(whole) if month_known else first}"
    if last - first == 9:
        return f"the {first}s"
    return f"some year from {first} to {last}"


def _clock(clock: str) -> str:
    if not clock:
        return ""
    time, zone = clock[:8].removesuffix(":00"), clock[8:].replace("Z", "UTC")
    return f", {time} {zone or '(time zone unknown)'}"

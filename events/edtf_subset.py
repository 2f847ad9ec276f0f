"""The part of EDTF (ISO 8601-2:2019) that this product reads, and the days that each form entails.

Levels 0 and 1: days, months, years, times, intervals with open or unknown ends, `?` `~` `%`, digits left
unspecified from the right (`202X`, `2023-06-XX`), seasons 21 to 24. Of level 2: `[a..b]` and qualifiers on
one component. Years 1 to 9999. Qualifiers set flags and never move a bound.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from enum import StrEnum

LONGEST = 64


class ImpossibleDate(ValueError):
    """No such date, or a form outside the subset; the message names what is wrong."""


class Form(StrEnum):
    POINT = "point"
    INTERVAL = "interval"
    ONE_OF = "one_of"


class MissingEnd(StrEnum):
    """What stands in an interval or a choice where a date could stand."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True)
class CalendarDate:
    """One date of day, month, season, year or coarser precision, as written; `X` marks an unspecified digit.

    `clock` is the time of day with its offset, empty where none was written.
    """

    year: str
    month: str = ""
    day: str = ""
    clock: str = ""

    @property
    def is_season(self) -> bool:
        return self.month in SEASONS

    @property
    def is_unspecified(self) -> bool:
        return "X" in f"{self.year}{self.month}{self.day}"

    @property
    def earliest(self) -> date:
        if self.is_season:
            return date(int(self.year), SEASONS[self.month].first_month, 1)
        year = max(MINYEAR, int(self.year.replace("X", "0")))
        return date(year, _number(self.month) or 1, _number(self.day) or 1)

    @property
    def latest(self) -> date:
        if self.is_season:
            return _end_of_season(self.earliest)
        year, month = int(self.year.replace("X", "9")), _number(self.month) or 12
        return date(year, month, _number(self.day) or calendar.monthrange(year, month)[1])

    @property
    def moment(self) -> datetime | None:
        """The instant, where a time and its offset were written; without an offset it is not known."""
        if not self.clock:
            return None
        moment = datetime.fromisoformat(f"{self.year}-{self.month}-{self.day}T{self.clock}")
        return moment if moment.tzinfo else None


@dataclass(frozen=True)
class Season:
    name: str
    first_month: int


# Meteorological seasons of the northern hemisphere; ISO 8601-2 gives the codes and no months.
SEASONS = {
    "21": Season("spring", 3),
    "22": Season("summer", 6),
    "23": Season("autumn", 9),
    "24": Season("winter", 12),
}

End = CalendarDate | MissingEnd


@dataclass(frozen=True)
class Edtf:
    """A string of the subset, taken apart. A point has the same date at both ends."""

    form: Form
    start: End
    end: End
    qualifiers: frozenset[str]

    @property
    def earliest(self) -> date | None:
        return self.start.earliest if isinstance(self.start, CalendarDate) else None

    @property
    def latest(self) -> date | None:
        return self.end.latest if isinstance(self.end, CalendarDate) else None


def read_edtf(text: str) -> Edtf:
    """Take the string apart.

    Raises ImpossibleDate, which says what is wrong: no such day, an interval that ends before it starts,
    a form of EDTF that lies outside the subset, or no EDTF at all.
    """
    if len(text) > LONGEST:
        raise _not_edtf(text[:LONGEST])
    _refuse_other_levels(text)
    qualifiers = frozenset(re.findall("[?~%]", text))
    if text.startswith("["):
        return _read_choice(text)
    if "/" in text:
        return _read_interval(text, qualifiers)
    only = _read_date(text, text)
    return Edtf(Form.POINT, only, only, qualifiers)


_OTHER_LEVELS = (
    (re.compile(r"[-+]?Y.*|.*[ES][0-9]+.*"), "years beyond 9999 and significant digits are not supported"),
    (re.compile(r"-[0-9X]{4}.*"), "years before 1 are not supported"),
    (re.compile(r"\{.*|\[.*,.*|\[[^.]*\]"), "of sets, only [a..b], [..b] and [a..] are supported"),
)


def _refuse_other_levels(text: str) -> None:
    for form, refusal in _OTHER_LEVELS:
        if form.fullmatch(text):
            raise ImpossibleDate(f"{text}: {refusal}.")


def _read_choice(text: str) -> Edtf:
    inner = re.fullmatch(r"\[(.*?)\.\.(.*?)\]", text)
    if not inner:
        raise _not_edtf(text)
    start, end = (_read_end(part, text, MissingEnd.OPEN) for part in inner.groups())
    if re.search("[?~%]", text) or any(isinstance(e, CalendarDate) and e.is_season for e in (start, end)):
        raise ImpossibleDate(f"{text}: inside [ ] write plain days, months or years.")
    return _ordered(text, Edtf(Form.ONE_OF, start, end, frozenset()))


def _read_interval(text: str, qualifiers: frozenset[str]) -> Edtf:
    parts = text.split("/")
    if len(parts) != 2:
        raise ImpossibleDate(f"{text}: an interval has one slash, as in 2023-06-01/2023-06-19.")
    start, end = (MissingEnd.OPEN if part == ".." else _read_end(part, text, MissingEnd.UNKNOWN) for part in parts)
    return _ordered(text, Edtf(Form.INTERVAL, start, end, qualifiers))


def _read_end(part: str, text: str, missing: MissingEnd) -> End:
    if not part:
        return missing
    end = _read_date(part, text)
    if end.is_unspecified or end.clock:
        raise ImpossibleDate(f"{text}: the ends of a range are days, months or years, without X and time.")
    return end


def _ordered(text: str, edtf: Edtf) -> Edtf:
    if isinstance(edtf.start, MissingEnd) and isinstance(edtf.end, MissingEnd):
        raise ImpossibleDate(f"{text}: a range without any date says nothing. Give one end at least.")
    if edtf.earliest and edtf.latest and edtf.earliest > edtf.latest:
        raise ImpossibleDate(f"{text}: ends before it starts. Give the earlier date first.")
    return edtf


_QUALIFIED = r"[?~%]?{}[?~%]?"
_DATE = re.compile(
    _QUALIFIED.format("(?P<year>[0-9X]{4})")
    + f"(?:-{_QUALIFIED.format('(?P<month>[0-9X]{2})')}(?:-{_QUALIFIED.format('(?P<day>[0-9X]{2})')})?)?"
)
_CLOCK = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<clock>(?!24)[0-9:]{8}(?:Z|[-+][0-9]{2}(?::[0-9]{2})?)?)")
_UNSPECIFIED_FROM_THE_RIGHT = re.compile(r"[0-9]+X*(?:-[0-9]{2})*(?:-XX)*")


def _read_date(part: str, text: str) -> CalendarDate:
    if timed := _CLOCK.fullmatch(part):
        return _with_clock(_read_date(timed["day"], text), timed["clock"], text)
    found = _DATE.fullmatch(part)
    if not found:
        raise _not_edtf(text)
    read = CalendarDate(found["year"], found["month"] or "", found["day"] or "")
    _check_unspecified(read, text)
    _check_month(read, part, text)
    _check_day(read, text)
    return read


def _with_clock(day: CalendarDate, clock: str, text: str) -> CalendarDate:
    try:
        datetime.fromisoformat(f"{day.year}-{day.month}-{day.day}T{clock}")
    except ValueError as error:
        raise ImpossibleDate(f"{text}: {clock} is no time of day. Write it as 15:04:00Z.") from error
    return CalendarDate(day.year, day.month, day.day, clock)


def _check_unspecified(read: CalendarDate, text: str) -> None:
    if read.year == "0000":
        raise ImpossibleDate(f"{text}: years before 1 are not supported.")
    if not read.is_unspecified:
        return
    written = "-".join(filter(None, (read.year, read.month, read.day)))
    year_only = "X" not in read.year or not read.month
    if not (year_only and _UNSPECIFIED_FROM_THE_RIGHT.fullmatch(written)):
        raise ImpossibleDate(f"{text}: leave digits open from the right, as in 202X, 2023-XX or 2023-06-XX.")


def _check_month(read: CalendarDate, part: str, text: str) -> None:
    if read.month in ("", "XX") or (not read.is_season and 1 <= int(read.month) <= 12):
        return
    if not read.is_season:
        raise ImpossibleDate(f"{text}: there is no month {read.month}; seasons are 21 to 24.")
    if read.day or re.search("[?~%]", part):
        raise ImpossibleDate(f"{text}: a season stands alone, as in {read.year}-{read.month}.")


def _check_day(read: CalendarDate, text: str) -> None:
    if read.day in ("", "XX"):
        return
    year, month = int(read.year), int(read.month)
    most = calendar.monthrange(year, month)[1]
    if not 1 <= int(read.day) <= most:
        raise ImpossibleDate(f"{text}: {calendar.month_name[month]} {year} has {most} days.")


def _not_edtf(text: str) -> ImpossibleDate:
    return ImpossibleDate(
        f"{text}: not a date in EDTF. Write for example 2023-06-19, 2023-06 or [2023-01-21..2023-01-31]."
    )


def _number(component: str) -> int:
    return int(component) if component.isdecimal() else 0


def _end_of_season(first: date) -> date:
    if first.month == SEASONS["24"].first_month and first.year == MAXYEAR:
        return date.max
    next_season = date(first.year + (first.month + 2) // 12, (first.month + 2) % 12 + 1, 1)
    return next_season - timedelta(days=1)

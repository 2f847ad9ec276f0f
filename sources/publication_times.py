"""When something was published, no more precisely than its publisher said.

A day is a day, never midnight UTC. A time without a zone takes the outlet's, and says that it was assumed.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sources.text import clip

Precision = Literal["day", "minute", "second"]

FIRST_YEAR, LAST_YEAR = 1600, 9998
"""The years taken: the first newspaper is of 1605, and a day has to have a day after it."""


class ImpossibleDate(ValueError):
    """Words that name no date, time or zone; the message says what is wrong and the mend."""


@dataclass(frozen=True, slots=True)
class PublicationTime:
    """A day, or a moment with its precision: what the publisher said, and in which zone.

    `on` is the day on the outlet's calendar; `at` is in UTC, null exactly when the precision is a day.
    `zone` is an IANA name, an offset such as "+03:00", "UTC" or "" (a day in a zone nobody named).
    `zone_assumed`: the zone was not printed with the time, it is the outlet's or, without one, UTC.
    """

    on: date
    at: datetime | None
    precision: Precision
    zone: str = ""
    zone_assumed: bool = False

    def __post_init__(self) -> None:
        """Raises `ImpossibleDate` for a year that no newspaper has, `ValueError` for parts that disagree."""
        if not FIRST_YEAR <= self.on.year <= LAST_YEAR:
            message = f"{self.on}: the year must be between {FIRST_YEAR} and {LAST_YEAR}"
            raise ImpossibleDate(message)
        if (self.precision == "day") != (self.at is None):
            raise ValueError("a day has no moment, and a moment has a precision of minute or second")
        if self.at is not None and self.at.utcoffset() != timedelta():
            raise ValueError("the moment is kept in UTC; use at_moment()")

    @property
    def earliest(self) -> datetime:
        """The first moment it can have been, in UTC; a day without a zone begins where it is day first."""
        return self.at or _midnight(self.on, self.zone or "+14:00")

    @property
    def latest(self) -> datetime:
        """The first moment it can no longer have been, in UTC: the end of its day, minute or second."""
        if self.at is None:
            return _midnight(self.on + timedelta(days=1), self.zone or "-12:00")
        return self.at + timedelta(minutes=1) if self.precision == "minute" else self.at + timedelta(seconds=1)

    def public(self) -> dict[str, str | bool]:
        """What a reader is told: "2023-06-19" or "2023-06-19T15:04:00Z", and how precise that is."""
        at = self.at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.at else self.on.isoformat()
        return {"at": at, "precision": self.precision, "zone_assumed": self.zone_assumed}


def on_day(day: date, zone: str = "") -> PublicationTime:
    """Published some time on that day, on the calendar of the outlet's zone if that is known.

    Raises `ImpossibleDate` for an unknown zone or a year out of range.
    """
    _zone_of(zone or "UTC")
    day = day.date() if isinstance(day, datetime) else day
    return PublicationTime(day, None, "day", zone, zone_assumed=bool(zone))


def at_moment(moment: datetime, zone: str = "", precision: Literal["minute", "second"] = "second") -> PublicationTime:
    """Published at that moment. `zone` is the outlet's: what a naive moment is read in (UTC if "").

    With a zone of its own the moment is certain, and the outlet's zone only says whose calendar day it is.
    Raises `ImpossibleDate` for an unknown zone or a year out of range.
    """
    is_naive = moment.tzinfo is None
    zone = zone or ("UTC" if is_naive else _name_of(moment))
    _check_year(moment)
    local = moment.replace(tzinfo=_zone_of(zone)) if is_naive else moment.astimezone(_zone_of(zone))
    cut = local.replace(microsecond=0) if precision == "second" else local.replace(second=0, microsecond=0)
    return PublicationTime(local.date(), cut.astimezone(UTC), precision, zone, zone_assumed=is_naive)


def in_zone(time: PublicationTime, zone: str) -> PublicationTime:
    """What was read without a zone, read in this one; a moment with a zone of its own keeps it.

    The printed day stays where it is another than the moment's. Raises `ImpossibleDate` for an unknown zone.
    """
    if time.at is None:
        return time if time.zone and not time.zone_assumed else on_day(time.on, zone)
    local = time.at.astimezone(_zone_of(time.zone or "UTC"))
    precision: Literal["minute", "second"] = "minute" if time.precision == "minute" else "second"
    read = at_moment(local.replace(tzinfo=None) if time.zone_assumed else time.at, zone, precision)
    return read if time.on == local.date() else replace(read, on=time.on)


def parse_published(words: str, zone: str = "") -> PublicationTime:
    """Reads ISO 8601: `2023-06-19`, `2023-06-19T15:04`, `2023-06-19 15:04:05+03:00`, `…Z`.

    A time without seconds has the precision of a minute; fractions of a second are dropped.
    Raises `ImpossibleDate` naming the mend: “2023-02-30: February 2023 has 28 days”.
    """
    parts = _ISO.fullmatch(words.strip())
    if not parts:
        message = f"“{clip(words.strip(), 40)}” is not an ISO 8601 date; write 2023-06-19 or 2023-06-19T15:04+03:00"
        raise ImpossibleDate(message)
    day = _day(parts)
    if parts["hour"] is None:
        return on_day(day, zone)
    offset = _offset(parts["offset"])
    moment = datetime.combine(day, _clock_time(parts), offset)
    return at_moment(moment, zone, "second" if parts["second"] else "minute")


_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<offset>[Zz]|[+\u2212-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_OFFSET = re.compile(r"(?P<sign>[+\u2212-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?")


def _day(parts: re.Match[str]) -> date:
    year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    written = f"{parts['year']}-{parts['month']}-{parts['day']}"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"{written}: the year must be between {FIRST_YEAR} and {LAST_YEAR}"
        raise ImpossibleDate(message)
    if not 1 <= month <= 12:
        message = f"{written}: months run from 01 to 12, written year-month-day"
        raise ImpossibleDate(message)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{written}: {calendar.month_name[month]} {year} has {days} days"
        raise ImpossibleDate(message)
    return date(year, month, day)


def _clock_time(parts: re.Match[str]) -> time:
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    if hour > 23:
        message = f"{parts[0]}: hours run from 00 to 23; midnight is 00:00 of the day it begins"
        raise ImpossibleDate(message)
    if minute > 59 or second > 59:
        message = f"{parts[0]}: minutes and seconds run from 00 to 59"
        raise ImpossibleDate(message)
    return time(hour, minute, second)


def _offset(words: str | None) -> tzinfo | None:
    if words is None:
        return None
    return UTC if words in "Zz" else _zone_of(words)


def _zone_of(name: str) -> tzinfo:
    """The zone of an IANA name, "UTC" or an offset from -14:00 to +14:00. Raises `ImpossibleDate`."""
    offset = _OFFSET.fullmatch(name)
    if offset:
        return _fixed(offset)
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"“{clip(name, 40)}” is not a time zone; write for example Asia/Jerusalem, +03:00 or UTC"
        raise ImpossibleDate(message) from error


def _fixed(offset: re.Match[str]) -> tzinfo:
    ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    if ahead > timedelta(hours=14) or int(offset["minutes"] or 0) > 59:
        message = f"{offset[0]}: offsets from UTC run from -14:00 to +14:00"
        raise ImpossibleDate(message)
    return timezone(ahead if offset["sign"] == "+" else -ahead)


def _name_of(moment: datetime) -> str:
    """The IANA name of an aware moment's zone, else its offset: "Asia/Jerusalem", "+03:00", "UTC"."""
    name = getattr(moment.tzinfo, "key", None)
    if isinstance(name, str):
        return name
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"


def _check_year(moment: datetime) -> None:
    """Before arithmetic that could leave the calendar."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"{moment.date()}: the year must be between {FIRST_YEAR} and {LAST_YEAR}"
        raise ImpossibleDate(message)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), _zone_of(zone)).astimezone(UTC)

"""Reading the words of a date against the dateline: "Monday", "June 19", "in late January", "this year".

What an editor would have to look up is refused, not guessed: "last week" and "last Monday" mean two things,
"early 2023" means none in particular.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from events.dates import ImpossibleDate, PartialDate
from events.number_words import UnknownWords, read_number

Reading = Callable[[str, date], str | None]

_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTHS = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
LONGEST_PHRASE = 100
_LEAP_CYCLE = 8  # the longest wait for a 29 February, in years

_DURING = "(?:in |during )?"
_PART_OF_DAY = "(?: (?:morning|afternoon|evening|night))?"
_WEEKDAY = f"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_DATED = f"(?:on )?(?:{_WEEKDAY},? )?"
_DAY = "(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = "(?P<year>[1-9][0-9]{3})"
_MAYBE_YEAR = f"(?:,? {_YEAR})?"
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def resolve_date(words: str, reported_on: date) -> PartialDate:
    """Read the words of a past-tense report whose dateline is `reported_on`; the words are kept verbatim.

    A weekday is the latest one not after the report; a month or a day without a year, the latest that had
    begun by then. Early, mid and late are days 1–10, 11–20 and 21 to the end of a month. "Last night" and
    "overnight" are one of the two days. "This year" runs on from 1 January.

    Raises UnknownWords for words that are not wholly understood or that mean two things, and ImpossibleDate
    for days that do not exist ("30 February", "Tuesday, 19 June 2023").
    """
    try:
        edtf = _read(_plain(words), reported_on) if len(words) <= LONGEST_PHRASE else None
    except OverflowError as error:
        raise ImpossibleDate(f"“{words}”: years before 1 are not supported.") from error
    if edtf is None:
        raise UnknownWords(
            f"“{words[:LONGEST_PHRASE]}” is not a date that this product understands. "
            "Write for example “Monday”, “19 June 2023” or “in late January”, or give it in EDTF."
        )
    return PartialDate(edtf, text=words, reported_on=reported_on)


def _plain(words: str) -> str:
    plain = re.sub("[\"“”„‟«»'‘’`.]", "", words.casefold())
    return " ".join(re.sub(r"(?<=mid)[-‑–](?=[a-z])", " ", plain).split()).rstrip(",;:")


def _read(words: str, reported_on: date) -> str | None:
    since = words.removeprefix("since ")
    if since != words:
        start = _first((*_STARTS, _read_beginning), since, reported_on)
        return f"{start}/.." if start else None
    return _first((*_STARTS, *_SPANS), words, reported_on)


def _first(readings: tuple[Reading, ...], words: str, reported_on: date) -> str | None:
    return next((edtf for reading in readings if (edtf := reading(words, reported_on))), None)


def _read_weekday(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(rf"(?:on )?(?:(?:early|late) (?:on )?)?{_WEEKDAY}{_PART_OF_DAY}", words)
    if not found:
        return None
    days_ago = (reported_on.weekday() - _WEEKDAYS[found["weekday"]]) % 7
    return _days_before(reported_on, days_ago)


def _read_today(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(r"(?:earlier )?today|this (?:morning|afternoon|evening)|tonight", words)
    return reported_on.isoformat() if found else None


def _read_yesterday(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(rf"(?:early |late )?yesterday{_PART_OF_DAY}", words)
    return _days_before(reported_on, 1) if found else None


def _read_days_ago(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(r"(?P<count>.+) days? ago", words.replace("the day before yesterday", "two days ago"))
    count = read_number(found["count"]) if found else None
    return None if count is None else _days_before(reported_on, count)


def _read_day(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(f"{_DATED}{_DAY} (?:of )?{_MONTH}{_MAYBE_YEAR}", words)
    found = found or re.fullmatch(f"{_DATED}{_MONTH} {_DAY}{_MAYBE_YEAR}", words)
    if not found:
        return None
    when = _date_of(found, int(found["day"]), reported_on)
    weekday = found["weekday"]
    if weekday and _WEEKDAYS[weekday] != when.weekday():
        raise ImpossibleDate(
            f"“{words}”: {_english(when)} was a {calendar.day_name[when.weekday()]}, not a {weekday.title()}."
        )
    return when.isoformat()


def _read_month(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(f"{_DURING}{_MONTH}{_MAYBE_YEAR}", words)
    return _date_of(found, 1, reported_on).isoformat()[:7] if found else None


def _read_year(words: str, _reported_on: date) -> str | None:
    found = re.fullmatch(f"{_DURING}{_YEAR}", words)
    return found["year"] if found else None


def _read_decade(words: str, _reported_on: date) -> str | None:
    """A decade. "The 2000s" may be the century, and is not read."""
    found = re.fullmatch(f"{_DURING}the (?P<decade>[1-9][0-9][1-9])0s", words)
    return f"{found['decade']}X" if found else None


def _read_third(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(f"{_DURING}(?P<third>early|mid|late) {_MONTH}{_MAYBE_YEAR}", words)
    if not found:
        return None
    first_day, last_day = _THIRDS[found["third"]]
    first = _date_of(found, first_day, reported_on)
    last = first.replace(day=min(last_day, calendar.monthrange(first.year, first.month)[1]))
    return f"[{first}..{last}]"


def _read_night(words: str, reported_on: date) -> str | None:
    return f"[{_days_before(reported_on, 1)}..{reported_on}]" if words in ("last night", "overnight") else None


def _read_running(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(r"(?:so far )?this (?P<unit>year|month)", words)
    return f"{_beginning_of(found['unit'], reported_on)}/.." if found else None


def _read_beginning(words: str, reported_on: date) -> str | None:
    found = re.fullmatch(r"the (?:start|beginning) of (?:the|this) (?P<unit>year|month)", words)
    return _beginning_of(found["unit"], reported_on).isoformat() if found else None


def _read_calendar_unit(words: str, reported_on: date) -> str | None:
    this_month = reported_on.replace(day=1)
    units = {
        "earlier this month": this_month.isoformat()[:7],
        "earlier this year": this_month.isoformat()[:4],
        "last month": _days_before(this_month, 1)[:7],
        "last year": _days_before(this_month.replace(month=1), 1)[:4],
    }
    return units.get(words)


_STARTS: tuple[Reading, ...] = (
    *(_read_weekday, _read_today, _read_yesterday, _read_days_ago),
    *(_read_day, _read_month, _read_year),
)
_SPANS: tuple[Reading, ...] = (_read_decade, _read_third, _read_night, _read_running, _read_calendar_unit)


def _days_before(day: date, count: int) -> str:
    return (day - timedelta(days=count)).isoformat()


def _beginning_of(unit: str, day: date) -> date:
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _date_of(found: re.Match[str], day: int, reported_on: date) -> date:
    """The day of the month that was matched, in the year matched or the latest that fits the past tense."""
    month = _MONTHS[found["month"]]
    if found["year"]:
        return _day_of(int(found["year"]), month, day)
    earlier = range(reported_on.year, max(0, reported_on.year - _LEAP_CYCLE - 1), -1)
    fitting = (date(year, month, day) for year in earlier if 1 <= day <= calendar.monthrange(year, month)[1])
    latest = next((when for when in fitting if when <= reported_on), None)
    return latest or _day_of(reported_on.year, month, day)


def _day_of(year: int, month: int, day: int) -> date:
    most = calendar.monthrange(year, month)[1]
    if not 1 <= day <= most:
        raise ImpossibleDate(
            f"{calendar.month_name[month]} {day}: {calendar.month_name[month]} {year} has {most} days."
        )
    return date(year, month, day)


def _english(when: date) -> str:
    return f"{when.day} {calendar.month_name[when.month]} {when.year}"

"""When it happened, from the date columns of a row: EDTF as far as the row knows the day, and its own words. Pure."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterable

from events.dates import ImpossibleDate, PartialDate
from events.importing.cells import Cells
from events.importing.mappings import Dating
from sources.text import clip

MOST_WORDS = 200
UNSURE = "the day was marked as uncertain"


def occurred(cells: Cells, dating: Dating | None) -> tuple[str, str]:
    """The date of an incident as words and EDTF; a date that cannot be is warned of, and only its words are kept."""
    if dating is None:
        return "", ""
    start, end = cells.first(dating.start), cells.first(dating.end)
    words = " ".join(words for _column, words in cells.filled(dating.words))
    if not start and not end:
        return clip(words, MOST_WORDS), ""
    try:
        edtf = _edtf(_day(start or end, dating.formats), _day(end or start, dating.formats), cells, dating)
    except ImpossibleDate as problem:
        cells.warn("date", str(problem))
        return clip(words or _written(start, end), MOST_WORDS), ""
    return clip(words, MOST_WORDS), edtf


def read_day(words: str, formats: Iterable[str]) -> dt.date:
    """The day that the words name in one of the formats. Raises `ImpossibleDate`."""
    return _day(words, formats)


def _edtf(first: dt.date, last: dt.date, cells: Cells, dating: Dating) -> str:
    if last < first:
        raise ImpossibleDate(f"{first} – {last}: ends before it starts")
    edtf = f"[{first}..{last}]" if first != last else _spanned(first, cells, dating)
    _compare(edtf, cells, dating.ucdp_precision)
    return edtf


def _spanned(day: dt.date, cells: Cells, dating: Dating) -> str:
    """The day as far as the row trusts it; marked as uncertain where it does not say so in words that we know."""
    span = cells.known(dating.span, UNSURE)
    if span and span not in _SPANS:
        cells.note(f"“{clip(span)}” is none of {', '.join(_SPANS)}; {UNSURE}")
    return _SPANS[span](day) if span in _SPANS else f"{day}?"


def _exactly(day: dt.date) -> str:
    return day.isoformat()


def _in_week(day: dt.date) -> str:
    """Some day of the week around: whichever day of it stands in the row, the event is within six days."""
    six = dt.timedelta(days=6)
    return f"[{day - six}..{day + six}]" if dt.date.min + six <= day <= dt.date.max - six else _exactly(day)


def _in_month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _in_year(day: dt.date) -> str:
    return f"{day:%Y}"


_SPANS: dict[str, Callable[[dt.date], str]] = {
    "day": _exactly,
    "week": _in_week,
    "month": _in_month,
    "year": _in_year,
}


def _compare(edtf: str, cells: Cells, column: str) -> None:
    """Says so where the precision that UCDP gives (date_prec) is not that of its own days."""
    given = cells.text(column) if column else ""
    found = PartialDate(edtf).ucdp_precision
    if given and given != str(found):
        cells.note(f"{column} is {given}, but the days themselves are of precision {found}")


def _day(words: str, formats: Iterable[str]) -> dt.date:
    for form in formats:
        try:
            day = dt.datetime.strptime(words, form).date()  # noqa: DTZ007  a day on the data set's own calendar
        except ValueError:
            continue
        if day.year >= 1000:  # strftime writes earlier years without their zeros
            return day
    raise ImpossibleDate(f"“{clip(words)}” is no day in the form {_forms(formats)}{_why(words)}")


def _why(words: str) -> str:
    """For a day of ISO form that does not exist: how many days the month has."""
    try:
        year, month, day = (int(part) for part in words[:10].split("-"))
        most = calendar.monthrange(year, month)[1]
    except (ValueError, calendar.IllegalMonthError):
        return ""
    return f": {calendar.month_name[month]} {year} has {most} days" if day > most else ""


def _forms(formats: Iterable[str]) -> str:
    return " or ".join(dt.date(2023, 6, 19).strftime(form) for form in formats)


def _written(start: str, end: str) -> str:
    return " – ".join(dict.fromkeys(filter(None, (start, end))))

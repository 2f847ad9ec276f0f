"""Dates that an editor gives in words: read against the day of the report, or without one if they need none."""

import datetime as dt

from events.date_words import resolve_date
from events.number_words import UnknownWords

# Two days that share no weekday, month or year: words that read the same on both need no day of report.
_TWO_DAYS = (dt.date(2001, 3, 14), dt.date(2019, 10, 5))


def edtf_of(words: str, reported_on: dt.date | None) -> str:
    """The EDTF that the words stand for in a report of that day; None is a report of an unknown day.

    Raises UnknownWords for words that are not understood, or that depend on a day which is not known, and
    ImpossibleDate for days that do not exist.
    """
    days = [reported_on] if reported_on else list(_TWO_DAYS)
    readings = {resolve_date(words, day).edtf for day in days}
    if len(readings) > 1:
        message = (
            f"“{words}” depends on the day of the report, which is not known here. "
            "Give the date itself, for example 2023-06-19."
        )
        raise UnknownWords(message)
    return readings.pop()

"""Times as feeds and pages print them: ISO 8601, the form of RFC 822, and the plain forms of English.

Read only where they say one thing. What is left out is said in a note with the words as they stand: no time is
better than a guessed one. A day without a time stays a day; a time without a zone is marked so.
"""

import re
from datetime import date

from sources.publication_times import ImpossibleDate, PublicationTime, parse_published
from sources.text import clip

Notes = tuple[str, ...]


def read_web_time(field: str, words: str) -> tuple[PublicationTime | None, Notes]:
    """The time, null for blank words or unreadable ones; notes in sentences that name the field ("updated").

    Never raises. Zone words are read where one offset goes by them: those of RFC 822 and a few of the tz database.
    """
    written = " ".join("".join(char if char.isprintable() else " " for char in words[:_LONGEST]).split())
    if not written:
        return None, ()
    try:
        iso, notes = _as_iso(written)
        return parse_published(iso), tuple(f"{field} “{clip(written)}”: {note}." for note in notes)
    except ImpossibleDate as error:
        return None, (f"{field} “{clip(written)}” was left out: {error}.",)


_LONGEST = 200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RFC_822 = {"est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00"}
_RFC_822 |= {"mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00"}
_EUROPEAN = {"west": "+01:00", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00"}
_FARTHER = {"sast": "+02:00", "jst": "+09:00", "kst": "+09:00", "aest": "+10:00", "aedt": "+11:00"}
_ZONES = dict.fromkeys(["z", "ut", "utc", "gmt", "wet"], "Z") | _RFC_822 | _EUROPEAN | _FARTHER

_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? ?)?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?: ?(?P<half>[ap])\.?m\.?)?"
_OFFSET = r"(?:gmt|utc)? ?(?P<sign>[+\u2212-])(?P<ahead>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?"
_ZONE = rf"(?: ?\(?(?:{_OFFSET}|(?P<zone>[a-z]{{1,5}}))\)?(?: \([a-z ]{{1,40}}\))?)?"
_TIME = rf"(?:(?:,| at)? ?{_CLOCK}{_ZONE})?"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})[ -]{_MONTH},?[ -](?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH} (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH} (?P<day>[0-9]{{1,2}}) {_CLOCK}{_ZONE} (?P<year>[0-9]{{4}})",
        rf"(?P<weekday>)(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})[t ]{_CLOCK}{_ZONE}",
    )
)


def _as_iso(written: str) -> tuple[str, list[str]]:
    """The same in ISO 8601, and notes. Raises `ImpossibleDate` if it has none of the forms."""
    found = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if found is None and not _ISO_DAY.match(written):
        message = "it is in no form that means one time only"
        raise ImpossibleDate(message)
    if found is None:
        return written, []
    day = f"{_year(found['year']):04}-{_month(found['month'])}-{int(found['day']):02}"
    notes = _weekday_notes(found["weekday"], day)
    if found["hour"] is None:
        return day, notes
    second = f":{found['second']}" if found["second"] else ""
    zone, zone_notes = _zone(found)
    return f"{day}T{_hour(found):02}:{found['minute']}{second}{zone}", notes + zone_notes


def _year(digits: str) -> int:
    """Of two digits as RFC 2822 (4.3) reads them: 00 to 49 are of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _month(word: str) -> str:
    return word if word.isdigit() else f"{_MONTHS.index(word.lower()[:3]) + 1:02}"


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"])
    if found["half"] is None:
        return hour
    if not 1 <= hour <= 12:
        message = "an hour before or after noon is from 1 to 12"
        raise ImpossibleDate(message)
    return hour % 12 + (12 if found["half"] in "pP" else 0)


def _zone(found: re.Match[str]) -> tuple[str, list[str]]:
    """The offset as ISO 8601 has it, "" if none is printed or nobody knows which one is meant, and then a note."""
    if found["sign"]:
        return f"{found['sign']}{int(found['ahead']):02}:{found['minutes'] or '00'}", []
    word = found["zone"] or ""
    if not word or word.lower() in _ZONES:
        return _ZONES.get(word.lower(), ""), []
    return "", [f"“{word}” is the time of no place or of several, so it was read as a time without a zone"]


def _weekday_notes(word: str | None, day: str) -> list[str]:
    try:
        weekday = date.fromisoformat(day).weekday()
    except ValueError:
        return []
    if not word or _DAYS[weekday][:3].lower() == word.lower():
        return []
    return [f"that day is a {_DAYS[weekday]}"]

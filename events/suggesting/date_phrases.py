"""Where a sentence names a day or a time span, and which words belong to it."""

import calendar
import re
from collections.abc import Iterator

from events.date_words import resolve_date
from events.dates import ImpossibleDate, PartialDate
from events.number_words import UnknownWords
from events.suggesting.suggestions import DatedWords, Dateline
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words
from sources.text import span_of

_WEEKDAYS = "|".join(calendar.day_name)
_MONTHS = "|".join([*calendar.month_name[1:], *(f"{name}\\.?" for name in [*calendar.month_abbr[1:], "Sept"])])
_PART = "morning|afternoon|evening|night"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = "[12][0-9]{3}"
# What may name a date; whether it does, and which, `events.date_words` decides.
_PHRASE = re.compile(
    rf"""\b(?:
      (?:[Oo]n[ ])?(?:(?:[Ee]arly|[Ll]ate)[ ](?:on[ ])?)?(?:{_WEEKDAYS})
        (?:,[ ](?:{_MONTHS})[ ]{_DAY}(?:,[ ]{_YEAR})?|,[ ]{_DAY}[ ](?:{_MONTHS})(?:[ ]{_YEAR})?|[ ](?:{_PART}))?
    | (?:[Oo]n[ ]|[Ss]ince[ ])?(?:
        {_DAY}[ ](?:of[ ])?(?:{_MONTHS})(?:,?[ ]{_YEAR})?
      | (?:{_MONTHS})[ ]{_DAY}(?:,?[ ]{_YEAR})?(?![0-9,.]*[0-9]))
    | (?:[Ii]n[ ]|[Dd]uring[ ]|[Ss]ince[ ])(?:(?:early|mid|late)[ -])?(?:{_MONTHS})(?:[ ]{_YEAR})?
    | (?:[Ii]n|[Ss]ince|[Dd]uring)[ ]{_YEAR}
    | (?:[Ss]ince[ ])?(?:the[ ])?(?:start|beginning)[ ]of[ ](?:the|this)[ ](?:year|month)
    | [Tt]his[ ](?:year|month|{_PART}) | [Ee]arlier[ ](?:this[ ](?:month|year)|today) | [Ll]ast[ ](?:night|month|year)
    | (?:(?:[Ee]arly|[Ll]ate)[ ])?[Yy]esterday(?:[ ](?:{_PART}))? | [Tt]oday | [Tt]onight | [Oo]vernight
    | (?:[a-z]{{2,9}}|[0-9]{{1,3}})[ ]days?[ ]ago
    )(?![\w-])""",
    re.VERBOSE,
)
_IS_YEAR = re.compile(_YEAR)
MONTH_ABBREVIATIONS = frozenset(name.lower() for name in (*calendar.month_abbr[1:], "Sept")) - {"may"}
MONTHS = MONTH_ABBREVIATIONS | {name.lower() for name in calendar.month_name[1:]}
_WORDS = (
    MONTHS
    | {name.lower() for name in calendar.day_name}
    | words(
        """
        yesterday today tonight overnight day days week weeks weekend month months year years morning afternoon evening
        night hour hours moment ago earlier later
        """
    )
)


def is_date_word(word: str) -> bool:
    return word.removesuffix("'s") in _WORDS or _IS_YEAR.fullmatch(word) is not None


def find_dates(sentence: Sentence, dateline: Dateline) -> Iterator[DatedWords]:
    """The dates named in a sentence, in order; each read against the dateline, as far as it is known."""
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    for found in _PHRASE.finditer(sentence.text, start, end):
        span = span_of(sentence.text, found.start(), found.end())
        yield DatedWords(span, _resolve(found.group(), dateline))


def _resolve(phrase: str, dateline: Dateline) -> PartialDate | None:
    if dateline.on is None:
        return None
    try:
        return resolve_date(phrase, dateline.on)
    except (UnknownWords, ImpossibleDate):
        return None

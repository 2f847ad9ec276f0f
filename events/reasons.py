"""Why two answers stand to each other as they do: one sentence in plain English. Pure."""

from datetime import date
from functools import lru_cache

from events.answers import Answer, Polarity, Saying
from events.dates import PartialDate, render_date
from events.relations import Relation

R = Relation
VERDICTS = {
    R.AGREES: "the two say the same",
    R.REFINES: "the second is more precise and fits the first",
    R.REFINED_BY: "the second is more precise and fits the first",
    R.COMPATIBLE: "both can be right",
    R.IN_TENSION: "both can be right by the letter, not as such words are usually meant",
    R.CONTRADICTS: "both cannot be right",
    R.UPDATES: "one speaker’s count has grown",
    R.FALLS: "one speaker’s count has become lower, and such a count can only grow",
    R.HOLDS: "the part fits into the whole",
}
A_PART_EXCEEDS = "a part cannot exceed its whole"
DENIED = "one denies what the other says"
NOT_DENIED = "the denial leaves room for the other"
MAY_HAVE_GROWN = ", but the count may have grown"
MAY_HAVE_CHANGED = ", but the number may have changed in between"
AT_ONCE = {VERDICTS[R.CONTRADICTS]: "both cannot be right at once"}

NO_ANSWER = "{} gave no answer that could be compared."
ONLY_TEXT = "Words are kept side by side and never compared."
OTHER_KIND = "A running total is checked against the sum of the incidents it contains, never against one figure."
APART = "Neither question contains the other."
NO_FIGURES = "From one question to another only counts that somebody affirms are compared."
UNLIKE = "The two answers are not of one kind, or one of them names nobody."


dated = lru_cache(maxsize=4096)(render_date)


def explain(first: str, second: str, verdict: str) -> str:
    """Join two tellings and what follows from them to a sentence."""
    told = f"{first}; {second}: {verdict}."
    return told[0].upper() + told[1:]


def tell(answer: Answer, saying: Saying, other: Answer, when: str = "") -> str:
    """Who said what; with the question where the other answer has another one, and up to which day it counts."""
    verb = "denied" if answer.polarity == Polarity.DENIES else "said"
    told = f"{saying.speaker} {verb} {saying.words or answer.reading}"
    mine, others = answer.scope, other.scope
    if mine.question != others.question:
        told += f" ({mine.subject})"
    if mine.through and mine.through != others.through:
        told += f", counted up to {_day(mine.through)},"
    return f"{told} {when}".rstrip(" ,")


def tell_when(earlier: Saying, later: Saying) -> tuple[str, str]:
    """When each was said; with the reports where the speakers' days alone do not tell the order."""
    first, second = _said(earlier), _said(later)
    overlap = later.days[0] <= earlier.days[1] and earlier.days[0] <= later.days[1]
    if overlap and earlier.said and later.said:
        first, second = first + _report(earlier), second + _report(later)
        if earlier.days == later.days and _is_one_day(earlier):
            second = second.replace(_said(later), "that same day", 1)
    return first, second


def _said(saying: Saying) -> str:
    if saying.said:
        day = dated(saying.said)
        return f"on {day}" if _is_one_day(saying) else f"({day})"
    return f"in a report of {dated(saying.reported)}" if saying.reported else ""


def _report(saying: Saying) -> str:
    if not saying.reported or saying.reported == saying.said:
        return ""
    said = dated(saying.said) if saying.said else ""
    return f" (reported {dated(saying.reported).removeprefix(f'{said}, ')})"


def _is_one_day(saying: Saying) -> bool:
    return saying.days[0] == saying.days[1]


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return render_date(PartialDate(day.isoformat()))

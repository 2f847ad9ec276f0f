"""What keeps a figure from being told as a fact: denial, threat, plan, "if", comparison, rate, fiction, history.

A guard errs on one side: it may drop a true figure, never pass one that the words only threaten, deny, compare or
imagine. Each is a question about one thing told in one sentence.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from events.suggesting.counts import is_numeric
from events.suggesting.cue_verbs import CUES
from events.suggesting.fates import Form
from events.suggesting.guard_words import (
    AFTER_A_TIME,
    BELIEFS,
    CLAUSE_BREAKS,
    COMPARED,
    DENIALS,
    DENYING_PHRASES,
    FICTION,
    FICTION_PHRASES,
    FROM_DOING,
    GENERAL,
    HAVING_KILLED,
    HISTORY,
    INTENT_PHRASES,
    INTENTS,
    IRREALIS,
    LONG_AGO,
    MODALS,
    MULTIPLES,
    NEAR_NEGATIONS,
    NEARLY,
    NEGATIONS,
    PASSED,
    QUESTION_MARKS,
    RATES,
    STATES,
    THAN,
    TIMES,
)
from events.suggesting.telling import Told
from events.suggesting.tokens import Sentence

Guard = Callable[[Sentence, Told], bool]

_YEAR = re.compile("(?:1[5-9]|20)[0-9][0-9]")
_TOO_MANY = (("too", "many"),)
_REACH_OF_MODALS = {"reduced": 2, "noun": 20, "deaths of": 20}  # words behind: "two deaths would be too many"


def reasons_against(sentence: Sentence, told: Told, *, in_quotation: bool = False) -> frozenset[str]:
    """Why this is not to be told as a fact, each reason in a word or two; empty if nothing speaks against it."""
    guards = {**_GUARDS, **_IN_QUOTATION} if in_quotation else _GUARDS
    return frozenset(name for name, guard in guards.items() if guard(sentence, told))


def _start(told: Told) -> int:
    return min(told.first, told.verb)


def _end(told: Told) -> int:
    return max(told.last, told.verb_last)


def _clause(sentence: Sentence, told: Told) -> int:
    """Where the clause begins in which this is told."""
    for at in range(_start(told), 0, -1):
        before = sentence.word(at - 1)
        is_next_content = before == "that" and sentence.word(at - 2) in ("and", "but")
        if (
            is_next_content
            or before in CLAUSE_BREAKS
            or _is_relative(sentence, told, at - 1)
            or _is_plain_cue(sentence, at - 1)
        ):
            return at
    return 0


def _is_relative(sentence: Sentence, told: Told, at: int) -> bool:
    """The pronoun of "the strike that killed 12", or "which" and "who" behind a comma."""
    word = sentence.word(at)
    if word in ("which", "who"):
        return True
    return word == "that" and at + 1 == told.verb and told.form == Form.PAST and told.rule == "active"


def _is_plain_cue(sentence: Sentence, at: int) -> bool:
    """A verb of saying opens a clause, unless it is itself denied or only imagined."""
    if sentence.word(at) not in CUES:
        return False
    before = sentence.words(at - (3 if sentence.word(at).endswith("d") else 6), at)
    near = before[before.index(",") :] if "," in before else before
    is_negated = any(word.endswith("n't") for word in near)
    return not is_negated and (NEGATIONS | MODALS | IRREALIS).isdisjoint(near)


def _has_phrase(sentence: Sentence, first: int, last: int, phrases: tuple[tuple[str, ...], ...]) -> bool:
    said = sentence.words(first, last)
    return any(pair in phrases for pair in pairwise(said))


def _is_question(sentence: Sentence, told: Told) -> bool:
    return not QUESTION_MARKS.isdisjoint(sentence.word(len(sentence) - 1))


def _is_negated(sentence: Sentence, told: Told) -> bool:
    figure = range(told.group.first, told.group.figure_last)
    for at in range(_clause(sentence, told), _end(told)):
        word = sentence.word(at)
        is_negation = word in NEGATIONS or word.endswith("n't")
        if is_negation and at not in figure and not _is_out_of_reach(sentence, told, at):
            return told.rule != "none"
    return False


def _is_out_of_reach(sentence: Sentence, told: Told, at: int) -> bool:
    """In "with no warning, …" the negation reaches no further than the comma."""
    return sentence.word(at) in NEAR_NEGATIONS and "," in sentence.words(at, _start(told))


def _is_denied(sentence: Sentence, told: Told) -> bool:
    return not DENIALS.isdisjoint(sentence.vocabulary) or _has_phrase(sentence, 0, len(sentence), DENYING_PHRASES)


def _is_unreal(sentence: Sentence, told: Told) -> bool:
    """If, unless, whether: anywhere in the sentence; could, would, will: in the clause; "is too many": behind it."""
    if not IRREALIS.isdisjoint(sentence.vocabulary) or _has_phrase(sentence, _end(told), _end(told) + 4, _TOO_MANY):
        return True
    clause = range(_clause(sentence, told), _end(told) + _REACH_OF_MODALS.get(told.rule, 0))
    return any(_is_modal(sentence, at) and not may_have(sentence, at) for at in clause)


def _is_modal(sentence: Sentence, at: int) -> bool:
    """May, not the month of May."""
    return sentence.word(at) in MODALS and (at == 0 or not sentence.is_capitalised(at))


def may_have(sentence: Sentence, at: int) -> bool:
    """Whether it speaks of the past; "could have" and "might have" may speak of what never was."""
    return sentence.word(at) == "may" and sentence.word(at + 1) == "have"


def _is_intended(sentence: Sentence, told: Told) -> bool:
    """A word of intent, charge or expectation before it, in the same sentence and not cut off by "but" or ";"."""
    start = 0
    for at in range(_start(told), 0, -1):
        if sentence.word(at) in (";", "but"):
            start = at
            break
    before = sentence.words(start, max(_start(told) + 1, told.figure_first))
    return not INTENTS.isdisjoint(before) or _has_phrase(sentence, start, _end(told), INTENT_PHRASES)


def _is_infinitive(sentence: Sentence, told: Told) -> bool:
    """Is to be: "to be killed", "to have 12 people arrested"; but "believed to have been killed" is told."""
    group = sentence.words(told.verb, told.verb_last)
    if "to" in group:
        believed = BELIEFS.intersection(group[: group.index("to")])
        return not (believed or sentence.word(told.verb - 1) in HAVING_KILLED) or "have" not in group
    return told.rule in ("reduced", "noun") and sentence.word(told.group.first - 2) == "to"


def _is_after_preposition(sentence: Sentence, told: Told) -> bool:
    """Not a deed done: "accused of killing", "stopped killing", "is killing", "a ward for 12 wounded people"."""
    if told.form != Form.GERUND:
        return told.rule == "noun" and sentence.word(told.group.first - 1) == "for"
    return told.verb != told.verb_last - 1 or sentence.word(told.verb - 1) in FROM_DOING


def _is_general(sentence: Sentence, told: Told) -> bool:
    """What happens in general ("are killed"), and not how it stands ("are missing", "are feared killed")."""
    if told.form != Form.PAST or told.rule != "passive" or told.measure in STATES:
        return False
    group = sentence.words(told.verb, told.verb_last)
    return not GENERAL.isdisjoint(group) and BELIEFS.isdisjoint(group)


def _is_nearly(sentence: Sentence, told: Told) -> bool:
    """Whether it did not happen: "nearly killed 12 people"."""
    if told.rule in ("noun", "none", "toll", "part", "part of them"):
        return False
    return not NEARLY.isdisjoint(sentence.words(told.verb - 1, told.verb_last))


def _is_compared(sentence: Sentence, told: Told) -> bool:
    """Than, up from, compared with, twice, all but: the figure of something else, or none."""
    before = sentence.words(told.figure_first - 4, told.figure_first)
    after = range(told.group.figure_last, _end(told) + 4)
    if any(sentence.word(at) == "than" and not _is_hedge(sentence, at) for at in after):
        return True
    if not (COMPARED | MULTIPLES).isdisjoint(before) or _is_exception(before):
        return True
    nearest = next((word for word in reversed(before) if word not in ("the", "an", "its", "all")), "")
    return nearest in THAN or (nearest in PASSED and told.rule != "toll")


def _is_hedge(sentence: Sentence, at: int) -> bool:
    """The "than" of another count: "more than 30"."""
    is_number = is_numeric(sentence.word(at + 1)) or sentence.word(at + 1) in ("a", "half")
    return is_number and sentence.word(at - 1) in ("more", "fewer", "less")


def _is_exception(before: tuple[str, ...]) -> bool:
    return before[-2:] == ("all", "but") or before[-2:] in (("except", "for"), ("apart", "from"), ("other", "than"))


def _is_rate(sentence: Sentence, told: Told) -> bool:
    """Per day, on average, a year."""
    if not RATES.isdisjoint(sentence.words(_start(told) - 6, _end(told) + 6)):
        return True
    for at in range(told.group.figure_last, min(len(sentence), _end(told) + 6)):
        is_article = sentence.word(at) in ("a", "an", "each", "every")
        if is_article and sentence.word(at + 1) in TIMES and sentence.word(at + 2) not in AFTER_A_TIME:
            return True
    return sentence.words(0, 1) in (("every",), ("each",))


def _is_fiction(sentence: Sentence, told: Told) -> bool:
    return not FICTION.isdisjoint(sentence.vocabulary) or _has_phrase(sentence, 0, len(sentence), FICTION_PHRASES)


def _is_history(sentence: Sentence, told: Told) -> bool:
    return not HISTORY.isdisjoint(sentence.vocabulary)


def _is_history_in_quotation(sentence: Sentence, told: Told) -> bool:
    """Who speaks of years may speak of any; the article does not vouch for it."""
    is_year = any(_YEAR.fullmatch(word) for word in sentence.vocabulary)
    return is_year or not LONG_AGO.isdisjoint(sentence.vocabulary)


_GUARDS: dict[str, Guard] = {
    "question": _is_question,
    "denial": _is_denied,
    "unreal": _is_unreal,
    "negation": _is_negated,
    "intent": _is_intended,
    "infinitive": _is_infinitive,
    "preposition": _is_after_preposition,
    "general": _is_general,
    "nearly": _is_nearly,
    "comparison": _is_compared,
    "rate": _is_rate,
    "fiction": _is_fiction,
    "history": _is_history,
}
_IN_QUOTATION: dict[str, Guard] = {"old history": _is_history_in_quotation}

"""Figures of running counts: "the death toll rose from 12 to 15", "put the number of wounded at 91"."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from events.quantities import QuantityKind
from events.suggesting.counted_groups import Group, is_complete
from events.suggesting.counted_kinds import kind_of, names_a_party
from events.suggesting.counts import read_count
from events.suggesting.suggestions import Measure
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words


class Toll(NamedTuple):
    """The tokens `first` to `last` (not included) name what is counted, `group` is its count.

    The figure may be narrower than the group ("from 12 to 15"); it begins at `figure_first`. `is_named` is said of
    "death toll" and "number of …"; "toll" alone may be another.
    """

    first: int
    last: int
    measure: Measure
    group: Group
    figure_first: int
    is_named: bool


_COUNTED = {
    **dict.fromkeys(words("killed dead deaths fatalities slain"), Measure.KILLED),
    **dict.fromkeys(words("wounded injured injuries hurt"), Measure.INJURED),
    **dict.fromkeys(words("casualties"), Measure.CASUALTIES),
    **dict.fromkeys(words("missing"), Measure.MISSING),
    **dict.fromkeys(words("displaced"), Measure.DISPLACED),
    **dict.fromkeys(words("detained arrested detainees arrests"), Measure.DETAINED),
    **dict.fromkeys(words("abducted kidnapped"), Measure.ABDUCTED),
    **dict.fromkeys(words("destroyed"), Measure.DESTROYED),
    **dict.fromkeys(words("damaged"), Measure.DAMAGED),
}
_RISING = words(
    """
    rose risen rising climbed climbing increased increasing jumped jumping grew grown growing soared soaring mounted
    swelled went gone doubled up fell fallen dropped lowered revised raised raising brought bringing brings now
    """
)
_STANDING = words("stood stands standing reached reaching hit was is of at as to totalled totaled")
_PASSING = words("passed surpassed exceeded topped crossed passing surpassing exceeding topping")
_NAMES = words("toll number")
_OF_TOLLS = words("in from across among")
_ADVERBS = words("so far now sharply further steadily dramatically slightly still currently officially overnight again")
_BETWEEN = _RISING | _STANDING | _PASSING | _ADVERBS | words("has have had been be put")
_SETTING = words(
    """
    put puts putting set sets setting gave gives placed places estimated estimates raised revised brought brings
    bringing listed
    """
)
_FURTHEST = 9  # words between what is counted and the count
_LONGEST_NAME = 14
_MOST_BETWEEN_OF = 3


def find_tolls(sentence: Sentence, groups: list[Group]) -> Iterator[Toll]:
    """Each running count that the sentence gives, with the figure it has now, not the one it had before."""
    by_first = {group.first: group for group in groups}
    for at in range(len(sentence)) if not _NAMES.isdisjoint(sentence.vocabulary) else ():
        if named := _name(sentence, at):
            last, measure, is_named = named
            found = _count_after(sentence, last, by_first)
            if found:
                group, figure_first = found
                yield Toll(at, last, measure, _of_whom(sentence, group, at + 2), figure_first, is_named)


def _name(sentence: Sentence, at: int) -> tuple[int, Measure, bool] | None:
    """The end of "death toll" or "number of Palestinians killed in …", and what it counts."""
    word = sentence.word(at)
    if word == "toll":
        goes_on = sentence.word(at + 1) in _OF_TOLLS or sentence.words(at + 1, at + 3) == ("of", "the")
        return _past_phrases(sentence, at + 1) if goes_on else at + 1, Measure.KILLED, sentence.word(at - 1) == "death"
    return _number_of(sentence, at + 2) if word == "number" and sentence.word(at + 1) == "of" else None


def _number_of(sentence: Sentence, at: int) -> tuple[int, Measure, bool] | None:
    """Behind "the number of": the fate counted, at most three words of whom it befell before it."""
    for index in range(at, min(len(sentence), at + 1 + _MOST_BETWEEN_OF)):
        token = sentence.tokens[index]
        if token.word in _COUNTED:
            return _past_phrases(sentence, index + 1), _COUNTED[token.word], True
        if not (kind_of(token.text) or token.is_capitalised or token.word in ("the", "confirmed", "civilian")):
            return None
    return None


def _of_whom(sentence: Sentence, group: Group, at: int) -> Group:
    """The group with the noun of "number of Palestinians killed", where it has none itself."""
    for index in range(at, min(len(sentence), at + _MOST_BETWEEN_OF)):
        kind = kind_of(sentence.tokens[index].text)
        if kind and group.noun < 0 and sentence.word(at - 1) == "of":
            party = index if names_a_party(sentence.tokens[index].text) else -1
            return replace(group, noun=index, sort=kind[0], population=kind[1], party=party)
    return group


def _past_phrases(sentence: Sentence, at: int) -> int:
    """Behind "in Monday’s fighting in Jenin": up to the verb that gives the count."""
    for index in range(at, min(len(sentence), at + _LONGEST_NAME)):
        if sentence.word(index) in ("at", "has", "had", "have", "stands", "stood", "reached", "was", "to", "now"):
            return index
        if sentence.word(index) in _RISING | _PASSING:
            return index
        if not sentence.tokens[index].is_word:
            return at
    return at


def _count_after(sentence: Sentence, at: int, by_first: dict[int, Group]) -> tuple[Group, int] | None:
    """The group that the verb gives, and where its figure begins."""
    start = at
    while at not in by_first and at < start + _FURTHEST and sentence.word(at) in _BETWEEN:
        at += 1
    between = [word for word in sentence.words(start, at) if word not in _ADVERBS]
    if sentence.word(at) == "from" and not _RISING.isdisjoint(between):
        return _up_to(sentence, at, by_first)
    group = by_first.get(at)
    if group is None or not _gives(sentence, start, between) or not is_complete(sentence, group):
        return None
    return _passed(group, between), at


def _gives(sentence: Sentence, start: int, between: list[str]) -> bool:
    """Whether the verb gives the count: "rose to 12" does, "rose 12" gives a difference, "killed at 12" a place."""
    if between == ["at"]:
        return not _SETTING.isdisjoint(sentence.words(0, start))
    return bool(between) and (between[-1] in _STANDING or between[-1] in _PASSING)


def _passed(group: Group, between: list[str]) -> Group:
    if _PASSING.isdisjoint(between) or group.quantity.kind != QuantityKind.EXACT:
        return group
    return replace(group, quantity=replace(group.quantity, kind=QuantityKind.MORE_THAN))


def _up_to(sentence: Sentence, at: int, by_first: dict[int, Group]) -> tuple[Group, int] | None:
    """In "rose from 12 to 15" the count is 15, whether it was read as a range or as two counts."""
    span = by_first.get(at)
    if span:
        return _second_of(sentence, span)
    before = by_first.get(at + 1)
    after = by_first.get(before.last + 1) if before and sentence.word(before.last) == "to" else None
    return (after, after.first) if after and is_complete(sentence, after) else None


def _second_of(sentence: Sentence, span: Group) -> tuple[Group, int] | None:
    for at in range(span.first + 1, span.figure_last - 1):
        words_after = sentence.text[sentence.tokens[at + 1].start : sentence.tokens[span.figure_last - 1].end]
        if sentence.word(at) == "to" and (quantity := read_count(words_after)) and is_complete(sentence, span):
            return replace(span, quantity=quantity), at + 1
    return None

"""What a sentence tells of a counted group, before it is asked whether it tells a fact."""

from collections.abc import Iterator
from typing import NamedTuple

from events.quantities import QuantityKind
from events.suggesting.counted_groups import Group, before_determiners
from events.suggesting.counted_kinds import Sort
from events.suggesting.fates import Fate, Form, find_fates, suits
from events.suggesting.linking import Link, Linker
from events.suggesting.suggestions import Measure, Tier
from events.suggesting.tokens import Sentence
from events.suggesting.tolls import find_tolls
from events.suggesting.word_lists import words


class Told(NamedTuple):
    """One measure of one group. The tokens `first` to `last` (not included) are the words that tell it.

    The figure begins at `figure_first`; `verb` and `verb_last` bound the verb with its auxiliaries, or what stands
    for one. `whole` is the group that this one is a part of.
    """

    group: Group
    measure: Measure
    rule: str
    tier: Tier
    first: int
    last: int
    figure_first: int
    verb: int
    verb_last: int
    form: Form | None = None
    whole: Group | None = None


_DEATHS_OF = words("deaths death killing killings murder murders")
_TAKING_LIVES = words("claimed claiming cost costing taken took taking")
_TIERS = {
    "passive": Tier.SURE,
    "active": Tier.SURE,
    "intransitive": Tier.SURE,
    "reduced": Tier.LIKELY,
}


def find_told(sentence: Sentence, groups: list[Group]) -> list[Told]:
    """All that is told of counted groups, in the order of the text; each group and measure once."""
    fates = find_fates(sentence)
    linker = Linker.of(sentence, groups, fates)
    found = [
        *(told for fate in fates for link in linker.links(fate) for told in _by_fate(link, fate)),
        *_by_tolls(sentence, groups),
        *_inside(sentence, groups),
        *_nominal(sentence, groups),
    ]
    return _once(told for told in found if _can_be(told))


def _once(found: Iterator[Told]) -> list[Told]:
    kept: dict[tuple[int, Measure], Told] = {}
    for told in found:
        kept.setdefault((told.group.first, told.measure), told)
    return sorted(kept.values(), key=lambda told: (told.group.first, told.measure))


def _can_be(told: Told) -> bool:
    """No count of nobody but "no casualties", and nothing that cannot befall such."""
    is_nobody = told.group.quantity.kind == QuantityKind.NONE and told.rule != "none"
    return not is_nobody and (suits(told.measure, told.group.sort) or Sort.LIFE in told.group.sort)


def _by_fate(link: Link, fate: Fate) -> Iterator[Told]:
    group = link.group
    if Sort.LIFE in group.sort:
        return
    tier = _TIERS[link.rule] if group.noun >= 0 else Tier.LIKELY
    first, last = min(group.first, fate.first), max(group.last, fate.last)
    for measure in fate.measures:
        yield Told(group, measure, link.rule, tier, first, last, group.first, fate.group, fate.last, fate.form)


def _by_tolls(sentence: Sentence, groups: list[Group]) -> Iterator[Told]:
    for toll in find_tolls(sentence, groups):
        tier = Tier.SURE if toll.is_named else Tier.LIKELY
        first = toll.first - (sentence.word(toll.first - 1) == "death")
        group = toll.group
        yield Told(group, toll.measure, "toll", tier, first, group.last, toll.figure_first, first, toll.last)


def _inside(sentence: Sentence, groups: list[Group]) -> Iterator[Told]:
    """Fates inside a group: "124 deaths", "seven wounded soldiers", "no casualties"."""
    for group in groups:
        if group.measure is None:
            continue
        if group.quantity.kind == QuantityKind.NONE:
            if _says_none(sentence, group):
                yield _of_itself(group, group.measure, "none", Tier.LIKELY)
        else:
            yield _of_itself(group, group.measure, "noun", Tier.LIKELY)


def _says_none(sentence: Sentence, group: Group) -> bool:
    """Only "there were no casualties", whole: no further ones, or none among some, says little."""
    opening = sentence.words(group.first - 2, group.first)
    is_plain = group.last - group.first == 2 and opening in (("there", "were"), ("there", "was"))
    return is_plain and sentence.word(group.last) in ("", ".", ",", ";", "and", "but", "in")


def _of_itself(group: Group, measure: Measure, rule: str, tier: Tier) -> Told:
    return Told(group, measure, rule, tier, group.first, group.last, group.first, group.figure_last, group.last)


def _nominal(sentence: Sentence, groups: list[Group]) -> Iterator[Told]:
    """The deaths of 12 people; the lives of 12 people, or 12 lives, that something claimed."""
    for group in groups:
        at = before_determiners(sentence, group.first)
        head = sentence.word(at - 1) if sentence.word(at) == "of" else ""
        if Sort.LIFE in group.sort and sentence.word(at) in _TAKING_LIVES:
            yield _killed(group, "lives", Tier.LIKELY, at)
        elif head == "lives" and _takes(sentence, at - 1):
            yield _killed(group, "lives", Tier.LIKELY, at - 1)
        elif head in _DEATHS_OF and Sort.PERSON in group.sort and group.noun >= 0:
            yield _killed(group, "deaths of", Tier.UNSURE, at - 1)


def _killed(group: Group, rule: str, tier: Tier, first: int) -> Told:
    return Told(group, Measure.KILLED, rule, tier, first, group.last, group.first, first, first + 1)


def _takes(sentence: Sentence, lives: int) -> bool:
    return not _TAKING_LIVES.isdisjoint(sentence.words(lives - 2, lives))

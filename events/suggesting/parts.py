"""Parts of a count: "including two children", "three of them women", "among the dead were two medics"."""

from collections.abc import Iterator
from dataclasses import replace

from events.suggesting.counted_groups import Group, before_determiners, group_at
from events.suggesting.counted_kinds import kind_of
from events.suggesting.fates import suits
from events.suggesting.suggestions import Measure, Tier
from events.suggesting.telling import Told
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words

_SEVERELY = words("seriously severely critically gravely badly")
_BE = words("were was are is")
_FURTHEST = 12  # words between a count and "including"
_FATE_OF_THE = {
    "dead": Measure.KILLED,
    "killed": Measure.KILLED,
    "victims": Measure.KILLED,
    "wounded": Measure.INJURED,
    "injured": Measure.INJURED,
    "missing": Measure.MISSING,
    "detained": Measure.DETAINED,
    "arrested": Measure.DETAINED,
    "abducted": Measure.ABDUCTED,
    "kidnapped": Measure.ABDUCTED,
}
_INCLUDED = words("included include includes were are was")


def with_parts(sentence: Sentence, groups: list[Group], told: list[Told]) -> list[Told]:
    """What is told, and what is told of parts of it, in the order of the text."""
    taken = {(one.group.first, one.measure) for one in told}
    parts = [*_included(sentence, groups, told), *_of_them(sentence, groups, told), *_among(sentence, groups)]
    new = [part for part in parts if (part.group.first, part.measure) not in taken and part.group.quantity.low > 0]
    known = [one._replace(whole=_whole_before(one.group, told)) for one in told]
    return sorted([*known, *new], key=lambda one: (one.group.first, one.measure))


def _whole_before(group: Group, told: list[Told]) -> Group | None:
    """The group last told of before "three of them"; None for a group that is no part of one."""
    if not group.is_of_them:
        return None
    return next((one.group for one in reversed(told) if one.group.last <= group.first), None)


def _included(sentence: Sentence, groups: list[Group], told: list[Told]) -> Iterator[Told]:
    """Four people, including two children and a woman."""
    by_first = {group.first: group for group in groups}
    for at in range(len(sentence)):
        last = _end_of_including(sentence, at)
        whole = _told_before(told, at) if last else None
        while whole and (group := group_at(sentence, by_first, last)):
            if not _is_noun_of(group, whole.measure):
                break
            yield _part(group, whole, "part", has_rivals=_rivals(told, at) > 1)
            last = group.last + 1 if sentence.word(group.last) in ("and", ",") else len(sentence)
            last += sentence.word(last) == "and"


def _end_of_including(sentence: Sentence, at: int) -> int:
    if sentence.word(at) == "including":
        return at + 1
    is_among = sentence.word(at) == "among" and sentence.word(at + 1) in ("them", "whom")
    return at + 2 + (sentence.word(at + 2) in _BE) if is_among else 0


def _told_before(told: list[Told], at: int) -> Told | None:
    """What is told of the nearest group before; too far away it is none."""
    before = [one for one in told if one.group.last <= at]
    nearest = max(before, key=lambda one: one.group.last, default=None)
    return nearest if nearest and at - nearest.group.last <= _FURTHEST else None


def _rivals(told: list[Told], at: int) -> int:
    return len({one.group.first for one in told if one.group.last <= at})


def _is_noun_of(group: Group, measure: Measure) -> bool:
    return group.noun >= 0 and group.measure is None and suits(measure, group.sort)


def _of_them(sentence: Sentence, groups: list[Group], told: list[Told]) -> Iterator[Told]:
    """Three of them children; five of them seriously."""
    for group in groups:
        whole = _told_before(told, group.first) if group.is_of_them else None
        if whole is None:
            continue
        at = group.last + (sentence.word(group.last) in _BE)
        if sentence.word(at) in _SEVERELY and whole.measure == Measure.INJURED:
            seriously = whole._replace(measure=Measure.SERIOUSLY_INJURED)
            yield _part(replace(group, last=at + 1), seriously, "part of them", has_rivals=False)
        elif kind := kind_of(sentence.tokens[at].text) if at < len(sentence) else None:
            named = replace(group, last=at + 1, noun=at, sort=kind[0], population=kind[1])
            yield _part(named, whole, "part of them", has_rivals=False)


def _part(group: Group, whole: Told, rule: str, *, has_rivals: bool) -> Told:
    tier = Tier.UNSURE if has_rivals else Tier.LIKELY
    first, verb, verb_last = group.first, whole.verb, whole.verb_last
    return Told(group, whole.measure, rule, tier, first, group.last, first, verb, verb_last, whole=whole.group)


def _among(sentence: Sentence, groups: list[Group]) -> Iterator[Told]:
    """Among the dead were two children; the dead included two children; those killed include two medics."""
    for group in groups:
        verb = before_determiners(sentence, group.first)
        article, fate = sentence.words(verb - 2, verb) if verb >= 2 else ("", "")
        named = article in ("the", "those") and fate in _FATE_OF_THE and sentence.word(verb) in _INCLUDED
        is_among = sentence.word(verb) not in _BE or sentence.word(verb - 3) == "among"
        if named and is_among and _is_noun_of(group, _FATE_OF_THE[fate]):
            measure = _FATE_OF_THE[fate]
            yield Told(group, measure, "among", Tier.LIKELY, verb - 2, group.last, group.first, verb - 2, verb)

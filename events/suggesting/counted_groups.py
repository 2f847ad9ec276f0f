"""Counts with what they count: "seven wounded soldiers", "three of the attackers", "45 others", "a man".

A count that is part of another ("of the 12 miners") or follows a fraction ("half of the 40") is no group of its
own; a count of things that the ledger does not know is none either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from events.quantities import Quantity, QuantityKind
from events.suggesting.counted_kinds import Sort, is_common, is_singular, kind_of, names_a_party
from events.suggesting.counts import Count, find_counts, is_numeric
from events.suggesting.cue_verbs import CUES
from events.suggesting.date_phrases import is_date_word
from events.suggesting.fates import ADJECTIVES, FATE_WORDS, NOUNS
from events.suggesting.suggestions import Measure
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words


@dataclass(frozen=True, slots=True)
class Group:
    """The tokens `first` to `last` (not included) are a count with what it counts; the count ends at `figure_last`.

    `noun` is the index of the noun, -1 where it is left out ("45 wounded"). `measure` is the fate inside the group,
    if one is ("45 deaths", "seven wounded soldiers"). `is_part` is said of "four of the wounded", `is_of_them` of "two
    of them".
    """

    first: int
    figure_last: int
    last: int
    quantity: Quantity
    noun: int = -1
    sort: Sort = Sort.PERSON | Sort.THING
    population: str = ""
    party: int = -1
    measure: Measure | None = None
    is_part: bool = False
    is_of_them: bool = False


PREPOSITIONS = words(
    """
    of in on at to from by with without for as into onto over under after before since until during near inside outside
    between among against through across along around behind beyond per via despite including throughout within amid
    """
)
DETERMINERS = words("the all his her their its our these those both each another")
_AFTER_A_COUNT = PREPOSITIONS | words(
    """
    and or but while when where who whom which that because although aboard there here nearby early late alone so far
    last
    """
)
_PART_OF = words("the its his her their our these those them whom which us you")
_FRACTIONS = words(
    """
    half halves third thirds quarter quarters fifth fifths sixth tenth tenths percent % majority most many few some
    any none neither each either one all part portion rest minority much cent out proportion share
    """
)
_NO_ADJECTIVES = DETERMINERS | words(
    """
    a an and or but nor if in on at to from by with without of for as than into onto over under after before since
    until during while when where who whom whose which that this near inside outside between among against through
    across along around behind beyond per via was were is are be been being am has have had do does did will would
    can could may might shall should must not never no later ago earlier away more less times percent who's it he she
    they we you i him me us them himself themselves itself including so then there here how what why because
    """
)
_PRONOUNS = words("them those these whom which us you")
_COLLECTIVES = words("police crew staff")
_AS_NOUNS = frozenset(ADJECTIVES) | words("killed detained arrested")
_OF_FATES = words("civilian child police confirmed reported known documented verified combat battlefield military")
_MOST_ADJECTIVES = 3


def before_determiners(sentence: Sentence, first: int) -> int:
    """The index of the word before a group and its "the", "his" or "all"."""
    at = first - 1
    while sentence.word(at) in DETERMINERS:
        at -= 1
    return at


def group_at(sentence: Sentence, by_first: dict[int, Group], at: int) -> Group | None:
    """The group that begins here, behind its determiner or with it ("all five")."""
    while at not in by_first and sentence.word(at) in DETERMINERS:
        at += 1
    return by_first.get(at)


def find_groups(sentence: Sentence) -> list[Group]:
    """The counted groups of a sentence in order, no two overlapping."""
    groups: list[Group] = []
    counts = find_counts(sentence)
    at = 0
    for count in sorted([*counts, *_single_ones(sentence, counts)]):
        if count.first < at or _is_whole_of_a_part(sentence, count.first):
            continue
        group = _group(sentence, count)
        at = group.last
        groups.append(group)
    return groups


def _single_ones(sentence: Sentence, counts: list[Count]) -> Iterator[Count]:
    """One, where nothing else is counted: "a man", "a Palestinian"."""
    taken = {at for count in counts for at in range(count.first, count.last)}
    for at in range(len(sentence)):
        if sentence.word(at) in ("a", "an") and at not in taken and _counts_one(sentence, at):
            yield Count(at, at + 1, Quantity(QuantityKind.EXACT, 1, text=sentence.tokens[at].text))


def _counts_one(sentence: Sentence, at: int) -> bool:
    noun = _noun(sentence, at + 1)
    return noun >= 0 and is_singular(sentence.tokens[noun].text)


def _is_whole_of_a_part(sentence: Sentence, first: int) -> bool:
    """Behind "of the", "in" or "out of" another number or fraction, a count is what the part is taken from."""
    at = first - 1
    while sentence.word(at) in DETERMINERS or sentence.word(at) in ("some", "estimated", "every"):
        at -= 1
    if sentence.word(at) not in ("of", "in"):
        return False
    before = sentence.word(at - 1)
    is_fraction = before in _FRACTIONS or is_numeric(before) or before.endswith(("-thirds", "-quarters", "-fifths"))
    return is_fraction if sentence.word(at) == "of" else is_numeric(before)


def _group(sentence: Sentence, count: Count) -> Group:
    at = count.last
    if sentence.word(at - 1) != "of" and sentence.word(at) == "of" and sentence.word(at + 1) in _PART_OF:
        return _part(sentence, count)
    if sentence.word(at) == "of" or sentence.word(at) in ("more", "other", "additional"):
        at += 1
    fate = _fate_noun(sentence, at)
    if fate >= 0:
        return _of_fates(sentence, count, at, fate)
    noun = _noun(sentence, at)
    if noun < 0:
        return Group(count.first, count.last, at, count.quantity)
    return _of_nouns(sentence, count, at, noun)


def _of_nouns(sentence: Sentence, count: Count, at: int, noun: int) -> Group:
    sort, population = kind_of(sentence.tokens[noun].text) or (Sort.PERSON, "")
    measure = next((ADJECTIVES[word] for word in sentence.words(at, noun) if word in ADJECTIVES), None)
    last = _end_of_list(sentence, noun + 1)
    if last > noun + 1:
        population = "persons" if Sort.PERSON in sort else ""
    party = _party(sentence, at, noun + 1)
    return Group(count.first, count.last, last, count.quantity, noun, sort, population, party, measure)


def _end_of_list(sentence: Sentence, at: int) -> int:
    """Where "12 men, women and children" ends: one count of all of them."""
    end = at
    while sentence.word(end) == "," and _is_noun(sentence, end + 1):
        end += 2
    return end + 2 if sentence.word(end) in ("and", "or") and _is_noun(sentence, end + 1) else at


def _is_noun(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and kind_of(sentence.tokens[at].text) is not None


def _of_fates(sentence: Sentence, count: Count, at: int, noun: int) -> Group:
    """A count of fates is one of persons: "roughly 124 Palestinian deaths"."""
    measure, party = NOUNS[sentence.word(noun)], _party(sentence, at, noun)
    population = _population_of(sentence, at, noun)
    return Group(count.first, count.last, noun + 1, count.quantity, noun, Sort.PERSON, population, party, measure)


def _population_of(sentence: Sentence, at: int, noun: int) -> str:
    """What an adjective says of the dead: civilian deaths, child casualties."""
    adjectives = sentence.words(at, noun)
    if "civilian" in adjectives:
        return "civilians"
    return "children" if "child" in adjectives else "persons"


def _part(sentence: Sentence, count: Count) -> Group:
    """Part of some: "three of the attackers", "two of them", "ten of the 12 miners", "four of the wounded"."""
    at = count.last + 2
    if sentence.word(at - 1) in _PRONOUNS:
        return Group(count.first, count.last, at, count.quantity, is_part=True, is_of_them=True)
    while sentence.word(at) == "other" or is_numeric(sentence.word(at)):
        at += 1
    noun = _noun(sentence, at)
    if noun < 0:
        last = at + (sentence.word(at) in _AS_NOUNS)
        return Group(count.first, count.last, last, count.quantity, sort=Sort.PERSON, is_part=True)
    sort, population = kind_of(sentence.tokens[noun].text) or (Sort.PERSON, "")
    party = _party(sentence, count.last, noun + 1)
    return Group(count.first, count.last, noun + 1, count.quantity, noun, sort, population, party, is_part=True)


def _noun(sentence: Sentence, at: int) -> int:
    """The index of the noun behind at most three adjectives, the last of nouns side by side; or -1.

    The name of a people is an adjective where a noun follows ("five Israeli military vehicles").
    """
    found = -1
    for index in range(at, min(len(sentence), at + _MOST_ADJECTIVES + 1)):
        if _ends_a_group(sentence, index):
            break
        if is_common(sentence.tokens[index].text):
            return _last_noun(sentence, index)
        if found < 0 and kind_of(sentence.tokens[index].text):
            found = index
    return -1 if found >= 0 and _describes_another(sentence, found) else found


def _ends_a_group(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    is_fate = token.word in FATE_WORDS and token.word not in ADJECTIVES and not is_common(token.text)
    return token.word in _NO_ADJECTIVES or not token.is_word or is_numeric(token.word) or is_fate


def _last_noun(sentence: Sentence, noun: int) -> int:
    """The head of a compound: "police officers", "crew members"."""
    while noun + 1 < len(sentence) and is_common(sentence.tokens[noun + 1].text):
        if _is_possessive(sentence, noun):
            return -1
        noun += 1
    return -1 if _describes_another(sentence, noun) else noun


def _describes_another(sentence: Sentence, noun: int) -> bool:
    """A singular before a noun that is not known counts that one: "two police dogs", "12 school bags"."""
    if _is_possessive(sentence, noun):
        return True
    may_describe = is_singular(sentence.tokens[noun].text) or sentence.word(noun) in _COLLECTIVES
    if noun + 1 == len(sentence) or not may_describe:
        return False
    after = sentence.tokens[noun + 1]
    is_plain = after.word.isalpha() and not after.is_capitalised and not after.word.endswith(("ing", "ed", "ly"))
    known = after.word in FATE_WORDS or after.word in _NO_ADJECTIVES or after.word in _AFTER_A_COUNT
    return is_plain and not known and not is_date_word(after.word) and after.word not in CUES


def _is_possessive(sentence: Sentence, noun: int) -> bool:
    """In "12 soldiers’ homes" it is homes that are told of, and nobody says how many."""
    if noun + 1 >= len(sentence):
        return False
    end, after = sentence.tokens[noun].end, sentence.tokens[noun + 1]
    return sentence.text[end : end + 1] in ("’", "'") and after.start == end + 2 and after.text.islower()


def is_complete(sentence: Sentence, group: Group) -> bool:
    """Whether a count without its noun can stand where it does: "wounded nine.", but not "killed 12 cows"."""
    return group.noun >= 0 or ends_phrase(sentence, group.last)


def ends_phrase(sentence: Sentence, at: int) -> bool:
    """Whether no noun can follow that would be what is counted."""
    if at >= len(sentence):
        return True
    after = sentence.tokens[at]
    is_boundary = not after.is_word or after.word in _AFTER_A_COUNT or after.word in _NO_ADJECTIVES
    is_participle = after.word in CUES and after.word.endswith("ed")  # "the seven wounded announced on Monday"
    is_other = is_date_word(after.word) or after.word.endswith("ly") or is_numeric(after.word)
    return is_boundary or is_participle or is_other


def _fate_noun(sentence: Sentence, at: int) -> int:
    """The index of a noun such as "deaths" behind words that only describe it, or -1."""
    for index in range(at, min(len(sentence), at + _MOST_ADJECTIVES + 1)):
        token = sentence.tokens[index]
        if token.word in NOUNS:
            return index
        if not (token.is_capitalised or token.word in _OF_FATES):
            return -1
    return -1


def _party(sentence: Sentence, first: int, last: int) -> int:
    return next((at for at in range(first, last) if names_a_party(sentence.tokens[at].text)), -1)

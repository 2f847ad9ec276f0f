"""The words for what befell somebody or something: "killed", "lost their lives", "shot dead", "deaths".

A fate is found with its verb group, so that passive ("were killed"), active ("has killed") and bare forms
("six militants killed") can be told apart. Present forms ("kill", "kills") are not looked for: outside a
headline they tell what happens in general.
"""

from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from events.suggesting.counted_kinds import Sort
from events.suggesting.suggestions import Measure
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words


class Form(Enum):
    PAST = auto()  # also the participle: killed
    GERUND = auto()
    INTRANSITIVE = auto()  # died, and phrases whose subject suffers: suffered injuries
    STATE = auto()  # dead, missing


class Voice(Enum):
    PASSIVE = auto()
    ACTIVE = auto()
    BARE = auto()


class Fate(NamedTuple):
    """The tokens `first` to `last` (not included) name the fate; its verb group begins at `group`."""

    first: int
    last: int
    group: int
    measures: tuple[Measure, ...]
    form: Form
    voice: Voice


_M = Measure
_Phrase = tuple[str, ...]


def _phrases(table: dict[Measure, dict[Form, str]]) -> dict[_Phrase, tuple[Measure, Form]]:
    return {
        tuple(phrase.split()): (measure, form)
        for measure, forms in table.items()
        for form, phrases in forms.items()
        for phrase in " ".join(phrases.split()).split(" | ")
    }


_FATES = _phrases(
    {
        _M.KILLED: {
            Form.PAST: """
                killed | slain | murdered | assassinated | massacred | slaughtered | executed | beheaded | martyred
                | shot dead | shot and killed | stabbed to death | beaten to death | burned to death | burnt to death
                | crushed to death | trampled to death | tortured to death | starved to death
            """,
            Form.GERUND: "killing | murdering | massacring | slaughtering | executing | shooting dead",
            Form.INTRANSITIVE: """
                died | perished | drowned | dying | lost their lives | lost his life | lost her life
                | losing their lives
            """,
            Form.STATE: "dead",
        },
        _M.INJURED: {
            Form.PAST: "wounded | injured | hurt",
            Form.GERUND: "wounding | injuring",
        },
        _M.DETAINED: {
            Form.PAST: """
                detained | arrested | apprehended | taken into custody | rounded up | nabbed | taken prisoner | captured
            """,
            Form.GERUND: "detaining | arresting | apprehending",
        },
        _M.ABDUCTED: {
            Form.PAST: "abducted | kidnapped | kidnaped | taken hostage",
            Form.GERUND: "abducting | kidnapping",
        },
        _M.MISSING: {
            Form.INTRANSITIVE: "went missing | gone missing | disappeared",
            Form.STATE: "missing | unaccounted for",
        },
        _M.DISPLACED: {
            Form.PAST: "displaced | uprooted | driven from their homes | forced from their homes",
            Form.GERUND: "displacing | uprooting",
            Form.INTRANSITIVE: "fled their homes | fled their villages | fled the fighting | fled the violence",
        },
        _M.DESTROYED: {
            Form.PAST: """
                destroyed | demolished | razed | leveled | levelled | flattened | torched | gutted | burned down
                | burnt down
            """,
            Form.GERUND: "destroying | demolishing | razing | leveling | levelling | flattening",
        },
        _M.DAMAGED: {Form.PAST: "damaged", Form.GERUND: "damaging"},
        _M.DISABLED: {Form.PAST: "disabled", Form.GERUND: "disabling"},
        _M.DEPLOYED: {Form.PAST: "deployed", Form.GERUND: "deploying"},
    }
)
_BY_FIRST_WORD = {
    first: sorted((phrase for phrase in _FATES if phrase[0] == first), key=len, reverse=True)
    for first in {phrase[0] for phrase in _FATES}
}
_PICTURES = words("camera cameras video videos film footage cctv photo photos photograph photographer images image")
_SUFFERING = words("suffered suffer suffering sustained sustaining received receiving")
_INJURIES = words("injuries injury wounds")
_SEVERELY = words("seriously severely critically gravely badly")
_SEVERE = words("serious severe critical grave life-threatening severely")

FATE_WORDS = (
    frozenset(_BY_FIRST_WORD)
    | _SUFFERING
    | _INJURIES
    | words("deaths death fatalities fatality casualties casualty arrests detainees lives toll condition")
)
"""A sentence without any of these tells no figure."""

# What a count may stand before as a noun: "124 deaths".
NOUNS: dict[str, Measure] = {
    **dict.fromkeys(words("deaths death fatalities fatality"), _M.KILLED),
    **dict.fromkeys(words("casualties casualty"), _M.CASUALTIES),
    **dict.fromkeys(words("injuries injury"), _M.INJURED),
    "arrests": _M.DETAINED,
}
# What may stand between a count and its noun: "seven wounded soldiers".
ADJECTIVES: dict[str, Measure] = {
    **dict.fromkeys(words("wounded injured"), _M.INJURED),
    "dead": _M.KILLED,
    "missing": _M.MISSING,
    "displaced": _M.DISPLACED,
    "abducted": _M.ABDUCTED,
    "kidnapped": _M.ABDUCTED,
    "damaged": _M.DAMAGED,
    "destroyed": _M.DESTROYED,
}
_THINGS_ONLY = (_M.DESTROYED, _M.DAMAGED, _M.DISABLED)

_BE = words("was were been be is are being am get got getting gets remain remains remained")
_HAVE = words("has have had having")
AUXILIARIES = _BE | _HAVE
_WITHIN_GROUP = (
    AUXILIARIES
    | words(
        """
    not n't never also later then since all both either already reportedly allegedly apparently presumably still now
    subsequently immediately instantly previously recently again even currently feared believed presumed thought
    confirmed known said reported found listed declared pronounced considered to may might could can will would shall
    should must themselves either simultaneously accidentally mistakenly
    """
    )
    | _SEVERELY
    | words(
        "lightly slightly moderately mildly fatally mortally deliberately fully partially partly completely totally"
    )
)


def suits(measure: Measure, sort: Sort) -> bool:
    """Whether the fate can befall such: people are killed, buildings are damaged, lives are claimed."""
    if measure == _M.DEPLOYED:
        return Sort.LIFE not in sort
    if measure in _THINGS_ONLY:
        return Sort.THING in sort
    return Sort.LIFE not in sort and Sort.PERSON in sort


def find_fates(sentence: Sentence) -> list[Fate]:
    """The verbs and states of a sentence that tell a fate, in order, each with its verb group."""
    found: list[Fate] = []
    at = 0
    while at < len(sentence):
        fate = _fate_at(sentence, at)
        if fate is None or _joins(sentence, fate, found):
            at = fate.last if fate else at + 1
            continue
        found.append(fate)
        at = fate.last
    return found


def _joins(sentence: Sentence, fate: Fate, found: list[Fate]) -> bool:
    """Killed and wounded together are casualties that nobody split; other pairs keep their first."""
    if not found or found[-1].last != fate.first - 1 or sentence.word(fate.first - 1) not in ("and", "or"):
        return False
    former = found[-1]
    pair = {former.measures[0], fate.measures[0]}
    if pair == {_M.KILLED, _M.INJURED}:
        found[-1] = former._replace(last=fate.last, measures=(_M.CASUALTIES,))
    elif sentence.word(fate.first - 1) == "and":
        found[-1] = former._replace(last=fate.last, measures=(*former.measures, *fate.measures))
    else:
        found.pop()
    return True


def _fate_at(sentence: Sentence, at: int) -> Fate | None:
    found = _named(sentence, at) or _suffered(sentence, at) or _condition(sentence, at)
    if found is None:
        return None
    last, measure, form = found
    group = _group(sentence, at)
    if measure == _M.INJURED and _SEVERELY.intersection(sentence.words(group, at)):
        measure = _M.SERIOUSLY_INJURED
    return Fate(at, last, group, (measure,), form, _voice(sentence.words(group, at)))


def _named(sentence: Sentence, at: int) -> tuple[int, Measure, Form] | None:
    for phrase in _BY_FIRST_WORD.get(sentence.word(at), ()):
        if sentence.words(at, at + len(phrase)) == phrase and not _means_another(sentence, at):
            return at + len(phrase), *_FATES[phrase]
    return None


def _means_another(sentence: Sentence, at: int) -> bool:
    """The Dead Sea, the Missing Persons Office; captured on camera, captured by a photographer."""
    is_picture = sentence.word(at) == "captured" and not _PICTURES.isdisjoint(sentence.vocabulary)
    return is_picture or (at > 0 and sentence.is_capitalised(at))


def _suffered(sentence: Sentence, at: int) -> tuple[int, Measure, Form] | None:
    """Suffered light injuries, received serious wounds."""
    if sentence.word(at) not in _SUFFERING:
        return None
    for end in range(at + 1, min(at + 5, len(sentence))):
        if sentence.word(end) in _INJURIES:
            adjectives = chain(sentence.words(at + 1, end), *(word.split("-") for word in sentence.words(at + 1, end)))
            severe = _SEVERE.intersection(adjectives)
            return end + 1, _M.SERIOUSLY_INJURED if severe else _M.INJURED, Form.INTRANSITIVE
    return None


def _condition(sentence: Sentence, at: int) -> tuple[int, Measure, Form] | None:
    """In critical condition, in a serious condition."""
    if sentence.word(at) != "in":
        return None
    end = at + 1 + (sentence.word(at + 1) == "a")
    if sentence.word(end) in ("critical", "serious", "grave") and sentence.word(end + 1) == "condition":
        return end + 2, _M.SERIOUSLY_INJURED, Form.STATE
    return None


def _group(sentence: Sentence, at: int) -> int:
    """Where the verb group begins: "had been seriously" before "wounded"."""
    while at > 0 and (sentence.word(at - 1) in _WITHIN_GROUP or sentence.word(at - 1).endswith("n't")):
        at -= 1
    return at


def _voice(group: tuple[str, ...]) -> Voice:
    auxiliaries = [word for word in group if word in AUXILIARIES]
    if not auxiliaries:
        return Voice.BARE
    return Voice.PASSIVE if auxiliaries[-1] in _BE else Voice.ACTIVE

"""Where the words for a speaker begin and end, before a verb ("the army said") or after it ("said the army")."""

from typing import NamedTuple

from events.suggesting.counted_groups import PREPOSITIONS
from events.suggesting.cue_verbs import CUES
from events.suggesting.date_phrases import is_date_word
from events.suggesting.fates import AUXILIARIES
from events.suggesting.speaker_words import MEDIA_NOUNS, PRONOUNS, TITLES, can_speak
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words


class Phrase(NamedTuple):
    """The tokens `first` to `last` (not included) name the speaker; those of `aside` say what he is."""

    first: int
    last: int
    aside: tuple[int, int] | None = None


_ARTICLES = words("the a an his her its their our this these those some several many two three four both one")
_WITHIN = words("of for from at with in on")
_FUNCTION_WORDS = words(
    """
    a an the and or but nor if in on at to from by with without of for as than into onto over under after before since
    until during while when where who whom whose which that what how why because so then there here although though
    whether not no also later earlier meanwhile however still just only even more most less least up down out off about
    i me him us them himself herself itself themselves my your all each every any it's there's according per via
    amid despite including once yet thus hence far such do does did can could may might will would shall should must
    never now again instead else visually independently
    """
)
_BEFORE_A_SUBJECT = words("and but while when where as that which whom because since after before if though although")
_LONGEST = 16
_LONGEST_ASIDE = 20


def before_verb(sentence: Sentence, end: int, *, anybody: bool = False) -> Phrase | None:
    """The phrase that ends right before a verb group, an aside between commas included ("…, the minister, said").

    With `anybody` the speaker may be whoever has an article ("the butcher"): before a verb that can only mean saying.
    """
    if sentence.word(end - 1) == ",":
        return _around_aside(sentence, end)
    if sentence.word(end - 1) == "who":
        return before_verb(sentence, end - 1 - (sentence.word(end - 2) == ","))
    if sentence.word(end - 1) in PRONOUNS:
        return Phrase(end - 1, end)
    first = _ungoverned(sentence, _backwards(sentence, end), end)
    if _names_a_speaker(sentence, first, end) or (anybody and _is_subject(sentence, first, end)):
        return Phrase(_with_partner(sentence, first), end)
    return _before_relative_clause(sentence, end)


def after_verb(sentence: Sentence, start: int, *, anybody: bool = False) -> Phrase | None:
    """The phrase that begins here, with what follows it between commas if that is a title; `anybody` as above."""
    if sentence.word(start) in PRONOUNS:
        return Phrase(start, start + 1)
    last = _forwards(sentence, start)
    if not _names_a_speaker(sentence, start, last) and not (anybody and _is_somebody(sentence, start, last)):
        return None
    return Phrase(start, last, _aside_after(sentence, last))


def _backwards(sentence: Sentence, end: int) -> int:
    at = end
    while at > max(0, end - _LONGEST):
        before = at - 1
        if opening := _opening_bracket(sentence, before):
            at = opening
        elif sentence.word(before) in _ARTICLES:
            if sentence.word(before - 1) not in _ARTICLES and not _is_joined(sentence, before - 1):
                return before
            at = before
        elif _is_nominal(sentence, before) or _is_joined(sentence, before):
            at = before
        else:
            break
    return at


def _ungoverned(sentence: Sentence, first: int, end: int) -> int:
    """In "in Gaza officials said" only "officials" speak; a name behind a preposition does not ("on Facebook")."""
    if sentence.word(first - 1) not in PREPOSITIONS - {"as"}:
        return first
    is_apart = can_speak(sentence.word(end - 1)) and not sentence.is_capitalised(end - 1) and first < end - 1
    return end - 1 if is_apart and sentence.is_capitalised(end - 2) else end


def _with_partner(sentence: Sentence, first: int) -> int:
    """Where "the police and the mayor" begins, if both stand at the beginning of a clause."""
    if sentence.word(first - 1) != "and":
        return first
    partner = _backwards(sentence, first - 1)
    is_clause = sentence.word(partner - 1) in ("", ",", ";", ":", "but", "while", "that")
    return partner if is_clause and _names_a_speaker(sentence, partner, first - 1) else first


def _before_relative_clause(sentence: Sentence, end: int) -> Phrase | None:
    """The officials of "officials who asked not to be named said"."""
    for at in range(end - 1, max(0, end - _LONGEST), -1):
        if sentence.word(at) == "who":
            return before_verb(sentence, at)
        if not sentence.tokens[at].is_word:
            break
    return None


def _is_joined(sentence: Sentence, at: int) -> bool:
    """A preposition or "and" inside the phrase, with a noun before it."""
    word = sentence.word(at)
    if word in _WITHIN:
        return at > 0 and _is_nominal(sentence, at - 1) and not is_date_word(sentence.word(at + 1))
    is_between_names = sentence.is_capitalised(at - 1) and sentence.is_capitalised(at + 1)
    return word == "and" and is_between_names and _is_nominal(sentence, at - 1)


def _opening_bracket(sentence: Sentence, at: int) -> int | None:
    """Where the bracket opened that is closed here, if one is."""
    if sentence.word(at) != ")":
        return None
    return next((index for index in range(at - 1, max(-1, at - 6), -1) if sentence.word(index) == "("), None)


def _is_nominal(sentence: Sentence, at: int) -> bool:
    """A noun, a name or an adjective, as far as that can be told; no verb, no mark, no word of grammar."""
    if not 0 <= at < len(sentence):
        return False
    token = sentence.tokens[at]
    if token.word == ".":
        before = sentence.word(at - 1)
        return before in TITLES or len(before) == 1 or "." in before
    if (
        not token.is_word
        or token.word in _FUNCTION_WORDS | PRONOUNS
        or is_date_word(token.word)
        or token.text[0].isdigit()
    ):
        return False
    if token.is_capitalised or can_speak(token.word):
        return True
    is_verb = token.word in AUXILIARIES or token.word in CUES or token.word.endswith(("ing", "ed", "ly"))
    return not is_verb or token.word in ("armed", "united", "red", "allied", "building", "so-called")


def _forwards(sentence: Sentence, start: int) -> int:
    at = start + (sentence.word(start) in _ARTICLES)
    while at < min(len(sentence), start + _LONGEST) and (step := _step(sentence, start, at)):
        at += step
    while at > start and sentence.word(at - 1) == ".":
        at -= 1
    return at


def _step(sentence: Sentence, start: int, at: int) -> int:
    """How many tokens the phrase takes from here; 0 where it ends."""
    word = sentence.word(at)
    if _is_nominal(sentence, at):
        return 1
    if word == "(" and sentence.word(at + 2) == ")":
        return 3
    if at > start and word in _WITHIN and _goes_on(sentence, at + 1):
        return 1 + (sentence.word(at + 1) in _ARTICLES)
    is_between_names = sentence.is_capitalised(at - 1) and sentence.is_capitalised(at + 1)
    return 1 if word == "and" and is_between_names else 0


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether the preposition before belongs to the name: "of the ministry" does, "in a statement" does not."""
    ahead = sentence.words(at, at + 4)
    if not MEDIA_NOUNS.isdisjoint(ahead) or any(map(is_date_word, ahead[:3])):
        return False
    at += sentence.word(at) in _ARTICLES
    return _is_nominal(sentence, at)


def _around_aside(sentence: Sentence, end: int) -> Phrase | None:
    for at in range(end - 2, max(0, end - _LONGEST_ASIDE), -1):
        if sentence.word(at) == ",":
            return _with_aside(sentence, at, (at + 1, end - 1))
    return None


def _with_aside(sentence: Sentence, at: int, aside: tuple[int, int]) -> Phrase | None:
    """The phrase before the comma at `at`, if what follows between the commas is said of a speaker."""
    first = _backwards(sentence, at)
    if not _names_a_speaker(sentence, first, at):
        return None
    if sentence.word(aside[0]) in ("who", "which") or _is_age(sentence, *aside):
        return Phrase(first, at)
    is_said_of_him = _is_description(sentence, *aside) or _is_name(sentence, *aside)
    return Phrase(first, at, aside) if is_said_of_him else None


def _is_age(sentence: Sentence, first: int, last: int) -> bool:
    return last == first + 1 and sentence.word(first).isdigit()


def _is_name(sentence: Sentence, first: int, last: int) -> bool:
    return 1 < last - first < 5 and all(map(sentence.is_capitalised, range(first, last)))


def _is_description(sentence: Sentence, first: int, last: int) -> bool:
    """A title, or "an Israeli newspaper"."""
    if sentence.word(first) in _ARTICLES and any(map(can_speak, sentence.words(first, last))):
        return True
    return not TITLES.isdisjoint(sentence.words(first, last)) and _is_title(sentence, first)


def _is_title(sentence: Sentence, first: int) -> bool:
    return sentence.word(first) in _ARTICLES or _is_nominal(sentence, first)


def _aside_after(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The title between this comma and the next mark: "…, a spokesman for the army, said"."""
    if sentence.word(at) != ",":
        return None
    end = at + 1
    while end < min(len(sentence), at + _LONGEST_ASIDE) and sentence.tokens[end].is_word:
        end += 1
    if sentence.word(at + 1) == "who" or TITLES.isdisjoint(sentence.words(at + 1, at + 9)):
        return None
    return (at + 1, end) if _is_title(sentence, at + 1) and not CUES.keys() & set(sentence.words(at + 1, end)) else None


def _names_a_speaker(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the phrase has a head that can speak: a name, a body, people, a paper."""
    at = first
    while at < last and sentence.word(at) in _ARTICLES:
        at += 1
    head = next((index for index in range(at, last) if sentence.word(index) in _WITHIN), last) - 1
    if head < at:
        return False
    is_name = sentence.is_capitalised(head) and sentence.word(head) not in _FUNCTION_WORDS
    return is_name or can_speak(sentence.word(head)) or sentence.word(head) == ")"


def _is_subject(sentence: Sentence, first: int, last: int) -> bool:
    """Whoever has an article, where a clause begins: not "the incident" of "those who recorded the incident said"."""
    before = sentence.word(first - 1)
    begins = not before[:1].isalnum() or before in _BEFORE_A_SUBJECT or is_date_word(before)
    return begins and _is_somebody(sentence, first, last)


def _is_somebody(sentence: Sentence, first: int, last: int) -> bool:
    """An article and a noun or two."""
    return sentence.word(first) in _ARTICLES and first + 1 < last <= first + 4

"""Where a speaker said nothing: "declined to comment", "did not respond", "could not be reached"."""

from collections.abc import Iterator
from typing import NamedTuple

from events.answers import Polarity
from events.suggesting.speaker_phrases import Phrase, after_verb, before_verb
from events.suggesting.suggestions import Measure
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words


class Silence(NamedTuple):
    """Who said nothing about what, in tokens; the whole stands from `first` up to `last`."""

    phrase: Phrase
    first: int
    last: int
    verb: tuple[int, int]
    polarity: Polarity
    measure: Measure


_ANSWERING = words("respond responded reply replied answer answered comment commented return returned")
_DECLINING = words("declined refused")
_ADVERBS = words("immediately yet also so far again")
_HAVE = words("has have had")
_SIGNS = _ANSWERING | _DECLINING | words("reached yet response comment reply")
_MEASURES: dict[str, Measure] = {
    **dict.fromkeys(words("casualties"), Measure.CASUALTIES),
    **dict.fromkeys(words("killed dead deaths fatalities toll"), Measure.KILLED),
    **dict.fromkeys(words("wounded injured injuries"), Measure.INJURED),
    **dict.fromkeys(words("missing"), Measure.MISSING),
    **dict.fromkeys(words("arrested detained arrests detainees"), Measure.DETAINED),
}


def find_silences(sentence: Sentence) -> Iterator[Silence]:
    """The silences of a sentence, in order."""
    for at in range(len(sentence)) if not _SIGNS.isdisjoint(sentence.vocabulary) else ():
        if found := _verb(sentence, at):
            end, polarity = found
            yield from _by(sentence, at, end, polarity)
        elif end := _no_comment(sentence, at):
            yield from _from(sentence, at, end)


def _verb(sentence: Sentence, at: int) -> tuple[int, Polarity] | None:
    """The end of the words that say it, if they begin here."""
    if sentence.word(at) in _DECLINING and sentence.word(at + 1) == "to":
        return at + 3, Polarity.DECLINES
    if sentence.words(at, at + 4) == ("could", "not", "be", "reached"):
        return at + 4, Polarity.NO_RESPONSE
    if sentence.word(at) in _HAVE and sentence.words(at + 1, at + 3) == ("yet", "to"):
        return at + 4, Polarity.NO_RESPONSE
    end = _did_not(sentence, at)
    return (end, Polarity.NO_RESPONSE) if end else None


def _did_not(sentence: Sentence, at: int) -> int:
    word = sentence.word(at)
    if word in ("didn't", "hasn't", "haven't", "hadn't"):
        end = at + 1
    elif (word == "did" or word in _HAVE) and sentence.word(at + 1) == "not":
        end = at + 2
    else:
        return 0
    while sentence.word(end) in _ADVERBS:
        end += 1
    return end + 1 if sentence.word(end) in _ANSWERING else 0


def _no_comment(sentence: Sentence, at: int) -> int:
    """There was no immediate comment from …"""
    if sentence.word(at) != "no":
        return 0
    end = at + 1 + (sentence.word(at + 1) in ("immediate", "official"))
    answered = sentence.word(end) in ("comment", "response", "reply") and sentence.word(end + 1) == "from"
    return end + 2 if answered else 0


def _by(sentence: Sentence, at: int, end: int, polarity: Polarity) -> Iterator[Silence]:
    phrase = before_verb(sentence, at)
    if phrase:
        last = _end_of_clause(sentence, end)
        yield Silence(phrase, phrase.first, last, (at, end), polarity, _about(sentence, end, last))


def _from(sentence: Sentence, at: int, end: int) -> Iterator[Silence]:
    phrase = after_verb(sentence, end)
    if phrase:
        yield Silence(phrase, at, phrase.last, (at, end), Polarity.NO_RESPONSE, Measure.STATEMENT)


def _end_of_clause(sentence: Sentence, at: int) -> int:
    while at < len(sentence) and sentence.tokens[at].is_word:
        at += 1
    return at


def _about(sentence: Sentence, first: int, last: int) -> Measure:
    """What nothing was said about, where a word of it names a measure."""
    return next((_MEASURES[word] for word in sentence.words(first, last) if word in _MEASURES), Measure.STATEMENT)

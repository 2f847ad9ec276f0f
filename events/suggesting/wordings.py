"""How sure the wording is of what it tells: "reportedly", "are believed to have been", "feared", "may have"."""

from events.suggesting.guards import may_have
from events.suggesting.suggestions import Certainty
from events.suggesting.telling import Told
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words

_FEARED = words("feared fears fear")
_BELIEVING = words("believe believes believed think thinks suspects")
_BELIEVED = words("believed presumed thought apparently presumably seemingly appears appeared appear seems seemed")
_REPORTED = words("reportedly allegedly alleged unconfirmed unverified purportedly")
_REACH = 12  # words before what is told


def read_certainty(sentence: Sentence, told: Told) -> Certainty:
    """The least sure of the words about what is told; the figure itself stays as it is."""
    first = max(0, min(told.first, told.verb) - _REACH)
    last = max(told.last, told.verb_last)
    last += 0 if sentence.word(last) == "for" else 2  # "detained for allegedly …" is of another deed
    said = sentence.words(first, last)
    if not _FEARED.isdisjoint(said):
        return Certainty.FEARED
    if any(may_have(sentence, at) for at in range(first, min(last, len(sentence)))):
        return Certainty.POSSIBLE
    is_belief = not _BELIEVED.isdisjoint(sentence.words(told.verb, told.verb_last))
    if is_belief or not _BELIEVING.isdisjoint(said) or _is_apparent(said):
        return Certainty.BELIEVED
    return Certainty.REPORTED if not _REPORTED.isdisjoint(said) or _is_hearsay(said) else Certainty.STATED


def _is_apparent(said: tuple[str, ...]) -> bool:
    return not words("apparently presumably seemingly").isdisjoint(said)


def _is_hearsay(said: tuple[str, ...]) -> bool:
    """It was reported that …; there were reports of …; is said to have …"""
    text = " ".join(said)
    return any(
        phrase in text for phrase in ("was reported", "were reported", "reports of", "reports that", "said to have")
    )

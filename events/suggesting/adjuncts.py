"""What stands between a verb of saying and what was said: when, through what, to whom."""

from events.suggesting.date_phrases import is_date_word
from events.suggesting.speaker_phrases import Phrase, after_verb
from events.suggesting.speaker_words import MEDIA_NOUNS
from events.suggesting.suggestions import Medium
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words

_ADVERBS = words("early late later earlier today yesterday again publicly")
_PREPOSITIONS = words("on in at during from to by via late early over through after before")
_LONGEST = 8
_PRONOUNS = words("him her them us me you")
_HEARERS = words("told tell tells")

_MEDIA: dict[str, Medium] = {
    **dict.fromkeys(words("tweet tweeted tweets post posted posts twitter telegram facebook x"), Medium.SOCIAL_POST),
    **dict.fromkeys(words("television tv radio broadcast broadcaster televised channel"), Medium.BROADCAST),
    **dict.fromkeys(words("indictment affidavit filing"), Medium.COURT_FILING),
    **dict.fromkeys(words("report reports document documents letter memo"), Medium.DOCUMENT),
    "conference": Medium.PRESS_CONFERENCE,
    "briefing": Medium.BRIEFING,
    "interview": Medium.INTERVIEW,
    "statement": Medium.STATEMENT,
    "phone": Medium.PHONE,
    "telephone": Medium.PHONE,
}


def past_adjuncts(sentence: Sentence, at: int) -> int:
    """Behind "late on Monday", "in a statement", "at a news conference in the evening"."""
    while True:
        word = sentence.word(at)
        if word in _ADVERBS or is_date_word(word):
            at += 1
        elif word in _PREPOSITIONS and (end := _end_of_phrase(sentence, at)):
            at = end
        else:
            return at


def _end_of_phrase(sentence: Sentence, at: int) -> int:
    """The index behind the phrase if it tells of time or medium, else 0."""
    for index in range(at + 1, at + _LONGEST):
        word = sentence.word(index)
        if word in MEDIA_NOUNS or is_date_word(word):
            return _past_partner(sentence, index + 1)
        if not word[:1].isalnum() or word == "that":
            break
    return 0


def _past_partner(sentence: Sentence, at: int) -> int:
    """Behind "with Reuters" of an interview, "on X" of a post."""
    while sentence.word(at) in MEDIA_NOUNS:
        at += 1
    if sentence.word(at) not in ("with", "to", "on"):
        return at
    partner = after_verb(sentence, at + 1)
    return partner.last if partner else at


def told_to(sentence: Sentence, at: int) -> tuple[Phrase | None, int]:
    """Who was told, and where what he was told begins; a crowd of reporters passes nothing on by name."""
    if sentence.word(at) not in _HEARERS:
        return _interviewer(sentence, at), at + 1
    if sentence.word(at + 1) in _PRONOUNS:
        return None, at + 2
    hearer = after_verb(sentence, at + 1)
    if hearer is None:
        end = next((index + 1 for index in range(at + 1, at + 7) if sentence.word(index) in MEDIA_NOUNS), at + 1)
        return None, end
    is_named = any(sentence.is_capitalised(index) for index in range(hearer.first, hearer.last))
    return (hearer if is_named else None), hearer.last


def _interviewer(sentence: Sentence, at: int) -> Phrase | None:
    """Said in an interview with Reuters."""
    for index in range(at + 1, at + _LONGEST):
        if sentence.words(index, index + 2) == ("interview", "with"):
            return after_verb(sentence, index + 2)
    return None


def read_medium(sentence: Sentence, *ranges: tuple[int, int]) -> Medium:
    """Through what it was said, by the words in these ranges of tokens."""
    for first, last in ranges:
        for word in sentence.words(first, last):
            if word in _MEDIA:
                return _MEDIA[word]
    return Medium.UNKNOWN

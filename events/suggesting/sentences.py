"""Sentences: tokens cut where a sentence ends, direct quotations standing in them as one token each.

The marks of other scripts end sentences too; the rules for abbreviations and initials are those of English.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from events.suggesting.cue_verbs import CUES, SAYING
from events.suggesting.date_phrases import MONTH_ABBREVIATIONS
from events.suggesting.quotations import Quotation
from events.suggesting.tokens import QUOTE, Sentence, Token, tokenise
from events.suggesting.word_lists import words

MOST_TOKENS = 200
MOST_CHARACTERS = 5_000
"""A longer stretch without an end is a list or a table, not a sentence; it is not read."""

_END_MARKS = ".!?…。！？؟।"
_CLOSING_MARKS = frozenset(")]")
_NEVER_END = MONTH_ABBREVIATIONS | words(
    """
    mr mrs ms dr prof gen col lt sgt maj capt cpt st sen rep gov brig adm cmdr cpl pvt rev hon no nos vs approx est
    """
)
# Abbreviations that do end sentences now and then: where a usual first word follows.
_MAY_END = words("inc ltd co corp jr sr etc")
_FIRST_WORDS = words(
    """
    the a an in on at for after as but and so he she it they we i his her their its this that these those there when
    while according officials police some many most no one two three several
    """
)


def sentences(text: str, start: int, end: int, quotations: Iterable[Quotation] = ()) -> Iterator[Sentence]:
    """The sentences of a stretch of text; of `quotations`, those that touch it become one token each."""
    kept: list[Token] = []
    length, last = 0, None
    for token in _with_quotations(text, start, end, quotations):
        if last and _ends(kept[-2:], last, token, text):
            yield from _sentence(text, kept, length)
            kept, length = [], 0
        if length <= MOST_TOKENS:
            kept.append(token)
        length, last = length + 1, token
    yield from _sentence(text, kept, length)


def _sentence(text: str, kept: list[Token], length: int) -> Iterator[Sentence]:
    if 0 < length <= MOST_TOKENS and _length(kept) <= MOST_CHARACTERS:
        yield Sentence(text, tuple(kept))


def _length(tokens: Sequence[Token]) -> int:
    """The characters of a sentence, its quotations not counted."""
    quoted = sum(token.end - token.start for token in tokens if token.word == QUOTE)
    return tokens[-1].end - tokens[0].start - quoted


def _with_quotations(text: str, start: int, end: int, quotations: Iterable[Quotation]) -> Iterator[Token]:
    for quotation in quotations:
        yield from tokenise(text, start, min(quotation.start, end))
        yield Token(quotation.start, quotation.end, "“", QUOTE)
        start = quotation.end
    yield from tokenise(text, start, end)


def _ends(before: Sequence[Token], last: Token, following: Token, text: str) -> bool:
    """Whether a sentence ends between `last` and `following`; `before` are the two tokens up to `last`."""
    if last.word == QUOTE:
        return _quotation_ends(text, last, following)
    if last.word in _CLOSING_MARKS and len(before) > 1:
        return before[-2].word[0] in _END_MARKS and _may_begin(following)
    if last.word[0] not in _END_MARKS or not _may_begin(following) or following.start == last.end:
        return False
    return last.word != "." or not _is_abbreviated(before, last, following)


def _may_begin(token: Token) -> bool:
    return token.is_capitalised or token.text[0].isdigit() or token.word in (QUOTE, "(", "[") or _has_no_case(token)


def _has_no_case(token: Token) -> bool:
    return token.text[0].isalpha() and token.text[0].upper() == token.text[0].lower()


def _is_abbreviated(before: Sequence[Token], last: Token, following: Token) -> bool:
    if len(before) < 2 or before[-2].end != last.start:
        return False
    word = before[-2].word
    if word in _NEVER_END:
        return word not in ("no", "est", "mar") or following.text[0].isdigit()
    if word in _MAY_END or "." in word:
        return following.word not in _FIRST_WORDS
    return len(word) == 1 and word.isalpha() and following.is_capitalised


_ATTRIBUTED = re.compile(rf"\s*(?:[\w.’'-]+\s+){{0,5}}?(?:{'|'.join(SAYING)}|asked|shouted|added|wrote)\b")


def _quotation_ends(text: str, last: Token, following: Token) -> bool:
    """A quotation ends its sentence unless the words behind it say whose it is (“Stop!” Dana Reyes said)."""
    inner = text[max(last.start, last.end - 4) : last.end].rstrip("”’\"'»“ ")
    if inner[-1:] not in tuple(_END_MARKS) or not _may_begin(following):
        return False
    return inner[-1:] in (".", "。") or not _ATTRIBUTED.match(text, last.end, last.end + 100)


def direct_quotations(text: str, quotations: Iterable[Quotation], start: int, end: int) -> Iterator[Quotation]:
    """Those of a paragraph that are whole sentences of a speaker, and those never closed; the rest are only words."""
    met_direct = False
    for quotation in quotations:
        if not quotation.is_closed or _is_direct(text, quotation, (start, end), met_direct=met_direct):
            met_direct = True
            yield quotation


def _is_direct(text: str, quotation: Quotation, paragraph: tuple[int, int], *, met_direct: bool) -> bool:
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    before = text[max(paragraph[0], quotation.start - 40) : quotation.start].rstrip()
    if "\n\n" in inner or quotation.start < paragraph[0]:
        return True
    begins_anew = inner[:1].isupper() or inner[:1].isdigit() or _has_no_case_at_start(inner)
    if not before or before[-1] in '.!?…”"’»)':
        return _stands_alone(text, quotation, inner, paragraph[1])
    if before[-1] in ",:—–":
        return _follows_comma(inner, before, begins_anew=begins_anew, met_direct=met_direct)
    return begins_anew and before.rpartition(" ")[2] in CUES and _is_longer_than(inner, 3)


def _has_no_case_at_start(inner: str) -> bool:
    return inner[:1].isalpha() and inner[:1].upper() == inner[:1].lower()


def _stands_alone(text: str, quotation: Quotation, inner: str, end: int) -> bool:
    after = text[quotation.end : min(end, quotation.end + 40)].lstrip()
    next_word = re.match(r"\w*", after)
    followed = not after or after[0] in ",.!?" or (next_word is not None and next_word[0] in CUES)
    return followed or inner[-1:] in tuple(",.!?…—–")


def _follows_comma(inner: str, before: str, *, begins_anew: bool, met_direct: bool) -> bool:
    is_introduced = before.rstrip(",: ").rpartition(" ")[2] in CUES
    ended = inner[-1:] in tuple(",.!?…—–")
    if begins_anew:
        return is_introduced or _is_longer_than(inner, 2)
    return ended and (_is_longer_than(inner, 3) or met_direct)


def _is_longer_than(inner: str, words: int) -> bool:
    return len(inner[:400].split()) > words

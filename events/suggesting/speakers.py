"""What the words for a speaker say of him: his name, his title, in whose name he speaks."""

from events.suggesting.counted_kinds import names_a_party
from events.suggesting.speaker_phrases import Phrase
from events.suggesting.speaker_words import BODIES, PRONOUNS, ROLES, TITLES
from events.suggesting.suggestions import Speaker
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words
from sources.text import Span

_PORTFOLIOS = words(
    """
    defense defence foreign affairs interior health finance state justice education energy national security economy
    transport information agriculture environment staff police the and internal public home war culture labor labour
    """
)
_SINGULAR_TITLES = frozenset(title for title in TITLES if not title.endswith("s")) - words("spokesmen spokespeople")
_RANKS = words("senior top former local unnamed anonymous several some two three high-ranking deputy chief acting")
_FOR = words("of at with from")
_ARTICLES = words("the a an")

_Range = tuple[int, int]


def read_speaker(sentence: Sentence, phrase: Phrase) -> Speaker:
    """The speaker as printed, with what the phrase and its aside say of him."""
    first, last = phrase.first, phrase.last
    words_span = sentence.span(first, last)
    if sentence.word(first) in PRONOUNS and last - first == 1:
        return Speaker(words_span)
    name = _name(sentence, first, last)
    title_end = name[0] if name else last
    if phrase.aside and _only_names(sentence, *phrase.aside):
        name = phrase.aside
    title = _title(sentence, first, title_end) or (phrase.aside and _title(sentence, *phrase.aside))
    body = _body(sentence, first, title_end) or (phrase.aside and _body(sentence, *phrase.aside))
    return Speaker(words_span, _span(sentence, name), _span(sentence, title), _span(sentence, body))


def _span(sentence: Sentence, part: _Range | None) -> Span | None:
    return sentence.span(*part) if part and part[0] < part[1] else None


def _name(sentence: Sentence, first: int, last: int) -> _Range | None:
    """The personal name: capitalised words behind the title, or two and more that name no body."""
    start = _after_title(sentence, first, last)
    if start == first and _names_a_body(sentence, first, last):
        return None
    end = start
    while end < last and (sentence.is_capitalised(end) or sentence.word(end) in (".", "al", "bin", "ibn", "van", "de")):
        end += 1
    is_name = end > start and (start > first or end - start > 1) and end == last
    return (start, end) if is_name else None


def _only_names(sentence: Sentence, first: int, last: int) -> bool:
    """The aside of "a spokesman for the army, Dana Reyes,"."""
    return all(map(sentence.is_capitalised, range(first, last))) and TITLES.isdisjoint(sentence.words(first, last))


def _names_a_body(sentence: Sentence, first: int, last: int) -> bool:
    return sentence.word(first) in _ARTICLES or not BODIES.isdisjoint(sentence.words(first, last))


def _after_title(sentence: Sentence, first: int, last: int) -> int:
    """The index behind the last title and what it is of: "Minister of Defense"; `last` where no name can follow."""
    title = next((at for at in range(last - 1, first - 1, -1) if sentence.word(at) in TITLES), None)
    if title is None:
        return first
    at = title + 1
    at += sentence.word(at) == "."
    if sentence.word(at) != "of":
        return at
    end = at + 1
    while end < last and sentence.word(end) in _PORTFOLIOS:
        end += 1
    return end if _PORTFOLIOS.difference(_ARTICLES).intersection(sentence.words(at, end)) else last


def _title(sentence: Sentence, first: int, last: int) -> _Range | None:
    """The words of the title, without its article and without what stands behind "for"."""
    if _SINGULAR_TITLES.isdisjoint(sentence.words(first, last)):
        return None
    first += sentence.word(first) in _ARTICLES
    end = next((at for at in range(first, last) if sentence.word(at) in ("for", "at", "with", "from", "in")), last)
    is_role_of_body = not ROLES.isdisjoint(sentence.words(first, end))
    of = next((at for at in range(first, end) if sentence.word(at) == "of"), end)
    return first, of if is_role_of_body and sentence.word(of + 1) not in _PORTFOLIOS - _ARTICLES else end


def _body(sentence: Sentence, first: int, last: int) -> _Range | None:
    """In whose name: behind "for" and the like ("a spokesman for the army"), or before the role ("army spokesman")."""
    role = next((at for at in range(first, last) if sentence.word(at) in ROLES), None)
    if role is None:
        return None
    for at in range(role + 1, last):
        is_named = sentence.word(at) == "for" or (sentence.word(at) in _FOR and _is_body(sentence, at + 1, last))
        if is_named or (sentence.word(at) == "in" and not BODIES.isdisjoint(sentence.words(at + 1, last))):
            return at + 1, last
    start = first
    while start < role and (sentence.word(start) in _ARTICLES or _only_describes(sentence, start)):
        start += 1
    return (start, role) if start < role and _is_body(sentence, start, role) else None


def _only_describes(sentence: Sentence, at: int) -> bool:
    """Whether a word is no body by itself: "senior", "Palestinian"; but "military" and "police" are bodies."""
    return sentence.word(at) in _RANKS or (names_a_party(sentence.tokens[at].text) and sentence.word(at + 1) in ROLES)


def _is_body(sentence: Sentence, first: int, last: int) -> bool:
    return not BODIES.isdisjoint(sentence.words(first, last)) or any(map(sentence.is_capitalised, range(first, last)))

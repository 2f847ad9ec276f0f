"""Where a sentence names a place: "in Jenin", "near the town of Hebron", "here"."""

from collections.abc import Iterator

from events.suggesting.counted_groups import PREPOSITIONS
from events.suggesting.counted_kinds import names_a_party
from events.suggesting.date_phrases import is_date_word
from events.suggesting.fates import AUXILIARIES, FATE_WORDS
from events.suggesting.speaker_words import BODIES
from events.suggesting.suggestions import Dateline, PlacedWords
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words

_BEFORE_A_PLACE = words("in near at outside inside around across over throughout from")
_SIDES = words(
    """
    the northern southern eastern western central north south east west occupied besieged nearby downtown rural inner
    upper lower northeastern northwestern southeastern southwestern
    """
)
_KINDS = words(
    """
    city town village camp district province region neighbourhood neighborhood area governorate suburb port county state
    settlement strip valley island peninsula
    """
)
_GROUPS = words("hamas hezbollah houthi houthis taliban fatah isis islamic jihad al-qaeda al-shabab")
_ENDS = (
    PREPOSITIONS | AUXILIARIES | FATE_WORDS | words("and or but while when where who which that as because the a an")
)


def find_places(sentence: Sentence, dateline: Dateline) -> Iterator[PlacedWords]:
    """The places named behind a preposition, in order; "here" is the place of the dateline."""
    at = 0
    while at < len(sentence):
        if sentence.word(at) == "here" and dateline.place:
            yield PlacedWords(sentence.span(at, at + 1), dateline.place)
        found = _place(sentence, at + 1) if sentence.word(at) in _BEFORE_A_PLACE else None
        if found:
            first, name_first, at = found
            yield PlacedWords(
                sentence.span(first, at),
                _bare(sentence.span(name_first, _name_end(sentence, name_first)).exact),
            )
        at += 1


def _bare(name: str) -> str:
    """The last place of "Libya’s Misrata"."""
    return name.replace("’", "'").removesuffix("'s").rpartition("'s ")[2]


def _place(sentence: Sentence, first: int) -> tuple[int, int, int] | None:
    """Where the words begin, where the name begins ("Jenin" of "the city of Jenin"), where both end."""
    at = first
    while sentence.word(at) in _SIDES and not _is_name(sentence, at):
        at += 1
    name = at
    end = _name_end(sentence, at)
    end += sentence.word(end) == "refugee" and sentence.word(end + 1) == "camp"
    if sentence.word(end) in _KINDS:
        end += 1
    if sentence.word(end - 1) in _KINDS or sentence.word(end) in _KINDS:
        end, name = _past_kind(sentence, end, name)
    elif end == at or not _stands_for_a_place(sentence, at, end):
        return None
    return (first, name, end) if _is_name(sentence, name) and end > name else None


def _past_kind(sentence: Sentence, end: int, name: int) -> tuple[int, int]:
    """In "the West Bank city of Jenin" the name is Jenin; in "the Balata refugee camp" it is Balata."""
    if sentence.word(end) == "of" and _is_name(sentence, end + 1):
        return _name_end(sentence, end + 1), end + 1
    return end, name


def _is_name(sentence: Sentence, at: int) -> bool:
    return sentence.is_capitalised(at) and not is_date_word(sentence.word(at))


def _name_end(sentence: Sentence, at: int) -> int:
    while _is_name(sentence, at):
        at += 1
    return at


def _stands_for_a_place(sentence: Sentence, first: int, end: int) -> bool:
    """Not a body, and not an adjective before another noun ("in Palestinian attacks")."""
    if not (BODIES | _GROUPS).isdisjoint(sentence.words(first, end)) or len(sentence.word(end - 1)) < 2:
        return False
    after = sentence.word(end)
    is_adjective = after.replace("-", "").isalpha() and after not in _ENDS and not is_date_word(after)
    return not (is_adjective and names_a_party(sentence.tokens[end - 1].text))

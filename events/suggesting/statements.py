"""What somebody said where it gives no figure: whole quotations, words in quotation marks, indirect speech."""

from collections.abc import Iterable
from dataclasses import replace

from events.answers import Polarity
from events.suggesting.attributing import Attributed
from events.suggesting.cue_verbs import CALLING, COUNTING
from events.suggesting.quotations import Quotation
from events.suggesting.settings import Setting
from events.suggesting.suggestions import Attribution, Measure, Rendering, Suggestion, Tier, VerbClass
from events.suggesting.tokens import QUOTE, Sentence
from sources.text import Span, span_of

_LEAST = 3  # words of indirect speech
_ENDS = ",;:—– "
_JOINING = ("and", "or", "but")


def direct_statement(text: str, quotation: Quotation, attribution: Attribution, tier: Tier) -> Suggestion | None:
    """The words of a direct quotation, without its marks and without the comma that belongs to the article."""
    span = trimmed(text, quotation.inner_start, quotation.inner_end)
    if span is None:
        return None
    rule = "direct quotation"
    return Suggestion(span, rule, tier, Measure.STATEMENT, attribution, statement=span)


def indirect_statements(setting: Setting, attributed: Attributed, quotations: Iterable[Quotation]) -> list[Suggestion]:
    """What is said in indirect speech; words quoted in it are the statement, and make it a partial quotation."""
    found = []
    for content in attributed.said.contents:
        passage = _trimmed(setting.sentence, *_without_quotations(setting.sentence, *content))
        if passage and (suggestion := _statement(setting, attributed, passage, quotations)):
            found.append(suggestion)
    return found


def _statement(
    setting: Setting, attributed: Attributed, passage: Span, quotations: Iterable[Quotation]
) -> Suggestion | None:
    sentence = setting.sentence
    verb = sentence.word(attributed.said.verb[0])
    quoted = _quoted_within(sentence.text, passage, quotations)
    if quoted is None and (verb in CALLING or verb in COUNTING or _is_short(passage)):
        return None
    is_denied = attributed.said.verb_class == VerbClass.DENYING
    return Suggestion(
        passage=_from_verb(sentence, attributed, quoted) if verb in CALLING and quoted else passage,
        rule="partial quotation" if quoted else "indirect speech",
        tier=attributed.tier,
        measure=Measure.STATEMENT,
        attribution=replace(attributed.attribution, rendering=Rendering.PARTIAL if quoted else Rendering.INDIRECT),
        polarity=Polarity.DENIES if is_denied else Polarity.AFFIRMS,
        statement=quoted or passage,
        occurred=setting.date_inside(passage),
        place=setting.place_inside(passage),
    )


def _is_short(passage: Span) -> bool:
    return len(passage.exact.split()) < _LEAST


def _without_quotations(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The stretch up to a direct quotation in it, which is a statement of its own."""
    until = next((at for at in range(first, last) if sentence.word(at) == QUOTE), last)
    return first, until


def _trimmed(sentence: Sentence, first: int, last: int) -> Span | None:
    while last > first and not sentence.tokens[last - 1].is_word and sentence.word(last - 1) != ")":
        last -= 1
    while first < last and not sentence.tokens[first].is_word and sentence.word(first) != "(":
        first += 1
    while first < last and sentence.word(last - 1) in _JOINING:
        last -= 1
    return sentence.span(first, last) if first < last and sentence.word(first) not in _JOINING else None


def _quoted_within(text: str, passage: Span, quotations: Iterable[Quotation]) -> Span | None:
    """The quoted words in the passage; None where there are none or several."""
    within = [one for one in quotations if passage.start - 1 <= one.start and one.end <= passage.end + 2]
    return trimmed(text, within[0].inner_start, within[0].inner_end) if len(within) == 1 else None


def _from_verb(sentence: Sentence, attributed: Attributed, quoted: Span) -> Span:
    """From the verb to the quoted words, with their marks: called the fight “massive”."""
    start = sentence.tokens[attributed.said.verb[0]].start
    after = sentence.text[quoted.end : quoted.end + 2]
    closing = next((at for at, mark in enumerate(after) if mark in "”’\"'»“"), -1)
    return span_of(sentence.text, start, quoted.end + closing + 1)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The words between, without white space and without a comma, dash or colon at their end; None if none is left."""
    while end > start and text[end - 1] in _ENDS + "\n\t":
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return span_of(text, start, end) if start < end else None

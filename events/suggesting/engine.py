"""Suggests the claims that the words of one report may hold.

    suggest("Officials said that four people were killed.", Dateline("Jenin", date(2023, 6, 19)))

Deterministic, pure, linear in the text. Better to miss a claim than to show a wrong figure for a fact.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from events.suggesting.antecedents import Antecedents
from events.suggesting.attributing import Attributed, attribute, attribute_silence
from events.suggesting.attributions import find_said
from events.suggesting.figures import read_figures
from events.suggesting.quotations import Quotation, find_quotations, quotations_within
from events.suggesting.sentences import direct_quotations, sentences
from events.suggesting.settings import Setting
from events.suggesting.silences import find_silences
from events.suggesting.statements import direct_statement, indirect_statements
from events.suggesting.suggestions import Attribution, Dateline, Rendering, Suggestion, Tier
from events.suggesting.tokens import QUOTE, Sentence
from sources.text import Paragraph, paragraphs

MOST_CHARACTERS = 1_000_000
"""What is read of a text, up to the end of a sentence: a report of ten thousand characters is a long one."""

MOST_SENTENCES = 20_000
"""What is read of a text, its quotations included: some eight thousand fill the characters above."""

MOST_SUGGESTIONS = 5_000
"""A report holds some dozens. What comes after so many is not read."""

_MOST_WORDS_OF_A_HEADING = 25
_ENDS = ".!?…。！？؟।:;,"
_CORRECTION = re.compile(r"\W*(?:correction|clarification|editor[’']?s note|an earlier version)\b", re.IGNORECASE)
_UNNAMED = Attribution(rule="nobody named", rendering=Rendering.DIRECT)


def suggest(text: str, dateline: Dateline | None = None) -> list[Suggestion]:
    """The suggestions for one report, in the order of its words; every span is exact.

    Headings and notes of correction are passed over. Of an endless text only the beginning is read, see the limits
    above.
    """
    reading = _Reading(_beginning(text), dateline or Dateline())
    found = list(islice(reading.told(), MOST_SUGGESTIONS))
    found += islice(reading.quoted(), MOST_SUGGESTIONS)
    found.sort(key=lambda one: (one.passage.start, one.passage.end, one.measure, one.rule))
    return found[:MOST_SUGGESTIONS]


@dataclass
class _Reading:
    """One text being read: first the article's own sentences, then the quotations, whose speakers are known by then."""

    text: str
    dateline: Dateline
    antecedents: Antecedents = field(default_factory=Antecedents)
    met: dict[int, Quotation] = field(default_factory=dict)
    speakers: dict[int, tuple[Attribution, Tier]] = field(default_factory=dict)
    left: int = MOST_SENTENCES

    def told(self) -> Iterator[Suggestion]:
        """What the article tells, in its own voice or in indirect speech, with words quoted on the way."""
        quotations = find_quotations(self.text)
        starts = [quotation.start for quotation in quotations]
        for paragraph in paragraphs(self.text):
            first = max(0, bisect_right(starts, paragraph.start) - 1)
            touching = [
                one for one in quotations[first : bisect_left(starts, paragraph.end)] if one.end > paragraph.start
            ]
            if not _is_passed_over(paragraph):
                yield from self._paragraph(paragraph, touching)

    def quoted(self) -> Iterator[Suggestion]:
        """What stands in direct quotations: each as a statement, and the figures in it."""
        for start in sorted(self.met):
            quotation = self.met[start]
            attribution, tier = self.speakers.get(start, (_UNNAMED, Tier.UNSURE))
            statement = direct_statement(self.text, quotation, attribution, tier)
            if statement:
                yield statement
            if attribution.speaker is not None:
                yield from self._figures_of(quotation, attribution)

    def _figures_of(self, quotation: Quotation, attribution: Attribution) -> Iterator[Suggestion]:
        nested = quotations_within(self.text, quotation)
        for sentence in self._sentences(quotation.inner_start, quotation.inner_end):
            yield from read_figures(Setting(sentence, self.dateline), [], inline=nested, quoted=attribution)

    def _paragraph(self, paragraph: Paragraph, quotations: list[Quotation]) -> Iterator[Suggestion]:
        self.antecedents.paragraph = paragraph.number
        direct = list(direct_quotations(self.text, quotations, paragraph.start, paragraph.end))
        self.met.update((one.start, one) for one in direct if one.is_closed)
        apart = {one.start for one in direct}
        inline = [one for one in quotations if one.start not in apart]
        inline_starts = [one.start for one in inline]
        speaking: Attributed | None = None
        for sentence in self._sentences(paragraph.start, paragraph.end, direct):
            setting = Setting(sentence, self.dateline)
            attributed = [attribute(setting, said, self.antecedents) for said in find_said(sentence)]
            speaking = self._note_speakers(sentence, attributed, speaking)
            first = bisect_left(inline_starts, sentence.tokens[0].start - 2)
            last = bisect_right(inline_starts, sentence.tokens[-1].end)
            yield from self._sentence(setting, attributed, inline[first:last])
            self.antecedents.note_names(sentence)

    def _sentences(self, start: int, end: int, direct: Iterable[Quotation] = ()) -> Iterator[Sentence]:
        for sentence in islice(sentences(self.text, start, end, direct), self.left):
            self.left -= 1
            yield sentence

    def _sentence(
        self, setting: Setting, attributed: list[Attributed], inline: list[Quotation]
    ) -> Iterator[Suggestion]:
        figures = read_figures(setting, attributed, inline=inline)
        yield from figures
        told = {figure.attribution.verb for figure in figures}
        for one in attributed:
            if one.attribution.verb not in told:
                yield from indirect_statements(setting, one, inline)
        for silence in find_silences(setting.sentence):
            yield attribute_silence(setting, silence, self.antecedents)

    def _note_speakers(
        self, sentence: Sentence, attributed: list[Attributed], speaking: Attributed | None
    ) -> Attributed | None:
        """Gives each direct quotation the speaker beside it, or the one who spoke right before; returns the last."""
        beside = [one for one in attributed if one.said.has_quotation]
        quotations = [at for at, token in enumerate(sentence.tokens) if token.word == QUOTE]
        if not beside and speaking and quotations and not any(token.is_word for token in sentence.tokens):
            for at in quotations:
                self._note(sentence.tokens[at].start, speaking, goes_on=True)
            return speaking
        for at in quotations if beside else ():
            near = min(beside, key=lambda one: abs(one.said.verb[0] - at))
            self._note(sentence.tokens[at].start, near, goes_on=False)
        return beside[-1] if beside else None

    def _note(self, start: int, attributed: Attributed, *, goes_on: bool) -> None:
        attribution, tier = attributed.attribution, attributed.tier
        if goes_on:
            attribution = replace(attribution, rule="the same speaker goes on")
            tier = Tier.LIKELY if tier == Tier.SURE else tier
        self.speakers.setdefault(start, (attribution, tier))


def _beginning(text: str) -> str:
    """The text, or as much of it as is read: never half a sentence, for half a number would be another."""
    if len(text) <= MOST_CHARACTERS:
        return text
    ends = (text.rfind(mark, 0, MOST_CHARACTERS) for mark in ("\n", ". ", "! ", "? "))
    return text[: max(ends) + 1]


def _is_passed_over(paragraph: Paragraph) -> bool:
    """A heading, that is a short paragraph without an end mark, or a note of correction."""
    end = paragraph.text[-20:].rstrip("”’\"'»)] \n\t")
    is_short = len(paragraph.text[:1000].split()) <= _MOST_WORDS_OF_A_HEADING
    return _CORRECTION.match(paragraph.text) is not None or (is_short and end[-1:] not in _ENDS)

"""Figures told for a fact, or denied as one, with who says them: the suggestions that have a quantity."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from events.answers import Polarity
from events.suggesting.attributing import Attributed
from events.suggesting.attributions import unread_verb
from events.suggesting.counted_groups import Group, find_groups
from events.suggesting.cue_verbs import CUES
from events.suggesting.fates import FATE_WORDS
from events.suggesting.guards import reasons_against
from events.suggesting.parts import with_parts
from events.suggesting.quotations import Quotation
from events.suggesting.settings import Setting
from events.suggesting.suggestions import (
    Attribution,
    Certainty,
    Figure,
    Rendering,
    Suggestion,
    Tier,
    VerbClass,
)
from events.suggesting.telling import Told, find_told
from events.suggesting.tokens import Sentence
from events.suggesting.wordings import read_certainty
from sources.text import Span

_TIERS = list(Tier)


class _Voice(NamedTuple):
    """Whose words a figure stands in."""

    attribution: Attribution
    tier: Tier
    is_quotation: bool = False


_OWN_VOICE = _Voice(Attribution(rule="own voice", rendering=Rendering.NARRATIVE), Tier.SURE)


def read_figures(
    setting: Setting,
    attributed: list[Attributed],
    *,
    inline: Sequence[Quotation] = (),
    quoted: Attribution | None = None,
) -> list[Suggestion]:
    """The figures of one sentence in order.

    `inline` are the quotations in it that are no whole sentences; what stands in one of them as a whole, and is
    nobody's words, is left out. `quoted` is the attribution of the quotation in which the sentence itself stands.
    """
    sentence = setting.sentence
    if FATE_WORDS.isdisjoint(sentence.vocabulary):
        return []
    groups = find_groups(sentence)
    found: list[Suggestion] = []
    left_out: set[Group] = set()
    for told in with_parts(sentence, groups, find_told(sentence, groups)) if groups else ():
        voice = _voice(sentence, told, attributed, quoted)
        polarity = _polarity(sentence, told, voice)
        if polarity is None or told.whole in left_out or _is_nobodys(sentence, told, voice, inline):
            left_out.add(told.group)
        else:
            found.append(_suggestion(setting, told, voice, polarity))
    return found


def _voice(sentence: Sentence, told: Told, attributed: list[Attributed], quoted: Attribution | None) -> _Voice:
    """The attribution in whose words it stands, of several the one whose verb is nearest; else the article's own."""
    if quoted:
        return _Voice(quoted, Tier.UNSURE, is_quotation=True)
    holders = [one for one in attributed if one.said.holds(told.first, told.last)]
    if holders:
        nearest = min(holders, key=lambda one: abs(one.said.verb[0] - told.first))
        return _Voice(nearest.attribution, nearest.tier)
    unread = unread_verb(sentence, [one.said for one in attributed])
    return _OWN_VOICE if unread is None else _unread(sentence, unread)


def _unread(sentence: Sentence, verb: int) -> _Voice:
    """Somebody says it, and it could not be made out who: never the article itself."""
    attribution = Attribution(
        rule="speaker not made out",
        rendering=Rendering.INDIRECT,
        verb=sentence.span(verb, verb + 1),
        verb_class=CUES.get(sentence.word(verb), VerbClass.NEUTRAL),
    )
    return _Voice(attribution, Tier.UNSURE)


def _is_nobodys(sentence: Sentence, told: Told, voice: _Voice, inline: Sequence[Quotation]) -> bool:
    """Whether it stands in quotation marks and nobody is named whose words they are, or its verb alone does.

    A quotation within a quotation is another's, and he is not named.
    """
    passage, verb = sentence.span(told.first, told.last), sentence.span(told.verb, told.verb_last)
    figure = sentence.tokens[told.figure_first].start
    within = [one for one in inline if one.start <= passage.start and passage.end <= one.end]
    around_verb = [one for one in inline if one.start <= verb.start and verb.end <= one.end]
    is_doubted = any(not one.start <= figure <= one.end for one in around_verb)
    is_unnamed = voice.is_quotation or voice.attribution.speaker is None
    return is_doubted or (bool(within) and is_unnamed)


def _polarity(sentence: Sentence, told: Told, voice: _Voice) -> Polarity | None:
    """Affirmed, denied by its speaker, or None where the words tell no fact."""
    reasons = reasons_against(sentence, told, in_quotation=voice.is_quotation)
    if not reasons:
        return Polarity.AFFIRMS
    is_denied = voice.attribution.verb_class == VerbClass.DENYING and voice.attribution.speaker is not None
    return Polarity.DENIES if is_denied and reasons == {"denial"} else None


def _suggestion(setting: Setting, told: Told, voice: _Voice, polarity: Polarity) -> Suggestion:
    sentence = setting.sentence
    passage = sentence.span(told.first, told.last)
    certainty = read_certainty(sentence, told)
    said_on = [voice.attribution.said_on] if voice.attribution.said_on else []
    wording = Tier.SURE if certainty == Certainty.STATED else Tier.UNSURE
    return Suggestion(
        passage=passage,
        rule=told.rule,
        tier=max(told.tier, voice.tier, wording, key=_TIERS.index),
        measure=told.measure,
        attribution=_rendered(voice, passage),
        polarity=polarity,
        certainty=certainty,
        figure=_figure(sentence, told),
        occurred=setting.date_near(passage, but=said_on),
        place=setting.place_near(passage),
    )


def _rendered(voice: _Voice, passage: Span) -> Attribution:
    """Partly quoted where quotation marks stand in the passage itself."""
    if voice.is_quotation or voice.attribution.rendering == Rendering.NARRATIVE:
        return voice.attribution
    has_marks = any(mark in passage.exact for mark in '“”„«»"‘')
    return replace(voice.attribution, rendering=Rendering.PARTIAL if has_marks else Rendering.INDIRECT)


def _figure(sentence: Sentence, told: Told) -> Figure:
    group = told.group
    words = sentence.span(told.figure_first, group.figure_last - (sentence.word(group.figure_last - 1) == "of"))
    return Figure(
        words=words,
        quantity=replace(group.quantity, text=words.exact),
        population=group.population,
        population_words=sentence.span(group.noun, group.noun + 1) if group.noun >= 0 else None,
        party_words=sentence.span(group.party, group.party + 1) if group.party >= 0 else None,
        whole=sentence.span(told.whole.first, told.whole.figure_last) if told.whole else None,
    )

"""From the words of an attribution to the attribution: who, by which verb, through what, when, passed on by whom."""

from typing import NamedTuple

from events.suggesting.adjuncts import read_medium
from events.suggesting.antecedents import Antecedents
from events.suggesting.attributions import Said
from events.suggesting.cue_verbs import REMARKING, SAYING
from events.suggesting.settings import Setting
from events.suggesting.silences import Silence
from events.suggesting.speakers import read_speaker
from events.suggesting.suggestions import Attribution, Rendering, Suggestion, Tier, VerbClass


class Attributed(NamedTuple):
    """An attribution with its places in the sentence, and how sure it is."""

    said: Said
    attribution: Attribution
    tier: Tier


def attribute(setting: Setting, said: Said, antecedents: Antecedents) -> Attributed:
    sentence = setting.sentence
    speaker = antecedents.resolved(read_speaker(sentence, said.phrase))
    attribution = Attribution(
        rule=said.rule,
        rendering=Rendering.DIRECT if said.has_quotation else Rendering.INDIRECT,
        speaker=speaker,
        verb=sentence.span(*said.verb),
        verb_class=said.verb_class,
        relays=(sentence.span(said.relay.first, said.relay.last),) if said.relay else (),
        medium=read_medium(sentence, said.around, (said.phrase.first, said.phrase.last), said.verb),
        said_on=setting.date_within(*said.around),
    )
    return Attributed(said, attribution, _tier(setting, said, is_pronoun=speaker.refers_to is not None))


def _tier(setting: Setting, said: Said, *, is_pronoun: bool) -> Tier:
    """Sure with a noun or name and a verb that only says; a pronoun may mean another."""
    verb = setting.sentence.word(said.verb[0])
    is_plain = verb in SAYING or verb in REMARKING or said.rule == "according to X"
    if is_pronoun or len(said.contents) > 1 or setting.sentence.words(*said.phrase[:2]) in (("it",), ("they",)):
        return Tier.LIKELY
    return Tier.SURE if is_plain or said.contents else Tier.LIKELY


def attribute_silence(setting: Setting, silence: Silence, antecedents: Antecedents) -> Suggestion:
    """Who gave no answer, and the words that say so."""
    sentence = setting.sentence
    attribution = Attribution(
        rule="no answer",
        rendering=Rendering.INDIRECT,
        speaker=antecedents.resolved(read_speaker(sentence, silence.phrase)),
        verb=sentence.span(*silence.verb),
        verb_class=VerbClass.NEUTRAL,
        said_on=setting.date_within(silence.first, silence.last),
    )
    passage = sentence.span(silence.first, silence.last)
    return Suggestion(passage, "silence", Tier.LIKELY, silence.measure, attribution, silence.polarity)

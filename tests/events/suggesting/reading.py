"""How tests of suggesting ask: figures as (measure, low, high), speakers as printed."""

import datetime as dt
import json
from pathlib import Path

from events.quantities import QuantityKind as K
from events.suggesting.engine import suggest
from events.suggesting.suggestions import Dateline

JENIN = Dateline("Jenin", dt.date(2023, 6, 19))  # a Monday
_READ_SOFTLY = (K.APPROX, K.NEARLY, K.VAGUE, K.ODD, K.UNKNOWN)


def lines(name):
    """The rows of a file of JSON lines beside the tests."""
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text().splitlines()]


def reading(quantity):
    """What an editor is shown: the entailed interval, the soft one where the words are about a number."""
    if quantity.kind in _READ_SOFTLY:
        return quantity.soft_low, quantity.soft_high
    return quantity.low, quantity.high


def suggested(text, dateline=None):
    return suggest(text, dateline)


def told(text, dateline=JENIN):
    return [one for one in suggest(text, dateline) if one.tells_a_figure]


def figures(text):
    return [(one.measure.value, *reading(one.figure.quantity)) for one in told(text)]


def words(span):
    return span.exact if span else None


def only(text, dateline=JENIN):
    """The one suggestion that the text makes."""
    found = suggest(text, dateline)
    assert len(found) == 1, found
    return found[0]


def every_span(suggestion):
    """All spans of a suggestion, wherever they are."""
    speaker, figure = suggestion.attribution.speaker, suggestion.figure
    attribution = suggestion.attribution
    spans = [suggestion.passage, suggestion.statement, attribution.verb, *attribution.relays]
    spans += [dated.words for dated in (suggestion.occurred, attribution.said_on) if dated]
    spans += [suggestion.place.words] if suggestion.place else []
    spans += [speaker.words, speaker.name, speaker.title, speaker.speaks_for, speaker.refers_to] if speaker else []
    spans += [figure.words, figure.population_words, figure.party_words, figure.whole] if figure else []
    return [span for span in spans if span]

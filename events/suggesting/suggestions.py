"""What is suggested: exact words of one text, how they are to be read, and how sure that reading is.

The closed lists have the values that the ledger stores, so that a suggestion taken becomes a claim as it is.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from events.answers import Polarity
from events.dates import PartialDate
from events.quantities import Quantity
from sources.text import Span

ENGINE = "suggesting-2"
"""The version of the rules. Another reading of the same words needs another version."""


class Tier(StrEnum):
    """How much of the reading the words say outright."""

    SURE = "sure"
    """Who or what, and the verb, stand there in full."""
    LIKELY = "likely"
    """Something is left out, as news does ("45 wounded", "he said"), and has one usual reading."""
    UNSURE = "unsure"
    """The words allow another reading, or nothing says whose they are."""


class Measure(StrEnum):
    """What is told: a predicate of the ledger."""

    KILLED = "killed"
    INJURED = "injured"
    SERIOUSLY_INJURED = "seriously_injured"
    CASUALTIES = "casualties"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    MISSING = "missing"
    DISPLACED = "displaced"
    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    DISABLED = "disabled"
    DEPLOYED = "deployed"
    STATEMENT = "statement"


class Rendering(StrEnum):
    """How the article gives the words."""

    DIRECT = "direct_quote"
    PARTIAL = "partial_quote"
    INDIRECT = "paraphrase"
    NARRATIVE = "narrative"


class VerbClass(StrEnum):
    """What the verb lets the writer say of the speaker's words."""

    NEUTRAL = "neutral"
    DISTANCING = "distancing"
    ENDORSING = "endorsing"
    DENYING = "denying"
    ESTIMATING = "estimating"
    RELAYING = "relaying"
    NONE = "none"


class Certainty(StrEnum):
    """How sure the wording is; it never changes the figure."""

    STATED = "stated"
    REPORTED = "reported"
    BELIEVED = "believed"
    FEARED = "feared"
    POSSIBLE = "possible"


class Medium(StrEnum):
    """Through what the speaker said it, where the words tell."""

    INTERVIEW = "interview"
    PRESS_CONFERENCE = "press_conference"
    BRIEFING = "briefing"
    STATEMENT = "statement"
    SOCIAL_POST = "social_post"
    BROADCAST = "broadcast"
    DOCUMENT = "document"
    COURT_FILING = "court_filing"
    PHONE = "phone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and on which day the report was written; empty or None where it does not say."""

    place: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words of a date, and the date they name in a report of that day; None where they mean several or none."""

    words: Span
    when: PartialDate | None


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """Words of a place, and its name as printed; "here" has the name of the dateline's place."""

    words: Span
    name: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever is printed as the speaker, in the words printed.

    `speaks_for` are the words of the body in whose name it was said, where they stand in the phrase
    ("the army" of "a spokesman for the army"). `refers_to` are the words that a pronoun most likely stands for:
    those of the speaker named last.
    """

    words: Span
    name: Span | None = None
    title: Span | None = None
    speaks_for: Span | None = None
    refers_to: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words these are and how the article gives them.

    Without a speaker the article speaks in its own voice, or quotes somebody whom it does not name there: the
    rendering tells which. `relays` are the words of those who passed it on, the nearest to the speaker first.
    """

    rule: str
    rendering: Rendering
    speaker: Speaker | None = None
    verb: Span | None = None
    verb_class: VerbClass = VerbClass.NONE
    relays: tuple[Span, ...] = ()
    medium: Medium = Medium.UNKNOWN
    said_on: DatedWords | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, of whom, whose. `population` is a code of the ledger, "" where the words do not tell.

    `whole` are the words of the count that this one is a part of ("including two children").
    """

    words: Span
    quantity: Quantity
    population: str = ""
    population_words: Span | None = None
    party_words: Span | None = None
    whole: Span | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One claim that the words of a report may hold, for an editor to judge; never saved unseen.

    `rule` names what was recognised. A statement has no figure; what was said stands in `statement`. `occurred`
    and `place` are of what is told, `attribution.said_on` of the telling.
    """

    passage: Span
    rule: str
    tier: Tier
    measure: Measure
    attribution: Attribution
    polarity: Polarity = Polarity.AFFIRMS
    certainty: Certainty = Certainty.STATED
    figure: Figure | None = None
    statement: Span | None = None
    occurred: DatedWords | None = None
    place: PlacedWords | None = None
    engine: str = ENGINE

    @property
    def tells_a_figure(self) -> bool:
        """Whether it gives a figure for a fact; a figure that is denied is not one."""
        return self.figure is not None and self.polarity == Polarity.AFFIRMS

"""The claims that a row's answers are: made in memory, each with its question and where it is cited."""

from collections.abc import Mapping
from dataclasses import dataclass

from events.importing.holding import Holdings
from events.importing.records import AnswerRecord
from events.models import Citation, Claim, Incident
from events.models.claims import Medium, Rendering, VerbClass
from events.quantities import Quantity, QuantityKind
from events.series_inputs import RawEstimate
from sources.models import Source
from sources.text import clip

LONGEST_LOCATOR = 300


@dataclass(slots=True)
class Made:
    """One claim of a row with the columns it comes from; nothing of it is stored yet."""

    columns: str
    claim: Claim
    citation: Citation


@dataclass(frozen=True, slots=True)
class Claiming:
    """Makes the claims of one row. `held` are the claims that the row has made before, by their columns."""

    external_id: str
    incident: Incident | None
    holdings: Holdings
    held: Mapping[str, Claim]

    def make(self, answer: AnswerRecord) -> Made:
        """The claim that this answer is, superseding the one that its columns made before."""
        party = self.holdings.actors.called(answer.party, Source.Kind.ORGANISATION) if answer.party else None
        claim = Claim(
            question=self.holdings.question(
                incident=self.incident,
                predicate=answer.predicate,
                population=answer.population,
                party=party,
            ),
            said_by=self._speaker(answer),
            medium=Medium.DOCUMENT,
            said_edtf=answer.on.isoformat() if answer.on else "",
            value_type=self.holdings.predicates[answer.predicate].value_type,
            through_on=answer.on,
            supersedes=self.held.get(answer.columns),
        )
        _state(claim, answer.value)
        return Made(answer.columns, claim, self._citation(claim, answer))

    def _speaker(self, answer: AnswerRecord) -> Source:
        if not answer.said_by:
            return self.holdings.data_set
        return self.holdings.actors.called(answer.said_by, Source.Kind.OFFICE)

    def _citation(self, claim: Claim, answer: AnswerRecord) -> Citation:
        named = f"columns {answer.columns}" if "," in answer.columns else f"column {answer.columns}"
        is_words = isinstance(answer.value, str)
        return Citation(
            claim=claim,
            article=self.holdings.article,
            locator=clip(f"row {self.external_id}, {named}", LONGEST_LOCATOR),
            rendering=Rendering.NARRATIVE if is_words else Rendering.FIGURE,
            verb_class=VerbClass.NONE,
        )


def _state(claim: Claim, value: Quantity | RawEstimate | str) -> None:
    if isinstance(value, str):
        claim.value_text = value
    elif isinstance(value, Quantity):
        claim.quantity = value
    else:
        claim.quantity_kind = QuantityKind.ESTIMATE
        claim.quantity_n, claim.quantity_best, claim.quantity_n2 = value.low, value.best, value.high

"""One question on the incident's screen: its public document, side by side, and what is recorded but not public.

Reads the bodies that were issued and the working rows that it is handed; asks the database nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.text import capfirst

from events.models import Claim, Finding, IncidentParty, Question
from events.models.claims import Certainty, Polarity
from events.plots import Ends, Plot, PlotRow, by_figure, by_time, range_plot
from events.public_words import UNNAMED, Json, date_words, range_of, reading_words, reported_words, value_reading
from events.relations import Relation
from events.side_by_side import Said, answer_words
from newsroom.ledger.models import moment_text

SIDES = IncidentParty.SIDES

SIGNS: dict[Relation, tuple[str, str]] = {
    Relation.CONTRADICTS: ("≠", "Contradiction"),
    Relation.FALLS: ("↓", "A count fell"),
    Relation.IN_TENSION: ("≈", "Tension"),
    Relation.UPDATES: ("↑", "Update"),
    Relation.REFINES: ("⊂", "More precise"),
    Relation.REFINED_BY: ("⊂", "More precise"),
    Relation.AGREES: ("=", "Agreement"),
    Relation.HOLDS: ("⊂", "Fits into the whole"),
}


class Column(NamedTuple):
    """A side of the incident; `role` is "" for everybody else."""

    role: str
    heading: str
    parties: str


@dataclass(frozen=True)
class SaidLine:
    """One claim in a cell: who, in which words, when; with the page on which it is edited, "" for none."""

    claim: Json
    path: str

    @property
    def speaker(self) -> str:
        return (self.claim.get("originator") or {}).get("label") or UNNAMED

    @property
    def words(self) -> str:
        return str(self.claim.get("words") or "")

    @property
    def time(self) -> str:
        return self.claim.get("said") or self.claim.get("reported") or ""

    @property
    def when(self) -> str:
        """“on 19 June 2023”; of what was only reported, when that was."""
        if self.claim.get("said"):
            return date_words(self.time)
        return f"reported {date_words(self.time)}" if self.time else ""

    @property
    def certainty(self) -> str:
        level = Certainty(self.claim["certainty"])
        return "" if level == Certainty.STATED else str(level.label)

    @property
    def side(self) -> str:
        """The part it has in the incident, where that is neither side."""
        role = self.claim.get("side")
        return str(IncidentParty.Role(role).label) if role and role not in SIDES else ""


class AnswerCell(NamedTuple):
    """One distinct answer, with those of one side who give it."""

    words: str
    lines: list[SaidLine]


@dataclass(frozen=True)
class RelationLine:
    relation: Relation
    reason: str
    explainable: bool

    @property
    def sign(self) -> str:
        return SIGNS.get(self.relation, ("·", ""))[0]

    @property
    def word(self) -> str:
        word = SIGNS.get(self.relation, ("", "Compatible"))[1]
        return f"{word}, which time may explain" if self.explainable else word


@dataclass(frozen=True)
class Concluded:
    """A public finding in words."""

    body: Json

    @property
    def value(self) -> str:
        return value_reading(self.body.get("value"))

    @property
    def outcome(self) -> str:
        return str(Finding.Outcome(self.body["outcome"]).label)

    @property
    def method(self) -> str:
        return str(Finding.Method(self.body["method"]).label)

    @property
    def signed_on(self) -> str:
        return date_words(str(self.body["signed_at"])[:10])


@dataclass(frozen=True)
class QuestionPanel:
    """What is public of one question (`body`, {} for nothing) and what the desk has beside it."""

    question: Question
    body: Json
    claims: list[Claim]
    findings: list[Finding]
    paths: Mapping[str, str]
    columns: list[Column]

    @cached_property
    def cells(self) -> list[list[AnswerCell]]:
        """One for each column: the distinct answers, lowest first."""
        return [list(self._cell(column.role)) for column in self.columns]

    def _cell(self, role: str) -> Iterator[AnswerCell]:
        for answer in self._answers:
            lines = [line for line in self._lines(answer) if _column_of(line) == role]
            if lines:
                yield AnswerCell(reading_words(answer), lines)

    @cached_property
    def drafts(self) -> list[Said]:
        """The claims of the desk that the public document does not hold."""
        public = {claim["id"] for answer in self._answers for claim in answer["claims"]}
        return [Said(claim) for claim in self.claims if claim.public_id not in public]

    @property
    def drafted(self) -> list[tuple[Said, str]]:
        return [(said, answer_words(said.claim)) for said in self.drafts]

    @property
    def is_public(self) -> bool:
        return bool(self._answers)

    @property
    def reported(self) -> str:
        return reported_words(self.body.get("reported"))

    @property
    def reported_reason(self) -> str:
        return str((self.body.get("reported") or {}).get("reason") or "")

    @property
    def independence(self) -> str:
        return str((self.body.get("independence") or {}).get("reason") or "") if self.is_public else ""

    @cached_property
    def conflicts(self) -> list[RelationLine]:
        return [line for line in self._relations if line.relation.is_conflict]

    @cached_property
    def other_relations(self) -> list[RelationLine]:
        return [line for line in self._relations if not line.relation.is_conflict]

    @property
    def coverage(self) -> list[str]:
        return list(self.body.get("coverage") or [])

    @cached_property
    def finding(self) -> Concluded | None:
        found = self.body.get("finding")
        return Concluded(found) if found else None

    @cached_property
    def waiting_findings(self) -> list[Finding]:
        """Signed at the desk, and not in the public document yet."""
        bodies = [self.body.get("finding"), *(self.body.get("earlier_findings") or [])]
        public = {body["signed_at"] for body in bodies if body}
        return [finding for finding in self.findings if moment_text(finding.signed_at) not in public]

    @cached_property
    def plots(self) -> list[tuple[str, str, Plot | None]]:
        """The two views of the figures, each with a key and its name; none where nobody affirms a figure."""
        rows = self.plot_rows
        if not rows:
            return []
        bands = range_of(self.body.get("reported")), self._concluded_range()
        return [
            ("figure", "By source, lowest first", range_plot(by_figure(rows), *bands)),
            ("time", "By time, earliest first", range_plot(by_time(rows), *bands, is_dated=True)),
        ]

    @cached_property
    def plot_rows(self) -> list[PlotRow]:
        """One for each public claim that affirms a figure. A denial is no figure."""
        figures = [answer for answer in self._answers if _is_figure(answer)]
        rows = (_plot_row(answer, line) for answer in figures for line in self._lines(answer))
        return by_figure(rows)

    @property
    def _answers(self) -> list[Json]:
        return self.body.get("answers") or []

    @cached_property
    def _relations(self) -> list[RelationLine]:
        return relation_lines(self.body)

    def _lines(self, answer: Json) -> list[SaidLine]:
        return [SaidLine(claim, self.paths.get(claim["id"], "")) for claim in answer["claims"]]

    def _concluded_range(self) -> Ends | None:
        found = self.body.get("finding") or {}
        value = found.get("value") or {}
        confirms = found.get("outcome") == Finding.Outcome.CONFIRMS
        return (value["low"], value["high"]) if confirms and value.get("type") == "quantity" else None


def columns_of(parties: Iterable[IncidentParty]) -> list[Column]:
    """Side A, side B, and everybody else."""
    names: dict[str, list[str]] = {}
    for party in parties:
        names.setdefault(party.role, []).append(str(party.party))
    sides = [Column(role, capfirst(IncidentParty.Role(role).label), ", ".join(names.get(role, []))) for role in SIDES]
    return [*sides, Column("", "Others", "")]


def relation_lines(body: Json) -> list[RelationLine]:
    """Everything that relates among the answers, in the order of the document: the gravest first."""
    found = body.get("relations") or []
    return [RelationLine(Relation(one["relation"]), one["reason"], one["explainable_by_time"]) for one in found]


def _column_of(line: SaidLine) -> str:
    role = str(line.claim.get("side") or "")
    return role if role in SIDES else ""


def _is_figure(answer: Json) -> bool:
    """Whether it can be drawn. A data set's row whose numbers are out of order is no range."""
    value = answer.get("value") or {}
    is_ordered = value.get("low") is not None and (value.get("high") is None or value["low"] <= value["high"])
    return answer["polarity"] == Polarity.AFFIRMS and value.get("type") == "quantity" and is_ordered


def _plot_row(answer: Json, line: SaidLine) -> PlotRow:
    value, soft = answer["value"], answer["value"]["soft"]
    return PlotRow(
        line.speaker,
        answer["reading"],
        value["low"],
        value["high"],
        soft["low"],
        soft["high"],
        value["best"] if value["best"] is not None else value["n"],
        line.path,
        line.time,
    )

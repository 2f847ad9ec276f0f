"""What becomes of each row of a batch: decided in memory; nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from events.importing.claiming import Claiming, Made
from events.importing.falling import lower_than_before
from events.importing.holding import Holdings
from events.importing.mapped_rows import record_of
from events.importing.records import AnswerRecord, RowRecord, Warned
from events.importing.rows import RawRow
from events.importing.updating import Update, new_incident, parties_of, said_by_row, update, update_parties
from events.models import Incident, UpstreamRow
from sources.importing.outcomes import Outcome, OutcomeName
from sources.importing.pieces import Piece
from sources.importing.records import RecordProblem
from sources.models import Article
from sources.text import clip


@dataclass(slots=True)
class Plan:
    """What one row leads to. Without a row nothing is stored but the report of a refusal.

    `changed` are the columns whose cells are not what they were.
    """

    outcome: Outcome
    record: RowRecord | None = None
    row: UpstreamRow | None = None
    incident: Incident | None = None
    update: Update = field(default_factory=lambda: Update({}))
    claims: list[Made] = field(default_factory=list)
    reports: list[Article] = field(default_factory=list)
    changed: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def taken(self) -> tuple[UpstreamRow, RowRecord]:
        """The row and its record; only of a row that is taken."""
        if self.row is None or self.record is None:
            message = f"{self.outcome.name} was refused"
            raise ValueError(message)
        return self.row, self.record

    @property
    def is_new(self) -> bool:
        return self.outcome.outcome == "created"


def plan_rows(pieces: Sequence[Piece], holdings: Holdings, beside: Mapping[str, Any]) -> list[Plan]:
    """One plan a row. Reads nothing but what is held already."""
    return [_Planning(piece, holdings, beside).plan() for piece in pieces]


@dataclass(slots=True)
class _Planning:
    piece: Piece
    holdings: Holdings
    beside: Mapping[str, Any]
    notes: list[str] = field(default_factory=list)

    def plan(self) -> Plan:
        record = self.piece.made
        try:
            if isinstance(record, RecordProblem):
                raise record
            if record.external_id in self.holdings.unchanged:
                return Plan(self._unchanged(record), warnings=record.warnings)
            row = self.holdings.rows.get(record.external_id)
            return self._create(record) if row is None else self._change(record, row)
        except RecordProblem as problem:
            return Plan(Outcome.refused(self.piece.name, self.piece.raw_sha256, problem))

    def _create(self, record: RowRecord) -> Plan:
        row = UpstreamRow(external_id=record.external_id)
        incident, made = None, Update({})
        if record.incident:
            incident = new_incident(record.incident, self.holdings.places)
            made.written = said_by_row(record.incident)
            made.added = parties_of(incident, record.incident, self.holdings.actors)
        claiming = Claiming(record.external_id, incident, self.holdings, {})
        claims = [claiming.make(answer) for answer in record.answers]
        reports = self._reports(record)
        outcome = self._outcome("created", record)
        return Plan(outcome, record, row, incident, made, claims, reports, warnings=record.warnings)

    def _change(self, record: RowRecord, row: UpstreamRow) -> Plan:
        before = self._mapped(row.content)
        warnings = (*record.warnings, *lower_than_before(record.cumulative, before.cumulative if before else {}))
        made = self._updated(record, row)
        claims = self._claims(record, row, before)
        reports = self._reports(record)
        changed = changed_columns(row.content, record.content)
        outcome = self._outcome("new_version", record, _said(row, changed), warnings)
        return Plan(outcome, record, row, row.incident, made, claims, reports, changed, warnings)

    def _mapped(self, content: Mapping[str, Any]) -> RowRecord | None:
        """The row as it was received before; null where that can no longer be read by this mapping."""
        try:
            return record_of(RawRow(self.piece.name, content), self.holdings.mapping, self.beside)
        except RecordProblem:
            return None

    def _updated(self, record: RowRecord, row: UpstreamRow) -> Update:
        if not (row.incident and record.incident):
            return Update(row.written)
        made = update(row.incident, row.written, record.incident, self.holdings.places)
        update_parties(made, row.incident, record.incident, self.holdings.actors)
        self.notes += made.notes
        return made

    def _claims(self, record: RowRecord, row: UpstreamRow, before: RowRecord | None) -> list[Made]:
        """A new claim for every answer that is not what it was. One that is no longer given stands as it was said."""
        held = {link.columns: link.claim for link in row.claims.all()}
        said = {answer.columns: answer for answer in before.answers} if before else {}
        claiming = Claiming(record.external_id, row.incident, self.holdings, held)
        for columns in sorted(held.keys() - {answer.columns for answer in record.answers}):
            self.notes.append(f"{columns}: blank now; the claim stands as the release before said it")
        return [claiming.make(answer) for answer in record.answers if not _is_held(answer, held, said)]

    def _reports(self, record: RowRecord) -> list[Article]:
        found: dict[int, Article] = {}
        for report in record.reports:
            try:
                article = self.holdings.reports.article(report)
            except RecordProblem as problem:
                self.notes.append(f"source not linked: {problem}")
            else:
                found[id(article)] = article
        return list(found.values())

    def _unchanged(self, record: RowRecord) -> Outcome:
        """What the file as a whole is warned of is said again; notes on the row itself were said when it came."""
        return Outcome(self.piece.name, "unchanged", self.piece.raw_sha256, message=_listed(record.warnings))

    def _outcome(
        self, outcome: OutcomeName, record: RowRecord, message: str = "", warnings: Sequence[Warned] | None = None
    ) -> Outcome:
        warned = _listed(record.warnings if warnings is None else warnings)
        said = "; ".join(filter(None, [clip(message, 1000), warned]))
        note = "; ".join([*record.notes, *self.notes])
        return Outcome(self.piece.name, outcome, self.piece.raw_sha256, message=said, note=note)


def _listed(warnings: Sequence[Warned]) -> str:
    return "; ".join(warning.message for warning in warnings)


def _said(row: UpstreamRow, changed: Sequence[str]) -> str:
    back = f"back; it was gone since {row.gone_since:%Y-%m-%d}" if row.gone_since else ""
    return "; ".join(filter(None, [back, f"changed: {', '.join(changed)}" if changed else ""]))


def _is_held(answer: AnswerRecord, held: Mapping[str, Any], said: Mapping[str, AnswerRecord]) -> bool:
    return answer.columns in held and said.get(answer.columns) == answer


def changed_columns(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns whose cells differ between two receptions of a row; one that is missing differs from any."""
    missing = object()
    names = sorted(before.keys() | now.keys())
    return tuple(name for name in names if before.get(name, missing) != now.get(name, missing))

"""One row as received → one record, by the data set's mapping. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from events.dates import PartialDate, render_date
from events.importing.answering import answers_of
from events.importing.cells import Cells, whole_number
from events.importing.citing import Cited, cited_by
from events.importing.mappings import DataSetMapping, Happening, Taking
from events.importing.occurring import occurred
from events.importing.placing import placed
from events.importing.records import IncidentRecord, PartyRecord, RowRecord
from events.importing.rows import RawRow
from sources.importing.records import RecordProblem
from sources.text import clip

LONGEST_ID = 200
LONGEST_LABEL = 200
LONGEST_NAME = 200


def record_of(row: RawRow, mapping: DataSetMapping, beside: Mapping[str, Any]) -> RowRecord:
    """The record of a row. Raises `RecordProblem` for one that cannot be taken: without id, or without its day."""
    if row.problem:
        raise row.problem
    cells = Cells(row.cells, frozenset(mapping.blank))
    external_id = id_of(row, mapping)
    cited = cited_by(cells, mapping.reports, beside)
    incident = _incident(cells, mapping.incident, external_id, cited) if mapping.incident else None
    answers = tuple(answers_of(cells, mapping))
    return RowRecord(
        external_id=external_id,
        place=row.place,
        line=row.line,
        content=row.cells,
        sha256=content_hash(row.cells),
        incident=incident,
        answers=answers,
        reports=cited.reports,
        notes=tuple(cells.notes),
        warnings=tuple(cells.warnings),
        cumulative=counts_of(cells, mapping.cumulative),
    )


def id_of(row: RawRow, mapping: DataSetMapping) -> str:
    """The data set's own id of the row. Raises `RecordProblem` where it has none."""
    parts = [Cells(row.cells).text(column) for column in mapping.id]
    if not all(parts):
        message = f"no id in {' and '.join(mapping.id)}"
        raise RecordProblem("missing", message, hint="Without its id a row cannot be found again.", line=row.line)
    external_id = " ".join(parts)
    if len(external_id) > LONGEST_ID:
        message = f"the id has {len(external_id)} characters, where at most {LONGEST_ID} fit: “{clip(external_id)}”"
        raise RecordProblem("too_long", message, hint="Name other columns as id in the mapping.", line=row.line)
    return external_id


def counts_of(cells: Cells, columns: Iterable[str]) -> dict[str, int]:
    """The plain counts that these columns hold; what is no such count is left out."""
    counts = {column: whole_number(words) for column, words in cells.filled(columns)}
    return {column: count for column, count in counts.items() if count is not None}


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of a row as received, whatever the order of its columns."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _incident(cells: Cells, happening: Happening, external_id: str, cited: Cited) -> IncidentRecord:
    words, edtf = occurred(cells, happening.date)
    place, precision = placed(cells, happening.place)
    return IncidentRecord(
        label=_label(cells, happening, edtf) or external_id,
        type=cells.known(happening.type, "the type was left empty"),
        occurred_words=words,
        occurred_edtf=edtf,
        place=place,
        place_precision=precision if place else None,
        parties=_parties(cells, happening.parties),
        note=_note(cells, happening, cited),
    )


def _label(cells: Cells, happening: Happening, edtf: str) -> str:
    """The columns that name it and the day; cut where it is too long, with the day still behind it."""
    when = render_date(PartialDate(edtf)) if edtf else ""
    named = ", ".join(dict.fromkeys(_one_line(words) for _column, words in cells.filled(happening.label)))
    most = LONGEST_LABEL - len(when) - 2
    return ", ".join(filter(None, [clip(named, most), when]))


def _one_line(words: str) -> str:
    return " ".join(words.split()).rstrip(".")


def _parties(cells: Cells, takings: Iterable[Taking]) -> tuple[PartyRecord, ...]:
    parties: dict[str, PartyRecord] = {}
    for taking in takings:
        name = clip(cells.of(taking.name), LONGEST_NAME)
        if not name or name in taking.leave_out:
            continue
        if name in parties:
            cells.note(f"“{clip(name)}” stands on both sides; kept as {parties[name].role}")
        parties.setdefault(name, PartyRecord(name, taking.role, taking.kind))
    return tuple(parties.values())


def _note(cells: Cells, happening: Happening, cited: Cited) -> str:
    """What the row says besides, word for word, for the desk."""
    said = dict.fromkeys([*cells.filled(happening.note), *cited.verbatim])
    return "\n".join(f"{column}: {words}" for column, words in said)

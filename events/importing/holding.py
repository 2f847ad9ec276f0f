"""What is held already of a batch of rows: the rows themselves, what they made, and whom their names mean.

Loaded with a constant number of queries a batch.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from events.importing.mappings import DataSetMapping
from events.importing.naming import Actors, Places, Reports
from events.importing.placing import region
from events.importing.records import PlaceRecord, RowRecord
from events.importing.releases import Release, article_of, data_set_of
from events.models import Incident, IncidentParty, Predicate, Question, UpstreamClaim, UpstreamRow
from sources.models import Place, Source

_Key = tuple[object, ...]


class Holdings:
    """What a batch of records meets. What has to be made is made in memory and not stored yet.

    `unchanged` are the ids of rows that stand as they were received; nothing more is loaded for them.
    """

    def __init__(self, given: Iterable[RowRecord], mapping: DataSetMapping, release: Release) -> None:
        self.mapping = mapping
        self.data_set = data_set_of(mapping)
        self.unchanged, records = _without_unchanged(self.data_set, given, release)
        self.article = article_of(self.data_set, release)
        self.predicates = Predicate.objects.in_bulk()
        self.rows = {row.external_id: row for row in _rows(self.data_set, records)}
        self.actors = Actors(_names(records))
        self.places = Places(_places(records, mapping))
        self.reports = Reports(report for record in records for report in record.reports)
        self.region = self._region()
        self._questions = {_question_key(question): question for question in self._asked()}

    def question(self, *, incident: Incident | None, predicate: str, population: str, party: Source | None) -> Question:
        """The question with these terms, about the incident or, for running totals, about place and window."""
        running = self.mapping.running
        asked = Question(
            incident=incident,
            predicate=self.predicates[predicate],
            population_id=population,
            party=party,
            place=self.region,
            window=running.window if running else "",
        )
        return self._questions.setdefault(_question_key(asked), asked)

    def _region(self) -> Place | None:
        place = region(self.mapping.running.place) if self.mapping.running else None
        return self.places.at(place) if place else None

    def _asked(self) -> QuerySet[Question]:
        incidents = [row.incident for row in self.rows.values() if row.incident]
        asked = Q(incident__in=incidents)
        if self.mapping.running:
            place = self.region if self.region and self.region.pk else None
            asked |= Q(incident=None, window=self.mapping.running.window, place=place)
        return Question.objects.filter(asked).select_related("predicate", "party", "incident", "place")


def _without_unchanged(
    data_set: Source, given: Iterable[RowRecord], release: Release
) -> tuple[frozenset[str], list[RowRecord]]:
    records = {record.external_id: record for record in given}
    if release.is_overtaken:
        return frozenset(records), []
    if data_set._state.adding:  # noqa: SLF001  Django documents it
        return frozenset(), list(records.values())
    held = data_set.upstream_rows.filter(external_id__in=records, gone_since=None).values_list("external_id", "sha256")
    unchanged = frozenset(external_id for external_id, sha256 in held if records[external_id].sha256 == sha256)
    return unchanged, [record for external_id, record in records.items() if external_id not in unchanged]


def _rows(data_set: Source, records: Sequence[RowRecord]) -> Iterable[UpstreamRow]:
    if data_set._state.adding:  # noqa: SLF001  as above
        return []
    parties = Prefetch("incident__parties", IncidentParty.objects.select_related("party"))
    claims = Prefetch("claims", UpstreamClaim.objects.select_related("claim"))
    held = data_set.upstream_rows.filter(external_id__in=[record.external_id for record in records])
    return held.select_related("incident__place").prefetch_related(parties, claims)


def _names(records: Iterable[RowRecord]) -> Iterator[str]:
    for record in records:
        yield from (party.name for party in record.incident.parties) if record.incident else ()
        for answer in record.answers:
            yield from filter(None, (answer.party, answer.said_by))


def _places(records: Iterable[RowRecord], mapping: DataSetMapping) -> list[PlaceRecord]:
    places: list[PlaceRecord | None] = [record.incident.place for record in records if record.incident]
    places.append(region(mapping.running.place) if mapping.running else None)
    return [place for place in places if place]


def _question_key(question: Question) -> _Key:
    return (
        _identity(question.incident),
        question.predicate_id,
        question.population_id,
        _identity(question.party),
        _identity(question.place),
        question.window,
    )


def _identity(row: Any) -> object:
    """The same for the same row, also for one that is not stored yet."""
    return None if row is None else row.pk or id(row)

"""About which incident a suggestion is: the one that the report is about on that day, at that place.

Proposed only where one fits. Words that name no day go on about what stands before them in the paragraph.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from events.dates import PartialDate
from events.models import Incident, IncidentLink
from events.offering import dateline_of
from events.suggesting.suggestions import Suggestion
from newsroom.desk.reader.reports import Report
from newsroom.desk.reading import ReadClaim
from sources.models import Place, PlaceAlias
from sources.names import fold
from sources.text import Paragraph, paragraphs

LONGEST_INCIDENT = dt.timedelta(days=92)
"""Words that span more, such as "so far this year", tell a total over time."""

MOST_INCIDENTS = 300
NO_YEAR = "^$"
DAYS_BEFORE_REPORT = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Happening:
    """What a question is about: an incident, or a window at a place; nothing where the words leave it open."""

    incident: Incident | None = None
    window: str = ""
    place: Place | None = None


@dataclass
class Happenings:
    report: Report
    incidents: list[Incident]
    parts: dict[int, set[int]]
    places: dict[str, Place]
    text: list[Paragraph]
    read: list[Incident]
    told: dict[int, Happening] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report, claims: Sequence[ReadClaim], suggestions: Sequence[Suggestion]) -> Self:
        """Four queries, whatever the number of suggestions."""
        named = {one.place.name for one in suggestions if one.place}
        places = _places(named | {dateline_of(report.version).place})
        scene = report.article.dateline_place
        at = {place.pk for place in [*places.values(), scene] if place}
        read = list(dict.fromkeys(_incidents_of(claims)))
        days = _days(report, suggestions)
        near = Incident.objects.filter(place__in=at, occurred_edtf__regex=_years(days) or NO_YEAR)[:MOST_INCIDENTS]
        found = {incident.pk: incident for incident in [*read, *near]}
        return cls(report, list(found.values()), _parts(found), places, paragraphs(report.version.text), read)

    def of_suggestion(self, one: Suggestion) -> Happening:
        """Suggestions are asked in the order of the text."""
        number = next((part.number for part in self.text if one.passage.start < part.end), 0)
        day = one.occurred.when if one.occurred else None
        happening = self._on(day, one) if day else self._as_before(number, one) or self._of_report()
        self.told[number] = happening
        return happening

    def _on(self, day: PartialDate, one: Suggestion) -> Happening:
        first, last = day.earliest, day.latest
        if first and last and last - first > LONGEST_INCIDENT:
            return Happening(window=f"{first.isoformat()}/..", place=self._place(one))
        return Happening(self._only([found for found in self.incidents if _overlaps(found, first, last)]))

    def _as_before(self, number: int, one: Suggestion) -> Happening | None:
        """What the paragraph goes on about; of a total, perhaps elsewhere."""
        before = self.told.get(number)
        return replace(before, place=self._place(one) or before.place) if before and before.window else before

    def _of_report(self) -> Happening:
        """The day of the report and those before it, as far as a report of news tells of no other."""
        on = self.report.version.published_on or self.report.article.published_on
        news = [found for found in self.incidents if on and _overlaps(found, on - DAYS_BEFORE_REPORT, on)]
        return Happening(self._only(news) or (self.read[0] if len(self.read) == 1 else None))

    def _only(self, fitting: list[Incident]) -> Incident | None:
        """The one that fits; of an incident and its parts the whole."""
        keys = {incident.pk for incident in fitting}
        wholes = [incident for incident in fitting if self.parts.get(incident.pk, set()).isdisjoint(keys)]
        return wholes[0] if len(wholes) == 1 else None

    def _place(self, one: Suggestion) -> Place | None:
        return self.places.get(fold(one.place.name)) if one.place else None


def _incidents_of(claims: Iterable[ReadClaim]) -> Iterator[Incident]:
    for read in claims:
        question = read.citation.claim.question
        if question and question.incident:
            yield question.incident


def _places(names: Iterable[str]) -> dict[str, Place]:
    """Two queries; a name that several places have stands for none."""
    folded = {fold(name) for name in names if name}
    found: dict[str, set[Place]] = {}
    for place in Place.objects.filter(folded__in=folded):
        found.setdefault(place.folded, set()).add(place)
    for alias in PlaceAlias.objects.filter(folded__in=folded - found.keys()).select_related("place"):
        found.setdefault(alias.folded, set()).add(alias.place)
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def _parts(incidents: Iterable[int]) -> dict[int, set[int]]:
    """The incidents that each is a part of."""
    links = IncidentLink.objects.filter(kind=IncidentLink.Kind.PART_OF, incident__in=list(incidents))
    parts: dict[int, set[int]] = {}
    for part, whole in links.values_list("incident", "other"):
        parts.setdefault(part, set()).add(whole)
    return parts


def _days(report: Report, suggestions: Iterable[Suggestion]) -> set[dt.date]:
    dates = [one.occurred.when for one in suggestions if one.occurred and one.occurred.when]
    named = {day for when in dates for day in (when.earliest, when.latest) if day}
    on = report.version.published_on or report.article.published_on
    return named | ({on, on - DAYS_BEFORE_REPORT} if on else set())


def _years(days: Iterable[dt.date]) -> str:
    """To narrow the rows; which day exactly is seen in `_overlaps`."""
    return "|".join(sorted({f"{day.year:04}" for day in days}))


def _overlaps(incident: Incident, first: dt.date | None, last: dt.date | None) -> bool:
    occurred = incident.occurred()
    if occurred is None or not (occurred.earliest and occurred.latest and first and last):
        return False
    return occurred.earliest <= last and first <= occurred.latest

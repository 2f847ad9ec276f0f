"""What stands around an incident: its parts, what it is part of, what happened at its place; in time and on a map."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from events.dates import render_date
from events.maps import MapPoint, OutlineMap, outline_map
from events.models import Incident, IncidentLink
from events.models.incidents import PlacePrecision

Kind = IncidentLink.Kind
UNKNOWN_DAY = "9999"

FROM_HERE = {
    Kind.PART_OF: "this incident is part of it",
    Kind.FOLLOW_UP_OF: "this incident followed from it",
    Kind.SAME_PLACE_EARLIER: "at the same place, later",
}
TO_HERE = {
    Kind.PART_OF: "part of this incident",
    Kind.FOLLOW_UP_OF: "followed from this incident",
    Kind.SAME_PLACE_EARLIER: "at the same place, earlier",
}


@dataclass(frozen=True)
class Neighbour:
    """One incident on the timeline, and how it stands to the one that is looked at; "" for that one itself."""

    incident: Incident
    standing: str

    @property
    def day(self) -> str:
        """To sort by, and for a `<time>`; "" where it is not known."""
        occurred = self.incident.occurred()
        return occurred.earliest.isoformat() if occurred and occurred.earliest else ""

    @property
    def when(self) -> str:
        occurred = self.incident.occurred()
        if occurred:
            return render_date(occurred)
        return self.incident.occurred_words or "day not given"


class Surroundings(NamedTuple):
    timeline: list[Neighbour]
    map: OutlineMap | None


def surroundings(incident: Incident) -> Surroundings:
    """The incident among its neighbours, earliest first; two queries at most."""
    neighbours = [Neighbour(incident, ""), *_linked(incident)]
    timeline = sorted(neighbours, key=lambda neighbour: neighbour.day or UNKNOWN_DAY)
    return Surroundings(timeline, outline_map(list(_points(neighbours))))


def _linked(incident: Incident) -> Iterator[Neighbour]:
    links = IncidentLink.objects.filter(Q(incident=incident) | Q(other=incident), kind__in=FROM_HERE)
    seen = {incident.pk}
    for link in links.select_related("incident__place", "other__place"):
        is_from_here = link.incident_id == incident.pk
        found = link.other if is_from_here else link.incident
        if found.pk not in seen:
            seen.add(found.pk)
            yield Neighbour(found, (FROM_HERE if is_from_here else TO_HERE)[Kind(link.kind)])


def _points(neighbours: Iterable[Neighbour]) -> Iterator[MapPoint]:
    """One for each place that has coordinates, with everything that happened there."""
    located: dict[tuple[float, float], list[Neighbour]] = {}
    for neighbour in neighbours:
        place = neighbour.incident.place
        if place and place.latitude is not None and place.longitude is not None:
            located.setdefault((float(place.latitude), float(place.longitude)), []).append(neighbour)
    for (latitude, longitude), here in located.items():
        names = sorted({str(found.incident.place and found.incident.place.name) for found in here})
        yield MapPoint(
            f"{', '.join(names)} ({'; '.join(found.incident.label for found in here)})",
            latitude,
            longitude,
            is_exact=any(found.incident.place_precision == PlacePrecision.EXACT for found in here),
            is_main=not all(found.standing for found in here),
        )

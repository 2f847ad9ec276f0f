"""Bringing an incident up to a newer row: only where it still says what an import had written. Changes it in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from events.importing.naming import Actors, Places
from events.importing.records import IncidentRecord, PlaceRecord
from events.models import Incident, IncidentParty
from sources.text import clip

COLUMNS = ("label", "type", "occurred_words", "occurred_edtf", "place", "place_precision", "note")


@dataclass(slots=True)
class Update:
    """What became of an incident: changed columns, parties that come and go, and what an editor has to know."""

    written: dict[str, Any]
    columns: list[str] = field(default_factory=list)
    added: list[IncidentParty] = field(default_factory=list)
    removed: list[IncidentParty] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def said_by_row(record: IncidentRecord) -> dict[str, Any]:
    """What a row says of its incident, in the form in which it is kept with the row."""
    said: dict[str, Any] = {name: getattr(record, name) for name in COLUMNS}
    return {**said, "place": _listed(record.place), "parties": [[it.name, it.role] for it in record.parties]}


def party_ids(parties: Iterable[IncidentParty]) -> list[list[Any]]:
    """Stored parties in the form in which they are kept with the row."""
    return sorted([it.party_id, it.role] for it in parties)


def new_incident(record: IncidentRecord, places: Places) -> Incident:
    said: dict[str, Any] = {name: getattr(record, name) for name in COLUMNS if name != "place"}
    return Incident(**said, place=places.at(record.place) if record.place else None)


def parties_of(incident: Incident, record: IncidentRecord, actors: Actors) -> list[IncidentParty]:
    """The parties, none stored yet; two names of one source are one party, in the role that is named first."""
    made: dict[int, IncidentParty] = {}
    for it in record.parties:
        party = actors.called(it.name, it.kind)
        made.setdefault(id(party), IncidentParty(incident=incident, party=party, role=it.role))
    return list(made.values())


def update(incident: Incident, written: dict[str, Any], record: IncidentRecord, places: Places) -> Update:
    """Take over what changed in the row. What an editor changed, or the row says no more, stays and is noted."""
    made, said = Update(dict(written)), said_by_row(record)
    for name in COLUMNS:
        if said[name] == written.get(name):
            continue
        objection = _objection(name, incident, written, said)
        if objection:
            made.notes.append(objection)
            continue
        setattr(incident, name, places.at(record.place) if name == "place" and record.place else said[name])
        made.written[name] = said[name]
        made.columns.append(name)
    return made


def update_parties(made: Update, incident: Incident, record: IncidentRecord, actors: Actors) -> None:
    """Take over other parties, unless an editor changed them."""
    said = said_by_row(record)["parties"]
    if said == made.written.get("parties"):
        return
    held = list(incident.parties.all())
    if party_ids(held) != made.written.get("party_ids"):
        made.notes.append("the parties were changed here and stay; the data set names others now")
        return
    wanted = {(_identity(it), it.role): it for it in parties_of(incident, record, actors)}
    there = {(_identity(it), it.role): it for it in held}
    made.removed = [it for key, it in there.items() if key not in wanted]
    made.added = [it for key, it in wanted.items() if key not in there]
    made.written["parties"] = said


def _identity(it: IncidentParty) -> object:
    return it.party.pk or id(it.party)


def _objection(name: str, incident: Incident, written: dict[str, Any], said: dict[str, Any]) -> str:
    if _is_emptied(name, said):
        return f"{name}: the data set no longer says “{clip(_shown(written.get(name)))}”; kept"
    if name == "place_precision" and incident.place is None:
        return "place_precision: the incident has no place"
    kept = "place_id" if name == "place" else name
    if getattr(incident, kept) == written.get(kept):
        return ""
    return f"{name} was changed here and stays; the data set now says “{clip(_shown(said[name]))}”"


def _is_emptied(name: str, said: dict[str, Any]) -> bool:
    """Whether the row has become silent on this; the words of a date are not missed where it gives the date itself."""
    return said[name] in ("", None) and not (name == "occurred_words" and said["occurred_edtf"])


def _shown(said: Any) -> str:
    return ", ".join(filter(None, map(str, said))) if isinstance(said, list) else str(said)


def _listed(place: PlaceRecord | None) -> list[str] | None:
    if place is None:
        return None
    coordinates = (place.latitude, place.longitude)
    return [place.name, place.admin1, place.country, *("" if it is None else f"{it:f}" for it in coordinates)]

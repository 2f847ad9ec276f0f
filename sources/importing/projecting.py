"""What an article says of itself, from what came with its versions: the newest word on each thing counts.

So the end is the same in whatever order the versions arrive. What an editor has set since is never overwritten:
a column is only changed where it is empty or still says what an import had put there.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sources.importing.preparing import Entry
from sources.models import ArticleVersion
from sources.models.articles import PubStatus
from sources.models.texts import ArticleEvent
from sources.publication_times import PublicationTime

COLUMNS = ("headline", "url", "canonical_url", "external_id", "language", "dateline", "rights")
NOTES = ("public_notice", "editorial_note")
_STATUS_OF: Mapping[str, str] = {
    ArticleEvent.WITHHOLD: PubStatus.WITHHELD,
    ArticleEvent.RELEASE: PubStatus.USABLE,
    ArticleEvent.WITHDRAW: PubStatus.CANCELED,
    ArticleEvent.TAKEDOWN: PubStatus.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Projection:
    """`columns` holds only what some version says; the rest is null or empty where none does."""

    columns: Mapping[str, Any]
    published: PublicationTime | None
    bylines: Sequence[str]
    topics: Sequence[str]
    proposed_headline: str


def received_of(entry: Entry) -> dict[str, Any]:
    """What an item says besides its text, as it is kept with the version; only what it does say."""
    record = entry.record
    said = {
        **{name: getattr(record, name) for name in (*COLUMNS, *NOTES) if name != "canonical_url"},
        "headline": "" if record.headline_is_proposed else record.headline,
        "proposed_headline": record.headline if record.headline_is_proposed else "",
        "canonical_url": entry.address,
        "pub_status": _STATUS_OF.get(record.event, record.pub_status),
        "embargoed_until": record.embargoed_until and record.embargoed_until.isoformat(),
        "first_published": record.first_published and _kept(record.first_published),
        "bylines": list(record.bylines),
        "topics": list(record.topics),
        "supersedes": record.supersedes,
    }
    return {name: value for name, value in said.items() if value}


def project(versions: Iterable[ArticleVersion]) -> Projection:
    """What these versions, in the outlet's order, make of their article."""
    ordered = list(versions)
    said: dict[str, Any] = {}
    for version in ordered:
        said |= version.received
    columns = {name: said[name] for name in (*COLUMNS, *NOTES, "pub_status") if name in said}
    if "embargoed_until" in said:
        columns["embargoed_until"] = dt.datetime.fromisoformat(said["embargoed_until"])
    return Projection(
        columns=columns,
        published=_first_published(ordered),
        bylines=said.get("bylines", []),
        topics=sorted(said.get("topics", [])),
        proposed_headline=said.get("proposed_headline", ""),
    )


def _first_published(versions: Sequence[ArticleVersion]) -> PublicationTime | None:
    """When the report first was: as the first version that says so says, else when the first text was."""
    told = next(filter(None, (version.received.get("first_published") for version in versions)), None)
    if told:
        return _read(told)
    return next((version.published for version in versions if version.sha256), None)


def _kept(time: PublicationTime) -> dict[str, Any]:
    return {**asdict(time), "on": time.on.isoformat(), "at": time.at and time.at.isoformat()}


def _read(kept: dict[str, Any]) -> PublicationTime:
    at = kept["at"] and dt.datetime.fromisoformat(kept["at"])
    return PublicationTime(**{**kept, "on": dt.date.fromisoformat(kept["on"]), "at": at})

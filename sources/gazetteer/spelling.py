"""Further spellings of places that were loaded before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F

from sources.gazetteer.merging import new_spellings
from sources.gazetteer.placing import known_spellings, write_spellings
from sources.gazetteer.records import AlternateName
from sources.gazetteer.results import Counts
from sources.models import GazetteerEntry, Place


def spell_batch(names: Sequence[AlternateName], countries: Collection[str], counts: Counts) -> None:
    """Add the spellings to the places of their numbers, in these countries, in all if there are none.

    Counts every spelling: created, unchanged where it is known or an editor removed it, skipped without a place.
    """
    offered: dict[int, list[str]] = defaultdict(list)
    for name in names:
        offered[name.geonames_id].append(name.name)
    entries = GazetteerEntry.objects.filter(geonames_id__in=offered, place__geonames_id=F("geonames_id"))
    entries = entries.filter(place__country__in=countries) if countries else entries
    entries = entries.select_related("place")
    known = known_spellings([entry.place_id for entry in entries if entry.place_id])
    added = [spelt for entry in entries if (spelt := _added(entry, offered, known))]
    found = sum(len(offered[entry.geonames_id]) for entry in entries)
    created = sum(len(spellings) for _, _, spellings in added)
    for outcome, count in (("created", created), ("unchanged", found - created), ("skipped", len(names) - found)):
        counts.add(outcome, count)
    GazetteerEntry.objects.bulk_update([entry for entry, _, _ in added], ["spellings"])
    write_spellings((place, spellings) for _, place, spellings in added)


def _added(
    entry: GazetteerEntry, offered: Mapping[int, list[str]], known: Mapping[int | None, set[str]]
) -> tuple[GazetteerEntry, Place, list[str]] | None:
    """The spellings that are new to the place of an entry, which is changed to remember them; null for none."""
    if entry.place is None:
        return None
    spellings = new_spellings(offered[entry.geonames_id], entry.place.name, known[entry.place_id], entry.spellings)
    entry.spellings = [*entry.spellings, *spellings]
    return (entry, entry.place, spellings) if spellings else None

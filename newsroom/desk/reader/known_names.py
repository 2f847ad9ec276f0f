"""Names as they are printed, and the sources that are called so: looked up for a whole text at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Q

from sources.models import Affiliation, Source, SourceAlias
from sources.names import fold

MOST_NAMES = 2_000
"""More than any report has; beyond it the rest is left to the editor."""


def bare(name: str) -> str:
    """Without the article and the marks around it: “the Israeli military” → “Israeli military”."""
    name = name.strip(" “”\"'‘’,.;:")
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in ("the", "a", "an") else name


@dataclass(frozen=True)
class KnownNames:
    """The sources that are on record, by their names; and for whom they speak."""

    by_name: dict[str, set[int]] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)
    affiliations: dict[int, list[Affiliation]] = field(default_factory=dict)

    @classmethod
    def among(cls, printed: Iterable[str], *, on: dt.date | None) -> Self:
        """Three queries, whatever the number of names."""
        keys = sorted({key for name in printed for key in _keys(name)})[:MOST_NAMES]
        by_name: dict[str, set[int]] = defaultdict(set)
        sources = {}
        for source in Source.objects.on_record().filter(folded__in=keys):
            by_name[source.folded].add(source.pk)
            sources[source.pk] = source
        for alias in SourceAlias.objects.filter(folded__in=keys, source__disclosure="on_record").select_related(
            "source"
        ):
            by_name[alias.folded].add(alias.source_id)
            sources[alias.source_id] = alias.source
        return cls(by_name, sources, _affiliations(sources, on))

    def source(self, printed: str) -> Source | None:
        """The one source that is called so; None where there is none, or more than one."""
        for key in _keys(printed):
            found = self.by_name.get(key, set())
            if len(found) == 1:
                return self.sources[next(iter(found))]
        return None

    def affiliation(self, source: str) -> Affiliation | None:
        found = self.affiliations.get(int(source), [])
        return found[0] if len(found) == 1 else None


def _keys(name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, [fold(name), fold(bare(name))])))


def _affiliations(sources: dict[int, Source], on: dt.date | None) -> dict[int, list[Affiliation]]:
    held = Affiliation.objects.filter(source__in=sources).select_related("speaks_for")
    if on:
        held = held.filter(Q(since_on=None) | Q(since_on__lte=on), Q(until_on=None) | Q(until_on__gte=on))
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for affiliation in held:
        found[affiliation.source_id].append(affiliation)
    return found

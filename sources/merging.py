"""How sources and places that were met twice become one: see `newsroom.ledger.regrouping`."""

from collections.abc import Iterator

from newsroom.ledger.regrouping.rules import MergeRules, SplitRules, register_rules
from sources.models import Disclosure, Place, PlaceAlias, Source, SourceAlias
from sources.names import fold


def register_merging() -> None:
    register_rules(
        MergeRules(
            model=Source,
            columns=("kind", "name", "description", "country", "homepage", "time_zone"),
            refuse=_refuse_sources,
            names=_names_of_source,
            split=SplitRules(new=_new_source),
        )
    )
    register_rules(
        MergeRules(
            model=Place,
            columns=("name", "country", "admin1", "within", "latitude", "longitude", "geonames_id"),
            names=_names_of_place,
        )
    )


def _refuse_sources(merged: Source, into: Source) -> Iterator[str]:
    """A merge never changes on what terms somebody is named, and never joins what he said openly and in confidence."""
    if merged.disclosure != into.disclosure:
        terms = Disclosure(merged.disclosure).label, Disclosure(into.disclosure).label
        yield (
            f"“{merged}” is {terms[0]}, “{into}” is {terms[1]}. Joined, they could give a confidential source away; "
            "they stay apart."
        )


def _new_source(source: Source, name: str) -> Source:
    """Of the same kind and on the same terms; nothing else that is known of the one is known of the other."""
    return Source(kind=source.kind, name=name, disclosure=source.disclosure)


def _names_of_source(merged: Source, into: Source, former: Source) -> Iterator[SourceAlias]:
    if not into.is_confidential:
        known = {into.folded, *into.aliases.values_list("folded", flat=True)}
        for name in _other_names([merged.name, former.name], known):
            yield SourceAlias(source=into, name=name)


def _names_of_place(merged: Place, into: Place, former: Place) -> Iterator[PlaceAlias]:
    known = {into.folded, *into.aliases.values_list("folded", flat=True)}
    for name in _other_names([merged.name, former.name], known):
        yield PlaceAlias(place=into, name=name)


def _other_names(names: list[str], known: set[str]) -> Iterator[str]:
    for name in names:
        if fold(name) not in known:
            known.add(fold(name))
            yield name

"""Who is meant by the name of an outlet or an agency, looked up for a whole batch at once."""

from collections.abc import Iterable

from sources.importing.records import ArticleRecord, RecordProblem
from sources.models import Source, SourceAlias, Topic
from sources.names import fold

_OUTLETS = (Source.Kind.OUTLET, Source.Kind.AGENCY)


class NamedSources:
    """Outlets and agencies by name or alias. Takes two queries, however many names there are.

    A confidential source is never found: its label is not a name.
    """

    def __init__(self, names: Iterable[str]) -> None:
        wanted = {key for name in names for key in _keys(name)}
        publishers = Source.objects.on_record().filter(kind__in=_OUTLETS)
        self._found: dict[str, dict[int, Source]] = {}
        for source in publishers.filter(folded__in=wanted):
            self._add(source.folded, source)
        aliases = SourceAlias.objects.filter(folded__in=wanted, source__in=publishers)
        for alias in aliases.select_related("source"):
            self._add(alias.folded, alias.source)
        self._new: dict[str, Source] = {}

    def outlet(self, name: str) -> Source:
        """The outlet called so; one that nobody knows is made, not stored yet.

        Raises `RecordProblem` (ambiguous_outlet) listing them where several are called so.
        """
        key = fold(name)
        found = sorted(self._found.get(key, {}).values(), key=lambda source: source.pk)
        if len(found) > 1:
            listed = ", ".join(f"{source} ({source.get_kind_display()}, {source.public_id})" for source in found)
            hint = "Rename or merge them, or give one of them an alias of its own and use that."
            raise RecordProblem("ambiguous_outlet", f"“{name}” may be {listed}", hint=hint)
        if found:
            return found[0]
        return self._new.setdefault(key, Source(kind=Source.Kind.OUTLET, name=name, folded=key))

    def agency(self, name: str) -> Source | None:
        """The one agency called so, with or without “The”; null where there is none or more than one."""
        found = {
            source.pk: source
            for key in _keys(name)
            for source in self._found.get(key, {}).values()
            if source.kind == Source.Kind.AGENCY
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _add(self, key: str, source: Source) -> None:
        self._found.setdefault(key, {})[source.pk] = source


def _keys(name: str) -> tuple[str, str]:
    key = fold(name)
    bare = key.removeprefix("the ")
    return key, bare if bare != key else f"the {key}"


def known_topics(records: Iterable[ArticleRecord]) -> frozenset[str]:
    """Those of the records' topics that the vocabulary has. One query, or none."""
    wanted = {code for record in records for code in record.topics}
    return frozenset(Topic.objects.filter(qcode__in=wanted).values_list("qcode", flat=True)) if wanted else frozenset()

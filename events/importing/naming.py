"""Whom and where the names in a batch of rows mean: looked up at once, made where nobody is called so.

What is made is not stored yet; the same name is the same object within a batch.
"""

from collections import defaultdict
from collections.abc import Iterable

from events.importing.records import PlaceRecord, ReportRecord
from sources.importing.naming import NamedSources
from sources.importing.records import RecordProblem
from sources.models import Article, Place, PlaceAlias, Source, SourceAlias
from sources.names import fold

_Key = tuple[object, ...]


class Actors:
    """Those who take part or speak, by name or alias. A confidential source is never found: its label is no name."""

    KINDS = (Source.Kind.PERSON, Source.Kind.OFFICE, Source.Kind.ORGANISATION, Source.Kind.GROUP)

    def __init__(self, names: Iterable[str]) -> None:
        keys = {fold(name) for name in names}
        known = Source.objects.on_record().filter(kind__in=self.KINDS)
        self._found: dict[str, dict[int, Source]] = defaultdict(dict)
        for source in known.filter(folded__in=keys):
            self._found[source.folded][source.pk] = source
        for alias in SourceAlias.objects.filter(folded__in=keys, source__in=known).select_related("source"):
            self._found[alias.folded][alias.source_id] = alias.source
        self._new: dict[str, Source] = {}

    def called(self, name: str, kind: str) -> Source:
        """The one called so, or a new one of this kind. Raises `RecordProblem` listing them where there are several."""
        key = fold(name)
        found = list(self._found[key].values())
        if len(found) > 1:
            listed = ", ".join(f"{source} ({source.get_kind_display()}, {source.public_id})" for source in found)
            hint = "Rename or merge them, or give one of them an alias of its own and use that."
            raise RecordProblem("ambiguous_outlet", f"“{name}” may be {listed}", hint=hint)
        return found[0] if found else self._new.setdefault(key, Source(kind=kind, name=name, folded=key))


class Places:
    """Places by name or alias, with the same region, country and coordinates."""

    def __init__(self, records: Iterable[PlaceRecord]) -> None:
        keys = {fold(record.name) for record in records}
        self._known: dict[_Key, Place] = {}
        for alias in PlaceAlias.objects.filter(folded__in=keys).select_related("place").order_by("-place"):
            self._known[_key_of(alias.place, alias.folded)] = alias.place
        for place in Place.objects.filter(folded__in=keys).order_by("-pk"):
            self._known[_key_of(place, place.folded)] = place

    def at(self, record: PlaceRecord) -> Place:
        """The place with this name, region, country and coordinates; of several the oldest."""
        folded = fold(record.name)
        key = (folded, fold(record.admin1), record.country, record.latitude, record.longitude)
        return self._known.setdefault(key, _new_place(record, folded))


class Reports:
    """The articles that rows name as their sources: by address, else by outlet, day and headline."""

    def __init__(self, records: Iterable[ReportRecord]) -> None:
        wanted = list(records)
        self._outlets = NamedSources({record.outlet for record in wanted if record.outlet})
        self._known: dict[_Key, Article] = {}
        addresses = {record.address for record in wanted if record.address}
        headlines = {record.headline for record in wanted if not record.address}
        by_address = Article.objects.filter(canonical_url__in=addresses).exclude(canonical_url="")
        by_headline = Article.objects.filter(headline__in=headlines, canonical_url="").select_related("outlet")
        for article in [*by_headline.order_by("-pk"), *by_address]:
            self._known[_article_key(article, article.canonical_url)] = article

    def article(self, record: ReportRecord) -> Article:
        """The article that the record means. Raises `RecordProblem` where several outlets are called so."""
        made = Article(
            outlet=self._outlets.outlet(record.outlet) if record.outlet else None,
            headline=record.headline,
            headline_is_proposed=record.headline_is_proposed,
            url=record.url,
            canonical_url=record.address,
        )
        made.published = record.published
        return self._known.setdefault(_article_key(made, record.address), made)


def _key_of(place: Place, folded: str) -> _Key:
    return folded, fold(place.admin1), place.country, place.latitude, place.longitude


def _new_place(record: PlaceRecord, folded: str) -> Place:
    return Place(
        name=record.name,
        folded=folded,
        admin1=record.admin1,
        country=record.country,
        latitude=record.latitude,
        longitude=record.longitude,
    )


def _article_key(article: Article, address: str) -> _Key:
    if address:
        return (address,)
    return article.outlet.folded if article.outlet else "", article.published_on, article.headline

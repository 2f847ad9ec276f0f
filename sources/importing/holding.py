"""What is held already: the articles that a batch of entries may belong to, by each of their keys.

Loaded with a constant number of queries a batch; articles planned for the same batch are added as they come.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sources.importing.evidence import words_of
from sources.importing.preparing import Entry
from sources.models import Article, ArticleVersion, Contribution, Source
from sources.models.texts import order_key

KeyName = Literal["id", "address", "path", "text"]
OutletKey = str | int | None
UNORDERED = order_key(None, None)


def outlet_key(outlet: Source | None) -> OutletKey:
    """The same for the same outlet, also for one that is not stored yet; null for an unknown one."""
    return None if outlet is None else outlet.pk or outlet.folded


@dataclass(slots=True, eq=False)
class Held:
    """One article with what is known of its versions (not their texts), contributions and topics.

    The versions are in the outlet's order. `words` is null where the text was not needed.
    """

    article: Article
    versions: list[ArticleVersion] = field(default_factory=list)
    words: frozenset[str] | None = None
    credits: list[tuple[str, str]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)

    @property
    def newest(self) -> ArticleVersion | None:
        """The newest text."""
        return next((version for version in reversed(self.versions) if version.sha256), None)

    @property
    def next_number(self) -> int:
        return 1 + max((version.number for version in self.versions), default=0)

    @property
    def bylines(self) -> list[str]:
        return [name for role, name in self.credits if role == Contribution.Role.BYLINE]

    def add(self, version: ArticleVersion) -> None:
        """Take in a version at its place in the order."""
        insort(self.versions, version, key=lambda each: (each.order_key, each.number))

    def numbered(self, upstream_version: int | None) -> ArticleVersion | None:
        """The version that the outlet gave this number."""
        same = (each for each in self.versions if each.upstream_version == upstream_version)
        return None if upstream_version is None else next(same, None)

    def had_text_at(self, sha256: str, key: str) -> bool:
        """True if it had this text at that place in the order, or at one that nobody knows."""
        places = (version.order_key for version in self.versions if version.sha256 == sha256)
        return any(place in (key, UNORDERED) for place in places)

    @property
    def outlet(self) -> OutletKey:
        return outlet_key(self.article.outlet)

    def has_text(self, sha256: str) -> bool:
        return bool(sha256) and any(version.sha256 == sha256 for version in self.versions)

    def is_of(self, outlet: OutletKey) -> bool:
        """True unless both have an outlet and not the same one."""
        return self.outlet is None or outlet is None or self.outlet == outlet


class Index:
    """Articles by key; one that was given another key or version is taken in again."""

    def __init__(self) -> None:
        self._places: dict[tuple[KeyName, str], list[Held]] = {}
        self.stored: dict[int, Held] = {}

    def add(self, held: Held) -> None:
        article = held.article
        if article.pk:
            self.stored[article.pk] = held
        self._put("id", article.external_id, held)
        self._put("address", article.canonical_url, held)
        self._put("path", article.import_path, held)
        for version in held.versions:
            self._put("text", version.sha256, held)

    def get(self, key: KeyName, value: str) -> list[Held]:
        return self._places.get((key, value), [])

    def _put(self, key: KeyName, value: str, held: Held) -> None:
        places = self._places.setdefault((key, value), []) if value else []
        if held not in places:
            places.append(held)


class Holdings:
    """The articles that share a key or a text with a batch of entries. Takes nine queries at most.

    `planned` are those that this batch, or in a dry run this run, would store or change.
    """

    def __init__(self, entries: Sequence[Entry], planned: Index) -> None:
        self.planned = planned
        self._loaded = Index()
        held = self._articles(entries)
        _load_versions(held)
        _load_contributions(held)
        _load_topics(held)
        _load_words(held, entries)
        for found in held.values():
            self._loaded.add(found)

    def get(self, key: KeyName, value: str) -> list[Held]:
        """The articles with this key or text, each once."""
        planned = self.planned.get(key, value)
        loaded = self._loaded.get(key, value)
        return [*planned, *(held for held in loaded if held.article.pk not in self.planned.stored)]

    def _articles(self, entries: Sequence[Entry]) -> dict[int, Held]:
        texts = ArticleVersion.objects.filter(sha256__in={entry.sha256 for entry in entries} - {""})
        ids = {entry.record.external_id for entry in entries} - {""}
        addresses = {entry.address for entry in entries} - {""}
        paths = {entry.path for entry in entries} - {""}
        having = Article.objects.order_by().values_list("pk", flat=True)
        keys = {
            *texts.values_list("article", flat=True),
            *having.filter(import_path__in=paths),
            # Both engines use a partial index only where the query repeats its condition.
            *having.filter(external_id__in=ids).exclude(external_id=""),
            *having.filter(canonical_url__in=addresses).exclude(canonical_url=""),
        }
        articles = Article.objects.select_related("outlet").filter(pk__in=keys)
        return {article.pk: Held(article) for article in articles}


def _load_versions(held: dict[int, Held]) -> None:
    versions = ArticleVersion.objects.filter(article__in=held).defer("text", "note")
    for version in versions.order_by("article", "order_key", "number"):
        held[version.article_id].versions.append(version)


def _load_contributions(held: dict[int, Held]) -> None:
    made = Contribution.objects.filter(article__in=held).order_by("article", "position", "pk")
    for article, role, name in made.values_list("article", "role", "name"):
        held[article].credits.append((role, name))


def _load_topics(held: dict[int, Held]) -> None:
    told = Article.topics.through.objects.filter(article__in=held).order_by("topic__qcode")
    for article, qcode in told.values_list("article", "topic__qcode"):
        held[article].topics.append(qcode)


def _load_words(held: dict[int, Held], entries: Sequence[Entry]) -> None:
    """The words of the newest text where an entry's key alone may be too little to join them."""
    roots = {entry.root for entry in entries}
    is_outlet_known = all(entry.outlet for entry in entries)
    newest = {
        found.newest.pk: found
        for found in held.values()
        if found.newest
        and ("" in roots or found.article.import_root not in roots)
        and not ("" not in roots and is_outlet_known and found.article.outlet)
    }
    texts = ArticleVersion.objects.filter(pk__in=newest).values_list("pk", "text")
    for key, text in texts.iterator(chunk_size=20):
        newest[key].words = words_of(text)

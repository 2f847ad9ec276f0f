"""What undoing an import would take back, and what stays because somebody has built upon it since. Only reads."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from newsroom.accounts.models import User
from sources.importing.standing import Standing, issued_from, reasons_to_keep
from sources.models import Article, ArticleVersion, ImportItem, ImportRun

BATCH = 200
Outcome = ImportItem.Outcome
COMMAND = "import_articles"


class NotUndone(ValueError):
    """The import cannot be undone, or needs not be; the message says why. Nothing was changed."""


class Above(Protocol):
    """What the app above knows of articles and their texts: the claims that quote them, the worklist."""

    def of_articles(self, articles: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Why articles have to stay, by their key; one without a reason is left out."""

    def of_versions(self, run: ImportRun, versions: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Why versions have to stay. What came with the run's items and nobody touched is no reason."""

    def take_back(self, run: ImportRun, versions: Collection[int], by: User) -> "Counter[str]":
        """Remove what came with these versions; what was removed, by its name in the plural."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something of the run that stays, and every reason why: an article, or one version of it."""

    article: Article
    why: tuple[str, ...]
    version: ArticleVersion | None = None


@dataclass(slots=True)
class UndoPlan:
    """`articles` go whole, `versions` from articles that stay, the columns of `filled` are brought back."""

    articles: list[Article] = field(default_factory=list)
    versions: list[ArticleVersion] = field(default_factory=list)
    filled: list[Article] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.articles or self.versions or self.filled)


@dataclass(slots=True)
class Touched:
    """What one run did to one article."""

    is_created: bool = False
    versions: set[int] = field(default_factory=set)
    has_new_byline: bool = False


def plan_undo(run: ImportRun, above: Above, most: int | None = None) -> UndoPlan:
    """What undoing the run would do now; with `most`, to so many of its articles. Raises `NotUndone`."""
    _refuse(run)
    plan = UndoPlan()
    touched = _touched(run)
    if not touched:
        message = f"Import {run.pk} stored nothing, so there is nothing to take back."
        raise NotUndone(message)
    for batch in batched(islice(touched, most)):
        _Planning(run, above, {key: touched[key] for key in batch}, plan).decide()
    return plan


def batched(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in handy portions."""
    left = iter(keys)
    while batch := list(islice(left, BATCH)):
        yield batch


def _refuse(run: ImportRun) -> None:
    if run.command != COMMAND:
        message = "Only imports of articles can be undone; rows of a data set are superseded by its next release."
        raise NotUndone(message)
    if run.undone_at:
        message = f"Import {run.pk} was undone already, by {run.undone_by} on {run.undone_at:%d %B %Y, %H:%M} UTC."
        raise NotUndone(message)
    if run.state == ImportRun.State.RUNNING:
        message = f"Import {run.pk} is still running. Undo it when it has ended."
        raise NotUndone(message)


def _touched(run: ImportRun) -> dict[int, Touched]:
    touched: dict[int, Touched] = defaultdict(Touched)
    items = run.items.filter(article__isnull=False).order_by("pk")
    for article, version, outcome, message in items.values_list("article", "version", "outcome", "message"):
        found = touched[article]
        found.is_created |= outcome == Outcome.CREATED
        if version and outcome in (Outcome.CREATED, Outcome.NEW_VERSION):
            found.versions.add(version)
        found.has_new_byline |= outcome == Outcome.FILLED and "byline" in message
    return touched


@dataclass(slots=True)
class _Planning:
    """One batch of articles, decided one by one from what was loaded for all of them."""

    run: ImportRun
    above: Above
    touched: Mapping[int, Touched]
    plan: UndoPlan

    def decide(self) -> None:
        added = [key for found in self.touched.values() for key in found.versions]
        standing = Standing(self.run, list(self.touched))
        on_articles = self.above.of_articles(list(self.touched))
        on_versions = self.above.of_versions(self.run, added)
        for key, found in self.touched.items():
            article = standing.articles[key]
            if found.is_created:
                above = [
                    *on_articles.get(key, ()),
                    *(why for one in found.versions for why in on_versions.get(one, ())),
                ]
                self._decide_article(article, [*reasons_to_keep(article, found.versions, standing), *above])
            elif found.versions:
                self._decide_versions(article, found, standing, on_versions)
            else:
                self._decide_filled(article, found, standing)

    def _decide_article(self, article: Article, why: Iterable[str]) -> None:
        reasons = tuple(dict.fromkeys(why))
        if reasons:
            self.plan.kept.append(Kept(article, reasons))
        else:
            self.plan.articles.append(article)

    def _decide_versions(
        self, article: Article, found: Touched, standing: Standing, above: Mapping[int, Sequence[str]]
    ) -> None:
        for version in standing.versions[article.pk]:
            if version.pk not in found.versions:
                continue
            version.article = article
            why = (*issued_from(version, standing), *above.get(version.pk, ()))
            if why:
                self.plan.kept.append(Kept(article, why, version))
            else:
                self.plan.versions.append(version)

    def _decide_filled(self, article: Article, found: Touched, standing: Standing) -> None:
        filled_at = standing.written_at(article)
        if filled_at and standing.issued_since(article, filled_at):
            self.plan.kept.append(Kept(article, ("it was made public with what was filled in",)))
        elif filled_at:
            self.plan.filled.append(article)
        if found.has_new_byline:
            self.plan.kept.append(Kept(article, ("the byline that was filled in stays; remove it at the desk",)))

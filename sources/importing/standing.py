"""What stands on articles that an import has stored: what was issued of them, edited in them, judged about them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from newsroom.ledger.models import Visibility
from sources.models import (
    Article,
    ArticlePublication,
    ArticleTerm,
    ArticleVersion,
    Contribution,
    Derivation,
    DerivationJudgement,
    ImportRun,
)

_BY_IMPORT = re.compile(r"(?:undo of )?import (\d+)")


class Standing:
    """Everything known of a batch of articles, with a fixed number of queries. Texts are not loaded."""

    def __init__(self, run: ImportRun, keys: Sequence[int]) -> None:
        self.run = run
        self.articles = {row.pk: row for row in Article.objects.select_related("outlet").filter(pk__in=keys)}
        self.versions = _grouped(ArticleVersion.objects.filter(article__in=keys).defer("text", "note"))
        self.contributions = _grouped(Contribution.objects.filter(article__in=keys))
        self.judged = _judged(keys)
        self._publications = _publications(self.articles.values())
        self._hashes = _hashes(found["from_seq"] for told in self._publications.values() for found in told)
        self._history = _history(keys)
        self._undone = self._undone_runs()

    def is_issued(self, article: Article) -> bool:
        """True if anything was ever issued of it."""
        return bool(self._publications[article.public_id])

    def is_issued_with(self, article: Article, sha256: str) -> bool:
        return any(sha256 in self._hashes[found["from_seq"]] for found in self._publications[article.public_id])

    def issued_since(self, article: Article, moment: dt.datetime) -> bool:
        return any(found["issued_at"] >= moment for found in self._publications[article.public_id])

    def ended_since(self, article: Article, moment: dt.datetime) -> bool:
        """True if what was public of it was withdrawn or taken down since."""
        return any(
            found["issued_at"] >= moment and found["visibility"] != Visibility.ISSUED
            for found in self._publications[article.public_id]
        )

    def written_at(self, article: Article) -> dt.datetime | None:
        """When the run first changed a column of the article; null where it did not."""
        own = f"import {self.run.pk}"
        return next((row["history_date"] for row in self._history[article.pk] if _reason(row) == own), None)

    def other_changes(self, article: Article) -> set[str]:
        """Who else has changed the article: "desk", or the number of another import that was not undone."""
        runs = {_run_of(row) for row in self._history[article.pk]}
        return {run or "desk" for run in runs if run != str(self.run.pk) and run not in self._undone}

    def _undone_runs(self) -> set[str]:
        named = {_run_of(row) for rows in self._history.values() for row in rows} - {""}
        undone = ImportRun.objects.filter(pk__in=named, undone_at__isnull=False)
        return {str(key) for key in undone.values_list("pk", flat=True)}


def reasons_to_keep(article: Article, own: Collection[int], standing: Standing) -> Iterator[str]:
    """Why an article that the run has made must stay; `own` are the versions that the run has added."""
    versions = standing.versions[article.pk]
    if standing.is_issued(article):
        yield "it was made public; withdraw it instead"
    if any(version.pk not in own for version in versions):
        yield "a later version of it came"
    changes = standing.other_changes(article)
    if "desk" in changes:
        yield "it was edited at the desk"
    yield from (f"import {run} has changed it" for run in sorted(changes - {"desk"}, key=int))
    if any(_is_by_hand(made, versions) for made in standing.contributions[article.pk]):
        yield "a byline or credit of it was entered or confirmed at the desk"
    if article.pk in standing.judged:
        yield "where it comes from was judged"


def issued_from(version: ArticleVersion, standing: Standing) -> Iterator[str]:
    """Why a version must stay for what was issued from it."""
    article = standing.articles[version.article_id]
    if version.sha256 and standing.is_issued_with(article, version.sha256):
        yield "it was made public"
    elif version.received.get("pub_status") and standing.ended_since(article, version.captured_at):
        yield "on its word, what was public was withdrawn"


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows that belong to articles, by article, in their own order."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.article_id].append(row)
    return groups


def _publications(articles: Iterable[Article]) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found = ArticlePublication.objects.filter(public_id__in=[article.public_id for article in articles])
    for row in found.values("public_id", "from_seq", "issued_at", "visibility"):
        told[row["public_id"]].append(dict(row))
    return told


def _hashes(seqs: Iterable[int]) -> dict[int, set[str]]:
    """The hashes of the texts that issued documents list, by the entry that issued them."""
    hashes: dict[int, set[str]] = defaultdict(set)
    terms = ArticleTerm.objects.filter(name="sha256", from_seq__in=list(seqs))
    for seq, value in terms.values_list("from_seq", "value"):
        hashes[seq].add(value)
    return hashes


def _history(keys: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kept = Article.history.filter(id__in=keys).order_by("history_id")
    for row in kept.values("id", "history_date", "history_change_reason"):
        rows[row["id"]].append(row)
    return rows


def _judged(keys: Sequence[int]) -> set[int]:
    """The articles of a derivation, on either side, that an editor has judged or added."""
    judgements = DerivationJudgement.objects.filter(derivation=OuterRef("pk"))
    derived = Derivation.objects.filter(Q(article__in=keys) | Q(from_article__in=keys))
    settled = derived.filter(Q(basis=Derivation.Basis.EDITOR) | Exists(judgements))
    return {key for pair in settled.values_list("article", "from_article") for key in pair if key}


def _is_by_hand(made: Contribution, versions: Iterable[ArticleVersion]) -> bool:
    """True unless it still is what the import had written."""
    if made.role == Contribution.Role.CONTRIBUTING_AGENCY:
        return not made.is_proposed
    given = {name for version in versions for name in version.received.get("bylines", ())}
    return made.role != Contribution.Role.BYLINE or made.source_id is not None or made.name not in given


def _reason(row: dict[str, Any]) -> str:
    return str(row["history_change_reason"] or "")


def _run_of(row: dict[str, Any]) -> str:
    """The number of the import that wrote a row of history; "" for people."""
    found = _BY_IMPORT.fullmatch(_reason(row))
    return found[1] if found else ""

"""What the citation boxes of a posted claim form say, read before they are checked.

A claim's own form needs it for two things: the day of the report, against which “on Monday” is
read, and whose voice the article's own voice is. Nothing here is stored; the citation forms check
the same boxes, and if they refuse one, nothing of the claim is saved.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from events.citation_forms import anchored_span, number_in
from events.models.claims import Rendering
from sources.models import Article, ArticleVersion
from sources.text import UnusableText

PREFIX = "citations"
MOST_ROWS = 100


@dataclass(frozen=True)
class PostedCitation:
    article: Article
    version: ArticleVersion | None
    rendering: str
    has_words: bool
    anchor: tuple[int, int, int] | None
    """Version and offsets as posted, if they fit the words; None where the words are typed anew."""

    @property
    def published_on(self) -> dt.date | None:
        return (self.version.published_on if self.version else None) or self.article.published_on

    @property
    def is_narrative(self) -> bool:
        return self.rendering == Rendering.NARRATIVE


def posted_citations(data: Mapping[str, Any]) -> list[PostedCitation]:
    """The citations that a post would keep and whose article exists, in order."""
    rows = min(number_in(data.get(f"{PREFIX}-TOTAL_FORMS")) or 0, MOST_ROWS)
    return list(_read(data, [f"{PREFIX}-{row}-" for row in range(rows)]))


def _read(data: Mapping[str, Any], prefixes: list[str]) -> Iterator[PostedCitation]:
    for prefix in prefixes:
        article = Article.objects.filter(pk=number_in(data.get(f"{prefix}article")) or 0).first()
        if article is not None and not data.get(f"{prefix}DELETE"):
            yield _citation(data, prefix, article)


def _citation(data: Mapping[str, Any], prefix: str, article: Article) -> PostedCitation:
    version = article.versions.filter(pk=number_in(data.get(f"{prefix}version")) or 0).first()
    anchor = _anchor(data, prefix, version)
    return PostedCitation(
        article=article,
        version=version if anchor else article.newest_version,
        rendering=data.get(f"{prefix}rendering", ""),
        has_words=bool(data.get(f"{prefix}words", "").strip()),
        anchor=anchor,
    )


def _anchor(data: Mapping[str, Any], prefix: str, version: ArticleVersion | None) -> tuple[int, int, int] | None:
    try:
        span = anchored_span(
            version, data.get(f"{prefix}start"), data.get(f"{prefix}end"), data.get(f"{prefix}words", "")
        )
    except UnusableText:
        return None
    return (version.pk, span.start, span.end) if version and span else None

"""What became of the words of a claim under review: before, as it quotes them, and now, in the newest text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from events.changed_words import paragraph_now
from events.models import Citation, Review
from sources.anchors import carry_span
from sources.models import ArticleVersion, Passage
from sources.text import Paragraph, Span, clip, paragraph_at

MOST_SHOWN = 300


@dataclass(frozen=True)
class Change:
    """Quoted words and what stands in their place; `paragraph` is null where nothing does, or there is no text."""

    before: str
    outcome: str
    paragraph: Paragraph | None

    @property
    def now(self) -> str:
        if self.paragraph is None:
            return "taken out" if self.outcome else "there is no text"
        unchanged = "unchanged, in " if self.outcome in ("intact", "moved") else ""
        return f"{unchanged}paragraph {self.paragraph.number}: {clip(self.paragraph.text, MOST_SHOWN)}"


def with_words(reviews: "QuerySet[Review]") -> "QuerySet[Any]":
    """The reviews with all that `changes_of` looks at, in two more queries."""
    newest = ArticleVersion.objects.with_text().filter(article=OuterRef("article")).newest_first()
    citations = Citation.objects.filter(passage__isnull=False).select_related("passage__version")
    annotated = reviews.annotate(
        newest_id=Subquery(newest.values("pk")[:1]), newest_text=Subquery(newest.values("text")[:1])
    )
    return annotated.prefetch_related(Prefetch("claim__citations", citations, to_attr="quotations"))


def changes_of(review: Any) -> Iterator[Change]:
    """What became of each quotation of the claim in the report. None for what is not about a claim."""
    for citation in review.claim.quotations if review.claim else ():
        if citation.article_id == review.article_id:
            yield _change(citation.passage, review.newest_id, review.newest_text)


def _change(passage: Passage, newest: int | None, text: str | None) -> Change:
    if text is None:
        return Change(passage.exact, "", None)
    if passage.version_id == newest:
        return Change(passage.exact, "intact", paragraph_at(text, passage.start))
    old = passage.version.text
    span, outcome = carry_span(
        old, text, Span(passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
    )
    stands = paragraph_at(text, span.start) if span else paragraph_now(old, text, passage.start, passage.end)
    return Change(passage.exact, outcome, stands)

"""What the desk has read in an article: its claims where they stand in the newest text, and its versions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from events.models import Citation, ClaimPublication
from events.side_by_side import answer_words, speaker_words
from newsroom.ledger.models import Visibility
from newsroom.ledger.panel import admin_path
from sources.anchors import carry_span
from sources.marked_text import Mark, numbered_paragraphs
from sources.models import Article, ArticleVersion, Passage
from sources.text import Span, paragraph_at

BY_LOCATOR = "no text"


@dataclass(frozen=True)
class ReadClaim:
    """One citation in the article: what was read where, and what became of the words in the newest text."""

    number: int
    citation: Citation
    span: Span | None
    outcome: str
    paragraph: int | None
    public_version: int | None

    @property
    def speaker(self) -> str:
        return speaker_words(self.citation.claim)

    @property
    def value(self) -> str:
        return answer_words(self.citation.claim)

    @property
    def path(self) -> str:
        return admin_path(self.citation.claim)


@dataclass(frozen=True)
class ReadVersion:
    version: ArticleVersion
    claims: int
    outcomes: str

    @property
    def path(self) -> str:
        return admin_path(self.version)


class Reading:
    """One article as it has been read so far; asks the database a fixed number of times."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.versions_by_id = {version.pk: version for version in article.versions.with_text().newest_first()}
        self.newest = next(iter(self.versions_by_id.values()), None)

    @cached_property
    def claims(self) -> list[ReadClaim]:
        """In the order of the text; what does not stand in the newest version comes last."""
        citations = sorted(self._citations, key=lambda citation: self._start(citation) or float("inf"))
        public = self._public_versions(citations)
        return [
            ReadClaim(
                number,
                citation,
                *self._carried(citation),
                self._paragraph(citation),
                public.get(citation.claim.public_id),
            )
            for number, citation in enumerate(citations, 1)
        ]

    @cached_property
    def text(self) -> SafeString | None:
        if self.newest is None:
            return None
        marks = [Mark(claim.span.start, claim.span.end, claim.number) for claim in self.claims if claim.span]
        return numbered_paragraphs(self.newest.text, marks)

    @cached_property
    def versions(self) -> list[ReadVersion]:
        """Newest first, with how many claims are anchored to each and what became of them in the newest."""
        return [self._read_version(version) for version in self.versions_by_id.values()]

    def _read_version(self, version: ArticleVersion) -> ReadVersion:
        cited = [
            claim for claim in self.claims if claim.citation.passage and claim.citation.passage.version_id == version.pk
        ]
        outcomes = Counter(claim.outcome for claim in cited)
        words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        return ReadVersion(
            version, len({claim.citation.claim_id for claim in cited}), "" if version == self.newest else words
        )

    @cached_property
    def _citations(self) -> list[Citation]:
        chain = ("claim__said_by", "claim__speaks_for", "claim__value_place", "claim__value_party", "passage")
        question = ("incident", "predicate", "population", "party", "place")
        rows = self.article.citations.select_related(*chain, *(f"claim__question__{name}" for name in question))
        return list(rows.order_by("id"))

    @cached_property
    def _outcomes(self) -> dict[int, tuple[Span | None, str]]:
        return {passage.pk: self._carry(passage) for passage in (row.passage for row in self._citations) if passage}

    def _carried(self, citation: Citation) -> tuple[Span | None, str]:
        return self._outcomes[citation.passage_id] if citation.passage_id else (None, BY_LOCATOR)

    def _carry(self, passage: Passage) -> tuple[Span | None, str]:
        span = Span(passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
        old = self.versions_by_id.get(passage.version_id)
        if old is None or self.newest is None:
            return None, "missing"
        return (span, "intact") if old == self.newest else carry_span(old.text, self.newest.text, span)

    def _start(self, citation: Citation) -> int | None:
        span = self._carried(citation)[0]
        return span.start + 1 if span else None

    def _paragraph(self, citation: Citation) -> int | None:
        span = self._carried(citation)[0]
        if span is None or self.newest is None:
            return None
        return paragraph_at(self.newest.text, span.start).number

    def _public_versions(self, citations: Iterable[Citation]) -> dict[str, int]:
        ids = [citation.claim.public_id for citation in citations]
        issued = ClaimPublication.objects.current().filter(visibility=Visibility.ISSUED, public_id__in=ids)
        return dict(issued.values_list("public_id", "version"))

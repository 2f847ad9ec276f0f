"""The public documents of this app: what the API lists of sources and articles."""

from django.db import models

from newsroom.ledger.models import Line, Publication, Term, newest_by, span_of
from newsroom.ledger.words import Words


class SourcePublication(Publication):
    FACETS = ("kind", "country")

    kind = models.CharField(max_length=12)
    country = models.CharField(max_length=2)

    class Meta(Publication.Meta):
        abstract = False
        indexes = [*Publication.Meta.indexes, newest_by("source", "kind"), newest_by("source", "country")]


class SourceWords(Words):
    """Words of sources: names, description, titles."""

    class Meta(Words.Meta):
        abstract = False


class SourceTerm(Term):
    """Terms of sources: speaks_for."""

    class Meta(Term.Meta):
        abstract = False


class ArticlePublication(Publication):
    FACETS = ("language", "pub_status", "published_from", "published_until", "url")

    language = models.CharField(max_length=35)
    pub_status = models.CharField(max_length=8)
    published_from = models.DateTimeField(null=True, help_text="Earliest moment it can have been published.")
    published_until = models.DateTimeField(null=True, help_text="Latest moment it can have been published.")
    url = models.CharField(max_length=2000)

    class Meta(Publication.Meta):
        abstract = False
        indexes = [
            *Publication.Meta.indexes,
            *(newest_by("article", facet) for facet in ("language", "pub_status", "url")),
            span_of("article", "published_from", "published_until"),
            span_of("article", "published_until", "published_from"),
        ]


class ArticleTerm(Term):
    """Terms of articles: outlet, wire_credit, topic, sha256."""

    class Meta(Term.Meta):
        abstract = False


class ArticleWords(Words):
    """Words of articles: headline, bylines, credits, place of the dateline. Never their text."""

    class Meta(Words.Meta):
        abstract = False


class SourceLine(Line):
    class Meta(Line.Meta):
        abstract = False


class ArticleLine(Line):
    class Meta(Line.Meta):
        abstract = False

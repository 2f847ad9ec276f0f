"""The working rows of `sources`, one file a purpose."""

from sources.models.articles import Article, Contribution, Topic
from sources.models.derivations import Derivation, DerivationJudgement
from sources.models.fetches import Fetch
from sources.models.gazetteer import GazetteerEntry
from sources.models.identities import IdentityGrant, IdentityReading, SourceIdentity
from sources.models.imports import ImportItem, ImportRun
from sources.models.places import Place, PlaceAlias
from sources.models.publications import (
    ArticleLine,
    ArticlePublication,
    ArticleTerm,
    ArticleWords,
    SourceLine,
    SourcePublication,
    SourceTerm,
    SourceWords,
)
from sources.models.shingles import Shingle
from sources.models.sources import Affiliation, Disclosure, Source, SourceAlias, SourceIdentifier
from sources.models.texts import ArticleVersion, Passage

__all__ = [
    "Affiliation",
    "Article",
    "ArticleLine",
    "ArticlePublication",
    "ArticleTerm",
    "ArticleVersion",
    "ArticleWords",
    "Contribution",
    "Derivation",
    "DerivationJudgement",
    "Disclosure",
    "Fetch",
    "GazetteerEntry",
    "IdentityGrant",
    "IdentityReading",
    "ImportItem",
    "ImportRun",
    "Passage",
    "Place",
    "PlaceAlias",
    "Shingle",
    "Source",
    "SourceAlias",
    "SourceIdentifier",
    "SourceIdentity",
    "SourceLine",
    "SourcePublication",
    "SourceTerm",
    "SourceWords",
    "Topic",
]

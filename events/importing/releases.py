"""The releases of a data set, and which of them stands.

A release is an article of its data set, known by the hash and the name of its file. Releases follow each other by
the days they are of; where one of two does not say, by when they came in.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from events.importing.mappings import DataSetMapping
from sources.importing.reading import shorten
from sources.importing.records import RecordProblem
from sources.models import Article, Source
from sources.names import fold
from sources.publication_times import PublicationTime
from sources.text import clip

_BY_HASH = "sha256:"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Release:
    """One file of a data set: its hash and name, what the release is called and when it was made.

    `is_part`: it does not replace the one before. `is_overtaken`: a newer one has, so that nothing in it counts.
    """

    sha256: str = ""
    name: str = ""
    headline: str = ""
    published: PublicationTime | None = None
    is_part: bool = False
    is_overtaken: bool = False

    @property
    def external_id(self) -> str:
        return f"{_BY_HASH}{self.sha256} {shorten(self.name, _LONGEST_NAME)}"


def data_set_of(mapping: DataSetMapping) -> Source:
    """The data set as a source; a new one that is not stored yet where there is none of this name."""
    said = mapping.data_set
    known = Source.objects.on_record().called(said.name).filter(kind=Source.Kind.DATA_SET).order_by("pk").first()
    return known or Source(
        kind=Source.Kind.DATA_SET,
        name=said.name,
        folded=fold(said.name),
        description=said.description,
        homepage=said.homepage,
    )


def article_of(data_set: Source, release: Release) -> Article:
    """The article that a release is; a new one that is not stored yet where there is none."""
    known = _releases(data_set).filter(external_id=release.external_id).first()
    if known:
        return known
    article = Article(outlet=data_set, external_id=release.external_id, headline=release.headline)
    article.published = release.published
    return article


def overtaken_by(data_set: Source, release: Release) -> Article | None:
    """The newer release that stands, for one that came in before it; null for one that is to be taken, as any part is.

    Raises `RecordProblem` (older_release) for one that is older than what stands and never came in.
    """
    if release.is_part:
        return None
    article = article_of(data_set, release)
    newer = next((held for held in _releases(data_set) if _follows(held, article)), None)
    if newer and not article.pk:
        message = f"it is older than “{clip(newer.headline)}”, which is held"
        hint = "Import releases in their order. If it is the newer one, say so with --released."
        raise RecordProblem("older_release", message, hint=hint)
    return newer


def _releases(data_set: Source) -> QuerySet[Article]:
    if not data_set.pk:
        return Article.objects.none()
    return Article.objects.filter(outlet=data_set, external_id__startswith=_BY_HASH).order_by("-pk")


def _follows(held: Article, article: Article) -> bool:
    """True if the held release is newer than this one."""
    mine, its = article.published, held.published
    if mine and its and mine.latest <= its.earliest:
        return True
    is_before = bool(mine and its and its.latest <= mine.earliest)
    return not is_before and bool(article.pk) and held.pk > article.pk

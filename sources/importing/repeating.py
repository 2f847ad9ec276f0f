"""Files that came in before, byte for byte, from the same place: a second run need not read them again."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from sources.importing.article_job import ArticleJob
from sources.importing.formats import AUTO
from sources.importing.reading import Reading
from sources.models import ArticleVersion


def repeated(readings: Sequence[Reading], job: ArticleJob) -> set[str]:
    """The names of those files that are, unchanged, the newest text of the one article of their place.

    Not where somebody says how they are to be read, nor where the outlet can be filled in: then they are looked
    at. One query, or none.
    """
    if job.format != AUTO or job.encoding or job.mends_mojibake or not readings:
        return set()
    at_place = defaultdict(set)
    newest = ArticleVersion.objects.with_text().filter(article=OuterRef("article")).newest_first()
    held = ArticleVersion.objects.filter(
        raw_sha256__in=[reading.sha256 for reading in readings],
        article__import_root=job.root,
        pk=Subquery(newest.values("pk")[:1]),
    )
    if job.outlet:
        held = held.exclude(article__outlet=None)
    for path, sha256, article in held.values_list("article__import_path", "raw_sha256", "article"):
        at_place[path, sha256].add(article)
    return {reading.name for reading in readings if len(at_place[reading.name, reading.sha256]) == 1}

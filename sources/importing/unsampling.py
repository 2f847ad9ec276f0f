"""Taking texts out of the index by which similar ones are found, so that what is gone makes nothing common."""

from collections import defaultdict
from collections.abc import Collection

from sources.models import ArticleVersion
from sources.models.shingles import Shingle
from sources.shingles import sample, shingles

_AT_ONCE = 500


def forget_samples(versions: Collection[int]) -> None:
    """Take out what was sampled of these versions alone, before they are removed.

    What another version of the article has stays, and so does the first article of a common shingle.
    """
    going: defaultdict[int, set[int]] = defaultdict(set)
    staying: defaultdict[int, set[int]] = defaultdict(set)
    articles = ArticleVersion.objects.filter(pk__in=versions).values("article")
    texts = ArticleVersion.objects.with_text().filter(article__in=articles).values_list("pk", "article", "text")
    for key, article, text in texts.iterator(chunk_size=20):
        (going if key in versions else staying)[article].update(sample(shingles(text)))
    for article, hashes in going.items():
        _forget(article, sorted(hashes - staying[article]))


def _forget(article: int, hashes: list[int]) -> None:
    for start in range(0, len(hashes), _AT_ONCE):
        wanted = hashes[start : start + _AT_ONCE]
        Shingle.objects.filter(hash__in=wanted, article=article, is_common=False).delete()

"""How many copies are found, how many proposals are right, and how fast: our index, and MinHash beside it.

The figures are of a press made by chance (`newsroom.benching.copies`) whose reports share background paragraphs:
they compare ways of finding copies on the same texts, and say nothing of any newsroom's own.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from newsroom.benching.copies import Made, Press
from sources.importing.similar_texts import propose_similar
from sources.models import Article, ArticleVersion
from sources.models.shingles import Shingle
from sources.shingles import shingles

BATCH = 200
"""Reports a transaction, as in an import."""

PERMUTATIONS, JACCARD = 64, 0.3
"""Of MinHash: how long a signature is, and from which share of common shingles on it is tuned to answer."""

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of finding copies came to on one press.

    A copy is found where it was paired with its original, a pair is right where both are of one family.
    `seconds` are spent on finding alone, not on making or storing the reports.
    """

    way: str
    reports: int
    copies: int
    found: dict[str, float]
    recall: float
    pairs: int
    precision: float
    seconds: float
    rows: int

    @property
    def per_second(self) -> float:
        return self.reports / self.seconds


class HoldsArticles(RuntimeError):
    """The bench fills the database that it runs in, so it takes an empty one only."""


def measure_index(press: Press) -> Figures:
    """Import the whole press into this database, which has to be empty, in its order of arrival.

    Raises `HoldsArticles`. Everything stays behind: the caller throws the database away.
    """
    if Article.objects.exists():
        raise HoldsArticles(HoldsArticles.__doc__)
    numbers: dict[int, int] = {}
    pairs: set[Pair] = set()
    seconds = 0.0
    for batch in _batches(press):
        with transaction.atomic():
            stored = _store(batch)
            numbers.update((article.pk, made.number) for (article, _text), made in zip(stored, batch, strict=True))
            began = time.perf_counter()
            proposed = propose_similar(stored)
            seconds += time.perf_counter() - began
        pairs.update(frozenset([numbers[each.article_id], numbers[each.from_article_id or 0]]) for each in proposed)
    return _figures("sampled shingles", press, pairs, seconds, Shingle.objects.count())


def measure_minhash(press: Press) -> Figures:
    """The same press through MinHash and locality-sensitive hashing, in memory. Needs the extra `bench`."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    pairs: set[Pair] = set()
    seconds = 0.0
    for batch in _batches(press):
        began = time.perf_counter()
        for made in batch:
            signature = MinHash(num_perm=PERMUTATIONS)
            signature.update_batch([shingle.encode() for shingle in shingles(made.text)])
            pairs.update(frozenset([made.number, other]) for other in index.query(signature))
            index.insert(made.number, signature)
        seconds += time.perf_counter() - began
    return _figures(f"MinHash, {PERMUTATIONS} permutations, Jaccard {JACCARD}", press, pairs, seconds, 0)


def _batches(press: Press) -> Iterator[list[Made]]:
    order = press.order_of_arrival()
    for start in range(0, len(order), BATCH):
        yield [press.report(number) for number in order[start : start + BATCH]]


def _store(batch: Iterable[Made]) -> list[tuple[Article, str]]:
    made = [(Article(headline=f"Report {each.number}"), each.text) for each in batch]
    Article.objects.bulk_create([article for article, _text in made])
    ArticleVersion.objects.bulk_create([ArticleVersion(article=article, number=1, text=text) for article, text in made])
    return made


def _figures(way: str, press: Press, pairs: Collection[Pair], seconds: float, rows: int) -> Figures:
    made = Counter(press.kind_of(copy) for copy in press.copies)
    found = Counter(press.kind_of(copy) for copy in press.copies if frozenset([copy, press.original_of(copy)]) in pairs)
    right = sum(len(set(map(press.original_of, pair))) == 1 for pair in pairs)
    return Figures(
        way=way,
        reports=len(press),
        copies=len(press.copies),
        found={kind: found[kind] / count for kind, count in made.items()},
        recall=found.total() / made.total(),
        pairs=len(pairs),
        precision=right / max(1, len(pairs)),
        seconds=seconds,
        rows=rows,
    )

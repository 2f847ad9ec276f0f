import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from sources.models.articles import Article

COMMON = 50
"""A shingle of so many articles or more is common: a stock phrase, boilerplate, or a story that ran everywhere."""

Row = tuple[int, int, bool]
"""A hash, an article, and whether that is the first article of a common shingle."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where shingles stand: all articles of each that is not common, the first article of each that is."""

    articles: defaultdict[int, set[int]]
    common: dict[int, int]


_HAVING = {
    # CROSS JOIN keeps SQLite from reading the whole table to look up each of its rows in what was asked for.
    "sqlite": """
        SELECT held.hash, held.article_id, held.is_common
        FROM json_each(%s) AS asked CROSS JOIN sources_shingle AS held WHERE held.hash = asked.value
    """,
    # LATERAL with a limit does the same for PostgreSQL, also while the table was never analysed.
    "postgresql": f"""
        SELECT held.hash, held.article_id, held.is_common
        FROM unnest(%s::bigint[]) AS asked(hash)
        CROSS JOIN LATERAL (SELECT * FROM sources_shingle WHERE hash = asked.hash LIMIT {COMMON}) AS held
    """,  # noqa: S608  a number of ours; bound, it would not be planned with
}
_ADD = {
    "sqlite": """
        INSERT INTO sources_shingle (hash, article_id, is_common) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
    """,
    "postgresql": """
        INSERT INTO sources_shingle (hash, article_id, is_common)
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[]) ON CONFLICT DO NOTHING
    """,
}


class ShingleIndex(models.Manager["Shingle"]):
    """Reading and writing by the thousand: at most three statements, whatever the number of articles."""

    def take_in(self, samples: Mapping[int, Iterable[int]]) -> Postings:
        """Add the hashes sampled from each article, and say where all of them stand, these articles included.

        A hash that becomes common keeps its first article alone: no hash has ever more than 49 rows.
        """
        held = self._having(set[int]().union(*samples.values()))
        rows: list[Row] = []
        for article, hashes in samples.items():
            new = [each for each in hashes if each not in held.common and article not in held.articles[each]]
            rows += [(each, article, False) for each in new]
            for each in new:
                held.articles[each].add(article)
        became = {each for each, _, _ in rows if len(held.articles[each]) >= COMMON}
        if became:
            self.filter(hash__in=became).delete()
            held.common.update({each: min(held.articles.pop(each)) for each in became})
            rows = [row for row in rows if row[0] not in became]
            rows += [(each, held.common[each], True) for each in became]
        self._add(rows)
        return held

    def _having(self, hashes: Iterable[int]) -> Postings:
        held = Postings(defaultdict(set), {})
        asked = sorted(hashes)
        with connection.cursor() as cursor:
            given: Any = asked if connection.vendor == "postgresql" else json.dumps(asked)
            cursor.execute(_HAVING[connection.vendor], [given])
            for each, article, is_common in cursor:
                if is_common:
                    held.common[each] = article
                else:
                    held.articles[each].add(article)
        return held

    def _add(self, rows: list[Row]) -> None:
        rows.sort()  # neighbours in the index are written together
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_ADD["postgresql"], [[row[column] for row in rows] for column in range(3)])
            else:
                cursor.executemany(_ADD["sqlite"], rows)


class Shingle(models.Model):
    """One sampled shingle of an article's texts, as a hash. Of a common one only the first article is kept.

    Made from the texts and from nothing else: the table may be emptied and filled again at any time, and a row
    whose article is gone finds nothing. So no foreign key is checked, and there is no index but the one.
    """

    pk = models.CompositePrimaryKey("hash", "article")
    hash = models.BigIntegerField()
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    is_common = models.BooleanField(
        default=False, help_text="So many articles have it that only the first of them is kept."
    )

    objects = ShingleIndex()

    class Meta:
        ordering = ["hash", "article"]

    def __str__(self) -> str:
        return f"shingle {self.hash}"

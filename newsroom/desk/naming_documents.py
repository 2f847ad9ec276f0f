"""Which documents, in any version, say who a source is: by its id, or by its name in our own words."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from newsroom.desk.redacting import SHORTEST, says_one_of
from newsroom.ledger.models import Publication
from newsroom.ledger.registry import kinds
from sources.models import Disclosure, Source

PRINTED = {"passage", "headline", "byline", "wire_credits", "dateline", "text", "words", "credit_text", "public_notice"}
"""Members of documents that hold what an article prints. That is public whoever our sources are."""

AT_ONCE = 100
"""Texts in one query: SQLite nests no deeper than a thousand."""


@dataclass(frozen=True)
class Names:
    """What must be found: ids that stand for a source, and what it is called where that is to be a secret."""

    ids: tuple[str, ...]
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Source, claims: Iterable[str]) -> "Names":
        """A named source is found by its id and its names; of an unnamed one only its `claims` can be found."""
        if source.is_confidential:
            return cls(tuple(claims))
        aliases = source.aliases.values_list("name", flat=True)
        return cls((source.public_id,), tuple(dict.fromkeys([source.name, *aliases, *_former_names(source)])))

    @property
    def searches(self) -> Iterator[Q]:
        """Rows whose body may say it, by not more than so many texts at once."""
        long_enough = [name for name in self.names if len(name) >= SHORTEST]
        texts = [Q(body__contains=key) for key in self.ids]
        texts += [_says("body", json.dumps(name, ensure_ascii=False)[1:-1]) for name in long_enough]
        texts += [_says("notice", name) for name in long_enough]
        for start in range(0, len(texts), AT_ONCE):
            yield reduce(or_, texts[start : start + AT_ONCE])

    def stand_in(self, publication: Publication) -> bool:
        if any(key in publication.body for key in self.ids):
            return True
        own = (publication.notice, *_own_words(publication.body_json()))
        return any(says_one_of(self.names, text) for text in own)


def _says(column: str, words: str) -> Q:
    """Whatever the case: SQLite knows that of ASCII alone, but for regular expressions, which Python reads for it."""
    return Q((f"{column}__icontains", words)) if words.isascii() else Q((f"{column}__iregex", re.escape(words)))


def _former_names(source: Source) -> Iterator[str]:
    """What it was called before, openly. Not what somebody else is called now: a row may have been about him once."""
    held = source.history.filter(disclosure=Disclosure.ON_RECORD).order_by("history_id")
    for name in dict.fromkeys(held.values_list("name", flat=True)):
        if not Source.objects.called(name).exclude(pk=source.pk).exists():
            yield name


def documents_naming(names: Names) -> Iterator[Publication]:
    """Every version of every document that says who the source is, what is named first; each once."""
    for kind in kinds():
        found: dict[int, Publication] = {}
        for search in names.searches:
            rows = kind.publication.objects.filter(search)
            found |= {row.from_seq: row for row in rows.iterator() if names.stand_in(row)}
        yield from sorted(found.values(), key=lambda row: (row.public_id, row.version))


def _own_words(part: Any) -> Iterator[str]:
    """All texts of a document but the printed ones."""
    if isinstance(part, str):
        yield part
    for each in _own_parts(part):
        yield from _own_words(each)


def _own_parts(part: Any) -> list[Any]:
    if isinstance(part, dict):
        return [each for name, each in part.items() if name not in PRINTED]
    return part if isinstance(part, list) else []

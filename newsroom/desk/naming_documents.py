"""Which documents, in any version, say who a source is: by its id, or by its name in our own words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from newsroom.desk.redacting import SHORTEST, says_one_of
from newsroom.ledger.models import Publication
from newsroom.ledger.registry import kinds
from sources.models import Source

PRINTED = {"passage", "headline", "byline", "wire_credits", "dateline", "text", "words", "credit_text", "public_notice"}
"""Members of documents that hold what an article prints. That is public whoever our sources are."""


@dataclass(frozen=True)
class Names:
    """What a source is known by at the desk."""

    public_id: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, source: Source) -> "Names":
        aliases = source.aliases.values_list("name", flat=True)
        return cls(source.public_id, (source.name, *aliases))

    @property
    def telling(self) -> Q:
        """Rows whose body may say it."""
        wanted = Q(body__contains=f'"{self.public_id}"') | Q(body__contains=self.public_id)
        for name in self.names:
            if len(name) >= SHORTEST:
                wanted |= Q(body__icontains=json.dumps(name, ensure_ascii=False)[1:-1])
        return wanted

    def stand_in(self, publication: Publication) -> bool:
        if self.public_id in publication.body:
            return True
        return any(says_one_of(self.names, text) for text in _own_words(publication.body_json()))


def documents_naming(names: Names) -> Iterator[Publication]:
    """Every version of every document that says who the source is, what is named first."""
    for kind in kinds():
        rows = kind.publication.objects.filter(names.telling).order_by("public_id", "version")
        yield from (row for row in rows.iterator() if names.stand_in(row))


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

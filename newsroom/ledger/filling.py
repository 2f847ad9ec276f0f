"""Fill the index of words with what it lacks: when it is new, or after documents were written in bulk."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from newsroom.ledger.registry import Kind, kind_named
from newsroom.ledger.words import Words

CHUNK = 2_000


def fill_words(kind: Kind, using: str = "default") -> Iterator[int]:
    """Index the versions of a kind that are not in its table, in short transactions; yields how many each time.

    What was erased has no words. Publishing may go on meanwhile.
    """
    if kind.words is None:
        return
    last = 0
    while rows := _missing(kind, kind.words, last, using):
        found = [kind.words.of(seq, kind.searched(json.loads(body))) for seq, body in rows if body]
        with transaction.atomic(using=using):
            kind.words.objects.using(using).bulk_create(found)
        last = rows[-1][0]
        yield len(rows)


def _missing(kind: Kind, words: type[Words], after: int, using: str) -> list[tuple[int, str]]:
    indexed = words.objects.filter(seq=OuterRef("from_seq"))
    rows = kind.publication.objects.using(using).filter(~Exists(indexed), from_seq__gt=after)
    return list(rows.order_by("from_seq").values_list("from_seq", "body")[:CHUNK])


def fill_in_migration(*names: str) -> Callable[[Any, Any], None]:
    """The step of a migration that indexes what was issued before there was an index."""

    def fill(_apps: Any, schema_editor: Any) -> None:
        for name in names:
            for _ in fill_words(kind_named(name), schema_editor.connection.alias):
                pass

    return fill

"""Taking a name out of what our own people wrote: notes, reasons, logs, histories. Never out of what was printed."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus

from django.contrib.admin.models import LogEntry
from django.db.models import CharField, Model, QuerySet, TextField

from events.models import Citation, Claim, Finding, Incident, Review
from newsroom.desk.models import SavedFilter
from newsroom.ledger.models import Act, Merge, Split
from sources.models import Affiliation, Article, ArticleVersion, DerivationJudgement, ImportItem, ImportRun, Source

INSTEAD = "[name removed]"
SHORTEST = 3
"""Letters: a shorter name would be found in half of all words."""

WRITTEN_HERE: list[tuple[type[Model], tuple[str, ...]]] = [
    (Claim, ("attribution", "speaks_for_title", "note")),
    (Finding, ("rationale",)),
    (Incident, ("label", "description", "note")),
    (Article, ("editorial_note",)),
    (ArticleVersion, ("note",)),
    (Source, ("description",)),
    (Affiliation, ("title",)),
    (Citation, ()),
    (Review, ("decision",)),
    (DerivationJudgement, ("why",)),
    (Act, ("note",)),
    (Merge, ("merged_words", "into_words", "why", "undone_why")),
    (Split, ("from_words", "new_words", "why")),
    (LogEntry, ("object_repr", "change_message")),
    (ImportRun, ("target",)),
    (ImportItem, ("name", "message", "hint")),
]
"""Free words of the desk, and of the software about the desk's rows; the reasons in the history of each as well."""


def redact(names: Iterable[str]) -> int:
    """Replace these names wherever the desk wrote them. Returns in how many rows."""
    found = _pattern(names)
    if found is None:
        return 0
    dropped, _ = SavedFilter.objects.filter(pk__in=_filters_naming(found)).delete()
    return dropped + sum(_redact_rows(rows, columns, found) for rows, columns in _places())


def count_named(names: Iterable[str]) -> int:
    """In how many rows `redact` would replace something."""
    found = _pattern(names)
    if found is None:
        return 0
    return len(_filters_naming(found)) + sum(1 for rows, columns in _places() for _ in _holding(rows, columns, found))


def says_one_of(names: Iterable[str], text: str) -> bool:
    found = _pattern(names)
    return found is not None and found.search(text) is not None


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    long_enough = sorted({name for name in names if len(name) >= SHORTEST}, key=len, reverse=True)
    if not long_enough:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long_enough))})(?!\w)", re.IGNORECASE)


def _filters_naming(found: re.Pattern[str]) -> list[int]:
    """Filters that were kept to find this name: without it they would find something else."""
    kept = SavedFilter.objects.values_list("pk", "name", "query")
    return [key for key, name, query in kept if found.search(name) or found.search(unquote_plus(query))]


def _places() -> Iterator[tuple[QuerySet[Any], tuple[str, ...]]]:
    for model, columns in WRITTEN_HERE:
        if columns:
            yield model._base_manager.all(), columns  # noqa: SLF001  Django's documented attribute
        history = getattr(model, "history", None)
        if history is not None:
            yield history.all(), (*columns, "history_change_reason")


def _holding(rows: QuerySet[Any], columns: tuple[str, ...], found: re.Pattern[str]) -> Iterator[Any]:
    """The rows in which one of the names stands in one of the columns; read in keyset order, a chunk at a time."""
    for row in rows.order_by("pk").only("pk", *columns).iterator():
        if any(found.search(getattr(row, name) or "") for name in columns):
            yield row


def _redact_rows(rows: QuerySet[Any], columns: tuple[str, ...], found: re.Pattern[str]) -> int:
    changed = list(_holding(rows, columns, found))
    for row in changed:
        texts = {name: found.sub(INSTEAD, getattr(row, name) or "")[: _limit(rows.model, name)] for name in columns}
        kept = {name: text for name, text in texts.items() if getattr(row, name)}
        rows.model._base_manager.filter(pk=row.pk).update(**kept)  # noqa: SLF001  no history row of the redaction
    return len(changed)


def _limit(model: type[Model], name: str) -> int | None:
    field: CharField | TextField = model._meta.get_field(name)  # type: ignore[assignment,type-arg]  # noqa: SLF001
    return field.max_length

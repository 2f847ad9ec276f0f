"""The columns, of any app, that point at a kind of record; and the records that such rows belong to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet, TextField
from simple_history.models import HistoricalChanges

from newsroom.ledger.records import Record

BATCH = 500


@dataclass(frozen=True)
class Column:
    """A foreign key of some table. Histories have none that counts: they tell what was, and stay."""

    model: type[Model]
    field: "ForeignKey[Any, Any]"

    @classmethod
    def named(cls, label: str) -> "Column":
        model, _, name = label.rpartition(".")
        return cls(apps.get_model(model), apps.get_model(model)._meta.get_field(name))  # noqa: SLF001  Django's

    @property
    def label(self) -> str:
        """“events.Claim.said_by”."""
        return f"{self.model._meta.label}.{self.field.name}"  # noqa: SLF001  Django's documented attribute

    @property
    def target(self) -> type[Model]:
        return self.field.remote_field.model

    def pointing_at(self, key: int) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._base_manager.filter(**{self.field.attname: key})  # noqa: SLF001  Django's
        return rows

    def words(self, count: int) -> str:
        """“12 claims (said by)”."""
        names = self.model._meta  # noqa: SLF001  Django's documented attribute
        return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural} ({self.field.verbose_name})"


def columns_pointing_at(model: type[Model]) -> list[Column]:
    """Every column that points at rows of this kind, also those without a way back; in a settled order."""
    relations: list[Any] = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)  # noqa: SLF001  Django's documented attribute
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    found = [Column(relation.related_model, relation.field) for relation in relations]
    kept = [column for column in found if not issubclass(column.model, HistoricalChanges)]
    return sorted(kept, key=lambda column: column.label)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with what they name, and what that names, in one query; long texts are left where they are."""
    followed = dict(_followed(rows.model, 2))
    texts = [
        f"{path}__{field.attname}"
        for path, model in followed.items()
        for field in model._meta.concrete_fields  # noqa: SLF001  Django's documented attribute
        if isinstance(field, TextField)
    ]
    return rows.select_related(*followed).defer(*texts) if followed else rows


def _followed(model: type[Model], steps: int) -> Iterator[tuple[str, type[Model]]]:
    for field in model._meta.concrete_fields if steps else ():  # noqa: SLF001  Django's documented attribute
        target = field.related_model
        if isinstance(field, ForeignKey) and isinstance(target, type) and target is not model:
            yield field.name, target
            yield from ((f"{field.name}__{path}", further) for path, further in _followed(target, steps - 1))


def in_batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def owners_of(model: type[Model], keys: Sequence[int]) -> set[str]:
    """The public ids of the records that these rows are, or belong to: of a relay its claim and its article."""
    rows = model._base_manager  # noqa: SLF001  Django's documented attribute
    return {
        public_id
        for path in _paths_to_records(model)
        for batch in in_batches(keys)
        for public_id in rows.filter(pk__in=batch).values_list(path, flat=True)
        if public_id
    }


def _paths_to_records(model: type[Model], steps: int = 2) -> Iterator[str]:
    if issubclass(model, Record):
        yield "public_id"
        return
    for field in model._meta.concrete_fields if steps else ():  # noqa: SLF001  Django's documented attribute
        if isinstance(field, ForeignKey):
            yield from (f"{field.name}__{path}" for path in _paths_to_records(field.related_model, steps - 1))

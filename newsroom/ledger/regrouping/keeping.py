"""Rows kept as text, to the last digit, and made again from it."""

from typing import Any

from django.db.models import Model

Kept = dict[str, Any]


def kept(row: Model) -> Kept:
    """Every column of a row, in the form that its field reads again; null stays null."""
    fields = row._meta.concrete_fields  # noqa: SLF001  Django's documented attribute
    return {
        field.attname: None if getattr(row, field.attname) is None else field.value_to_string(row) for field in fields
    }


def value_of(model: type[Model], column: str, kept_row: Kept) -> Any:
    return model._meta.get_field(column).to_python(kept_row[column])  # type: ignore[union-attr]  # noqa: SLF001  Django's


def made_again(model: type[Model], kept_row: Kept) -> Any:
    """The row under its old key, inserted as it was: without new dates, and without an entry in its history."""
    fields = model._meta.concrete_fields  # noqa: SLF001  Django's documented attribute
    row = model(**{field.attname: field.to_python(kept_row[field.attname]) for field in fields})
    row.save_base(raw=True, force_insert=True)
    return row

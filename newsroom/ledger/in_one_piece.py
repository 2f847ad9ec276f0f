"""How PostgreSQL keeps documents: each in one piece, where the list finds it.

By itself it compresses what is over two kilobytes and puts most of it elsewhere, so that a page of fifty documents is
read from two hundred places. For migrations; SQLite keeps a document in one piece anyway.
"""

from collections.abc import Callable
from typing import Any

LARGEST = 8_160
"""Bytes of a row; a larger one is stored as PostgreSQL does it by itself."""


def keep_in_one_piece(app: str, *models: str) -> Callable[[Any, Any], None]:
    """The step of a migration: what is written from now on to these tables is kept whole."""
    return _altering(app, models, f"SET (toast_tuple_target = {LARGEST})")


def keep_as_usual(app: str, *models: str) -> Callable[[Any, Any], None]:
    """The way back."""
    return _altering(app, models, "RESET (toast_tuple_target)")


def _altering(app: str, models: tuple[str, ...], change: str) -> Callable[[Any, Any], None]:
    def alter(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for model in models:
            table = apps.get_model(app, model)._meta.db_table  # noqa: SLF001  documented
            schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} {change}")

    return alter

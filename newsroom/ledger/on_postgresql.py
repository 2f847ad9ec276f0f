"""How PostgreSQL keeps what is public, so that it is found and read quickly. For migrations; SQLite does so anyway.

Documents in one piece: by itself it compresses what is over two kilobytes and puts most of it elsewhere, so that a page
of fifty is read from two hundred places. Words in their index at once: by itself it gathers new ones in a list, which
every search reads from end to end until somebody cleans up.
"""

from collections.abc import Callable, Iterator
from typing import Any

LARGEST = 8_160
"""Bytes of a row; a larger one is stored as PostgreSQL does it by itself."""
Step = Callable[[Any, Any], None]


def keep_in_one_piece(app: str, *models: str) -> Step:
    """The step of a migration: what is written from now on to these tables is kept whole."""
    return _executing(app, models, f"ALTER TABLE {{0}} SET (toast_tuple_target = {LARGEST})")


def keep_as_usual(app: str, *models: str) -> Step:
    """The way back."""
    return _executing(app, models, "ALTER TABLE {0} RESET (toast_tuple_target)")


def find_at_once(app: str, *models: str) -> Step:
    """The step of a migration: the words of these tables stand in the index from now on, and those that waited."""
    settled = "SELECT gin_clean_pending_list('{0}_words'::regclass)"
    return _executing(app, models, "ALTER INDEX {0}_words SET (fastupdate = off)", settled)


def find_as_usual(app: str, *models: str) -> Step:
    """The way back."""
    return _executing(app, models, "ALTER INDEX {0}_words RESET (fastupdate)")


def _executing(app: str, models: tuple[str, ...], *statements: str) -> Step:
    def execute(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in _tables(apps, app, models):
                for statement in statements:
                    schema_editor.execute(statement.format(table))

    return execute


def _tables(apps: Any, app: str, models: tuple[str, ...]) -> Iterator[str]:
    return (apps.get_model(app, model)._meta.db_table for model in models)  # noqa: SLF001  documented

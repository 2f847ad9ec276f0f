"""The content of a database as one hash: every column that says something, references by what they point to.

Left out are keys and clocks, which differ between two databases that hold the same.

    DATABASE_URL=… python -m tests.drills.content
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

KEYS = frozenset(["id", "public_id", "history_id", "act", "salt", "etag", "prev_sha256", "entry_sha256"])
CLOCKS = frozenset(
    ["created_at", "captured_at", "history_date", "started_at", "finished_at", "opened_at", "at", "issued_at"]
)
APPS = ("sources", "events")
DERIVED = frozenset(["sources.Shingle"])
"""Made from the texts and from nothing else."""


class Content:
    """Hashes of rows, each row's references replaced by the hashes of what they point to."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, Any], str] = {}

    def rows(self) -> Iterator[tuple[str, str]]:
        """The table and the hash of every row that an import can write."""
        from django.apps import apps

        for app in APPS:
            for model in apps.get_app_config(app).get_models():
                if model._meta.label in DERIVED:
                    continue
                for row in model._base_manager.iterator(chunk_size=2000):
                    yield model._meta.label, self.of(row)

    def of(self, row: Any) -> str:
        key = (row._meta.label, row.pk)
        if key not in self._of:
            self._of[key] = ""  # a row that points to itself
            said = [[field.name, self._value(row, field)] for field in row._meta.concrete_fields if self._counts(field)]
            self._of[key] = hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()
        return self._of[key]

    def _value(self, row: Any, field: Any) -> Any:
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            return self.of(getattr(row, field.name))
        return value

    @staticmethod
    def _counts(field: Any) -> bool:
        return field.name not in KEYS | CLOCKS and type(field).__name__ != "CompositePrimaryKey"


def content_digest() -> dict[str, str]:
    """For each table how many rows it has and the hash over them, in no order."""
    tables: dict[str, list[str]] = {}
    for table, row in Content().rows():
        tables.setdefault(table, []).append(row)
    joined = {table: hashlib.sha256("".join(sorted(rows)).encode()).hexdigest()[:16] for table, rows in tables.items()}
    return {table: f"{len(tables[table])} {joined[table]}" for table in sorted(tables)}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.stdout.write(json.dumps(content_digest(), indent=1))

"""Databases that a benchmark fills and throws away, on the engine that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connections

BARE = "bare"


@contextmanager
def scratch_databases() -> Iterator[None]:
    """While entered, `default` and `bare` are two new databases with the product's tables and nothing else."""
    connections.settings[BARE] = deepcopy(connections.settings["default"])
    with TemporaryDirectory(prefix="bench-") as folder:
        made = [_make(alias, Path(folder)) for alias in ("default", BARE)]
        try:
            yield
        finally:
            for alias, name in made:
                connections[alias].creation.destroy_test_db(name, verbosity=0)


def _make(alias: str, folder: Path) -> tuple[str, str]:
    """The alias and the name that its database had before. On SQLite a file: what is measured is a disk."""
    connection = connections[alias]
    before = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = str(folder / f"{alias}.sqlite3") if is_file else f"bench_{alias}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("migrate", database=alias, verbosity=0)
    return alias, before

"""Write the whole database into one file, as it stood at one moment."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from django.conf import settings
from django.db import connection

from newsroom.backups.sealed_files import FrameWriter, key_from
from newsroom.backups.snapshots import Snapshot
from newsroom.ledger import seam
from newsroom.ledger.models import moment_text


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself in its first line. `head`: number and hash of the ledger's newest entry."""

    engine: str
    made_at: str
    migrations: list[list[str]]
    head: list[Any] | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        migrations = snapshot.ask("SELECT app, name FROM django_migrations ORDER BY id")
        head = snapshot.ask("SELECT seq, entry_sha256 FROM ledger_entry ORDER BY seq DESC LIMIT 1")
        moment = moment_text(seam.now())
        return cls(connection.vendor, moment, [list(row) for row in migrations], list(head[0]) if head else None)

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        return cls(**json.loads(line))

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def backup_keys() -> list[bytes]:
    """Those of the setting, newest first. Raises `ValueError` for one that is none."""
    return [key_from(text) for text in settings.BACKUP_KEYS]


def back_up(snapshot: Snapshot, path: Path) -> Contents:
    """Write a backup, sealed with the newest key where there is one. It is whole and on disk when this returns.

    Raises `FileExistsError`, `OSError`, `ValueError` for a key that is none, `DatabaseError`.
    """
    contents = Contents.of(snapshot)
    with _whole_or_not_at_all(path) as file:
        frames = FrameWriter(file, next(iter(backup_keys()), None))
        frames.write(contents.line())
        for block in snapshot.blocks():
            frames.write(block)
        frames.finish()
    return contents


@contextmanager
def _whole_or_not_at_all(path: Path) -> Iterator[IO[bytes]]:
    """A file that nobody else may read, in its place once it is on disk, and never in the place of another."""
    if path.exists():
        raise FileExistsError(path)
    made = path.with_name(f".{path.name}.making")
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        made.rename(path)
    finally:
        made.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

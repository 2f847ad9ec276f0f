"""Checkpoints: the hash of one entry, kept where nobody who can write the database can reach.

Each is one line of JSON, as `/api/v1/ledger/` gives it: `{"at":…,"seq":…,"sha256":…}`. Lines are only ever appended,
to one file a day; a line is written at one go and flushed to disk, and one that a crash has cut counts for nothing.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from django.conf import settings
from django.db import transaction

from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Entry, moment_text

ENDING = ".jsonl"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotACheckpoint(ValueError):
    """What was given as a checkpoint is none. The message names the place and the mend."""


@dataclass(frozen=True, order=True)
class Checkpoint:
    """The hash of one entry, which stands for that entry and for all before it."""

    seq: int
    sha256: str
    at: str = ""

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(entry.seq, entry.entry_sha256, moment_text(entry.at))

    def said(self) -> dict[str, Any]:
        """In the form that is served and kept."""
        return asdict(self)

    def line(self) -> str:
        return canonical_json(self.said()) + "\n"


def newest_checkpoint() -> Checkpoint | None:
    """Of the head; null while nothing has been published."""
    head = Entry.objects.order_by("-seq").first()
    return Checkpoint.of(head) if head else None


def keep(checkpoint: Checkpoint, folder: Path) -> Path:
    """Append a checkpoint to the folder's file of its day. Raises `OSError`; it is on disk when this returns."""
    path = folder / f"{checkpoint.at[:10]}{ENDING}"
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _take_out_what_was_cut(file)
        file.write(checkpoint.line().encode())
        file.flush()
        os.fsync(file.fileno())
    return path


def _take_out_what_was_cut(file: IO[bytes]) -> None:
    file.seek(0)
    content = file.read()
    if not content.endswith(b"\n"):
        file.truncate(content.rfind(b"\n") + 1)


def keep_when_committed(entry: Entry) -> None:
    """Where the setting names a folder, keep a checkpoint of this entry once the act is done.

    What is published stays published if the folder cannot be written: that is logged.
    """
    if settings.CHECKPOINT_DIR:
        checkpoint, folder = Checkpoint.of(entry), Path(settings.CHECKPOINT_DIR)
        transaction.on_commit(lambda: keep(checkpoint, folder), robust=True)


def read_checkpoints(paths: Iterable[str | Path]) -> list[Checkpoint]:
    """Those kept in files and folders, in order. Raises `NotACheckpoint`, `OSError`."""
    return sorted({found for path in paths for file in _files(Path(path)) for found in _in_file(file)})


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob(f"*{ENDING}"))
    if not files:
        message = f"{path}: there is no file *{ENDING} in this folder. `checkpoint_ledger --to {path}` writes one."
        raise NotACheckpoint(message)
    return files


def _in_file(path: Path) -> Iterator[Checkpoint]:
    """Each line but a last one that was not finished."""
    whole = path.read_bytes().split(b"\n")[:-1]
    if not whole:
        message = f"{path}: there is no whole line in this file. `checkpoint_ledger --to FOLDER` writes one."
        raise NotACheckpoint(message)
    for number, line in enumerate(whole, 1):
        try:
            said = json.loads(line)
            yield Checkpoint(int(said["seq"]), _as_hash(said["sha256"]), str(said.get("at", "")))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            message = (
                f'{path}, line {number}: this is no checkpoint, which looks like {{"at":"…","seq":1042,"sha256":"…"}}. '
                "It was changed since it was written: take another copy."
            )
            raise NotACheckpoint(message) from error


def _as_hash(said: str) -> str:
    if not _SHA256.fullmatch(said):
        raise ValueError(said)
    return said

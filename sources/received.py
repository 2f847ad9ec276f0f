"""The bytes of everything imported, kept as they were received, under the hash of themselves.

The setting RECEIVED_DIR names the folder; "" keeps nothing. A file lies at `ab/cd/<sha256>`, is written whole or not
at all, never again, and only its owner may read it. Nothing here deletes.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotKept(LookupError):
    """There are no bytes with this hash; the message says why."""


class NotSound(RuntimeError):
    """What is kept under a hash has another one: it was changed since. The message names the file."""


def is_kept() -> bool:
    """True where received bytes are kept at all."""
    return _folder() is not None


def keep(raw: bytes) -> str:
    """Keep the bytes, once, and return their SHA-256 in hexadecimal, also where nothing is kept.

    They are on disk when this returns. Raises `OSError` where they cannot be written, `NotSound` where other
    bytes lie in their place; these are left as they are.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    folder = _folder()
    if folder is None:
        return sha256
    path = _path(folder, sha256)
    if path.exists():
        _read(path, sha256)
        return sha256
    for wider in (folder, path.parent.parent, path.parent):
        _make_folder(wider)
    _write(path, raw)
    return sha256


def open_received(sha256: str) -> bytes:
    """The bytes with this hash, checked against it.

    Raises `NotKept` where there are none, `NotSound` where they were changed, `OSError` where they cannot be read.
    """
    folder = _folder()
    if folder is None:
        message = "Received bytes are not kept here; the setting RECEIVED_DIR names a folder for them."
        raise NotKept(message)
    if not _SHA256.fullmatch(sha256):
        message = f"“{sha256[:80]}” is no SHA-256: 64 digits 0–9 and a–f."
        raise NotKept(message)
    try:
        return _read(_path(folder, sha256), sha256)
    except FileNotFoundError as error:
        message = f"No bytes with the hash {sha256} are kept."
        raise NotKept(message) from error


def _folder() -> Path | None:
    named = str(getattr(settings, "RECEIVED_DIR", ""))
    return Path(named) if named else None


def _path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256[2:4] / sha256


def _read(path: Path, sha256: str) -> bytes:
    raw = path.read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != sha256:
        message = f"{path} was changed: its bytes have the hash {found}. Put it back from a backup."
        raise NotSound(message)
    return raw


def _write(path: Path, raw: bytes) -> None:
    """A file of another name becomes this one when it is whole and on disk; two writers write the same."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """So that the names in it are on disk as well; not every file system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)

"""From a path to the items below it and their bytes: in one settled order, no link followed out of it.

Knows neither a format nor a model. Holds one folder's names and one file's bytes at a time.
"""

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sources.importing.records import RecordProblem

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_NAME_BYTES = 1000
STANDARD_INPUT = "-"
# What stands beside reports and is none; given by its own path it is read like any other.
_ABOUT_THE_FOLDER = re.compile(
    r"(?:readme|licen[cs]e|copying|attribution|notice|changelog)(?:\.(?:md|txt|rst))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a folder: an item, or one that is refused with a problem or skipped with a reason."""

    name: str
    path: Path
    problem: RecordProblem | None = None
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The bytes of one item as received, or why there are none.

    `address` is where they were fetched, `encoding` what their host said that they are in; "" for a file.
    """

    name: str
    raw: bytes = b""
    problem: RecordProblem | None = None
    address: str = ""
    encoding: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the bytes, "" where there are none to speak of."""
        return "" if self.problem else hashlib.sha256(self.raw).hexdigest()


def printable(name: bytes | str) -> str:
    r"""A file name as text that can be stored and shown: what is not UTF-8 or not visible as `\xNN`.

    Two names never become the same one: a backslash is doubled.
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(map(_visible, text))


def shorten(name: str, most: int = MAX_NAME_BYTES) -> str:
    """The name in at most so many bytes of UTF-8; one that is cut ends in a hash of the whole."""
    whole = name.encode()
    if len(whole) <= most:
        return name
    return whole[: most - 65].decode("utf-8", "ignore") + "~" + hashlib.sha256(whole).hexdigest()


def walk(root: Path, after: str = "") -> Iterator[Found]:
    """Every entry below a folder in the order of names, those before `after` left out.

    Of a file it is that file, whose folder is its parent.
    """
    if root.is_dir():
        yield from _below(root, _Walk(os.path.realpath(root), after.split("/") if after else []), "")
    else:
        yield Found(printable(root.name), root.resolve())


def read(found: Found) -> Reading:
    """The bytes of one entry; whatever hinders becomes the reading's problem."""
    if found.problem is not None:
        return Reading(found.name, problem=found.problem)
    try:
        return Reading(found.name, _regular_bytes(found.path))
    except OSError as error:
        return Reading(found.name, problem=_unreadable(error))
    except RecordProblem as problem:
        return Reading(found.name, problem=problem)


def read_standard_input() -> Reading:
    raw = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        return Reading(STANDARD_INPUT, problem=_too_large("it"))
    return Reading(STANDARD_INPUT, raw)


@dataclass(frozen=True, slots=True)
class _Walk:
    realroot: str
    after: list[str]

    def is_past(self, order: list[str], *, is_folder: bool) -> bool:
        """True for what an earlier run has done: a file before `after`, a folder wholly before it."""
        return order < (self.after[: len(order)] if is_folder else self.after)


def _below(folder: Path, walk: _Walk, prefix: str) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            named = [(prefix + printable(entry.name), entry) for entry in entries]
    except OSError as error:
        yield Found(prefix.removesuffix("/") or ".", folder, _unreadable(error))
        return
    for order, name, entry in sorted(
        ((shorten(name).split("/"), name, entry) for name, entry in named), key=lambda found: found[0]
    ):
        is_folder = _is_folder(name, entry)
        if walk.is_past(order, is_folder=is_folder):
            continue
        if is_folder:
            yield from _below(Path(entry.path), walk, name + "/")
        else:
            yield _judge(name, entry, walk)


def _is_folder(name: str, entry: os.DirEntry[str]) -> bool:
    """True for a folder to go into; a hidden one and one with too long a path are entries like others."""
    is_open = not entry.name.startswith(".") and shorten(name) == name
    return is_open and entry.is_dir(follow_symlinks=False)


def _judge(name: str, entry: os.DirEntry[str], walk: _Walk) -> Found:
    path = Path(entry.path)
    if shorten(name) != name:
        message = f"the path has {len(name.encode())} bytes; at most {MAX_NAME_BYTES} are taken"
        problem = RecordProblem("path_too_long", message, hint="Move or rename it.")
        return Found(shorten(name), path, problem)
    if entry.name.startswith("."):
        return Found(name, path, skipped="hidden")
    if _ABOUT_THE_FOLDER.fullmatch(entry.name):
        return Found(name, path, skipped="about the folder")
    if entry.is_symlink():
        return _judge_link(name, path, walk)
    return Found(name, path)


def _judge_link(name: str, path: Path, walk: _Walk) -> Found:
    target = os.path.realpath(path)
    if os.path.commonpath([target, walk.realroot]) == walk.realroot:
        return Found(name, path, skipped="link")  # what it points to is read in its own place
    hint = "Copy the file into the folder, or import what the link points to."
    return Found(name, path, RecordProblem("special_file", "a link out of the folder", hint=hint))


def _regular_bytes(path: Path) -> bytes:
    """The bytes of a regular file. Opened without waiting for a pipe or following a link put there since."""
    _check_regular(path.lstat())  # opening some devices does something
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, _flags: os.open(name, flags)) as file:
        status = os.fstat(file.fileno())
        _check_regular(status)
        raw = b"" if status.st_size > MAX_FILE_BYTES else file.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES or status.st_size > MAX_FILE_BYTES:
            raise _too_large(f"the file has {status.st_size:,} bytes; it")
        return raw


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RecordProblem("special_file", "a device, pipe or socket", hint="Only regular files are read.")


def _visible(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable():
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def _unreadable(error: OSError) -> RecordProblem:
    hint = "Give the right to read it, or move it out of the folder."
    return RecordProblem("unreadable", error.strerror or "cannot be read", hint=hint)


def _too_large(what: str) -> RecordProblem:
    message = f"{what} may have at most {MAX_FILE_BYTES:,} bytes"
    return RecordProblem("too_large", message, hint="Split it into its reports.")

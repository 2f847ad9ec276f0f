"""Bytes are kept as received, under their own hash, whole or not at all."""

import hashlib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sources.received import NotKept, NotSound, is_kept, keep, open_received

RAW = b"Text as received"
HASH = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def folder(settings, tmp_path):
    settings.RECEIVED_DIR = str(tmp_path / "received")
    return tmp_path / "received"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=500))
def test_what_is_kept_is_read_back(folder, raw):
    assert open_received(keep(raw)) == raw


def test_it_lies_under_its_hash_for_its_owner_alone(folder):
    assert keep(RAW) == HASH
    path = folder / HASH[:2] / HASH[2:4] / HASH
    assert path.read_bytes() == RAW
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [found.name for found in folder.rglob("*") if found.is_file()] == [HASH]


def test_the_same_bytes_are_written_once(folder):
    keep(RAW)
    path = folder / HASH[:2] / HASH[2:4] / HASH
    before = path.stat()
    keep(RAW)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_changed_bytes_are_told_and_never_overwritten(folder):
    keep(RAW)
    path = folder / HASH[:2] / HASH[2:4] / HASH
    path.write_bytes(b"Something else")
    for act in (lambda: open_received(HASH), lambda: keep(RAW)):
        with pytest.raises(NotSound, match=HASH):
            act()
    assert path.read_bytes() == b"Something else"


@pytest.mark.parametrize("asked", ["0" * 64, "", "../../etc/passwd", HASH.upper(), HASH + "\n", HASH[:-1], "é" * 64])
def test_what_is_not_there_or_no_hash_is_not_kept(folder, asked):
    keep(RAW)
    with pytest.raises(NotKept):
        open_received(asked)


def test_without_a_folder_nothing_is_kept_and_that_is_said(settings, tmp_path, monkeypatch):
    settings.RECEIVED_DIR = ""
    monkeypatch.chdir(tmp_path)
    assert not is_kept()
    assert keep(RAW) == HASH
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotKept, match="RECEIVED_DIR"):
        open_received(HASH)


def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    keep(b"Something before")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        keep(RAW)
    assert not list(folder.rglob("*.part"))
    assert not list(folder.rglob(HASH))


def test_bytes_are_on_disk_before_they_have_their_name(folder, monkeypatch):
    order = []
    rename = Path.rename

    def note_rename(path, target):
        order.append("name")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", lambda _handle: order.append("sync"))
    monkeypatch.setattr(Path, "rename", note_rename)
    assert is_kept()
    keep(RAW)
    assert order.index("name") == len(order) - 2
    assert order[-1] == order[-3] == "sync"

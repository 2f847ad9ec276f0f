"""Which files of a folder are read, and what becomes of links, pipes, strange names and locked doors."""

import os
import socket

import pytest

from sources.importing.reading import MAX_NAME_BYTES, printable, read, shorten, walk
from sources.models import Article, ImportItem, ImportRun
from tests.sources.importing import import_it, put, the_article

pytestmark = pytest.mark.django_db


def names(root, after=""):
    return [found.name for found in walk(root, after)]


def test_every_file_below_the_folder_is_read_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/z", "a.md", "a/sub/1", "ab", "A.TXT"):
        put(tmp_path, name, name)
    assert names(tmp_path) == ["A.TXT", "a/sub/1", "a/z", "a.md", "ab", "b.txt"]
    assert import_it(tmp_path).counts == {"created": 6}


def test_a_walk_goes_on_behind_any_item_of_it(tmp_path):
    for name in ("a/1", "a/2/x", "a/2/y", "a/3", "a.txt", "b/1", "c"):
        put(tmp_path, name, name)
    whole = names(tmp_path)
    for index, name in enumerate(whole):
        assert names(tmp_path, after=name) == whole[index:]
    (tmp_path / "a/2/x").unlink()
    assert names(tmp_path, after="a/2/x") == ["a/2/y", "a/3", "a.txt", "b/1", "c"]


def test_one_file_belongs_to_its_folder(tmp_path):
    path = put(tmp_path / "june", "a.txt", "Text.")
    assert import_it(path).counts == {"created": 1}
    assert import_it(path.parent).counts == {"unchanged": 1}
    assert the_article().import_root == "june"


def test_hidden_entries_are_skipped_and_counted(tmp_path):
    put(tmp_path, "a.txt", "Text.")
    put(tmp_path, ".DS_Store", b"\0")
    put(tmp_path, ".git/config", "Text.")
    ended = import_it(tmp_path)
    assert (ended.code, ended.counts) == (0, {"created": 1, "skipped": 2})


def test_what_a_folder_says_of_itself_is_skipped_and_is_read_only_by_its_own_path(tmp_path):
    put(tmp_path, "a.txt", "Text.")
    put(tmp_path, "README.md", "These are the reports of June.")
    put(tmp_path, "sub/LICENSE", "Take what you like.")
    ended = import_it(tmp_path)
    assert ended.counts == {"created": 1, "skipped": 2}
    assert import_it(tmp_path / "README.md").counts == {"created": 1}


def test_a_link_out_of_the_folder_is_refused_and_one_within_is_read_in_its_place(tmp_path):
    put(tmp_path, "secret.txt", "Text one.")
    put(tmp_path, "in/a.txt", "Text two.")
    put(tmp_path, "in/sub/b.txt", "Text three.")
    for name, target in (
        ("out", "../secret.txt"),
        ("up", ".."),
        ("same", "a.txt"),
        ("around", "sub"),
        ("gone", "../x"),
    ):
        (tmp_path / "in" / name).symlink_to(target)
    ended = import_it(tmp_path / "in")
    assert ended.counts == {"created": 2, "refused": 3, "skipped": 2}
    assert {said["name"]: said["reason"] for said in ended.items} == dict.fromkeys(
        ["gone", "out", "up"], "special_file"
    )


def test_a_link_named_on_the_command_line_is_followed(tmp_path):
    put(tmp_path, "in/a.txt", "Text.")
    (tmp_path / "latest").symlink_to("in")
    assert import_it(tmp_path / "latest").counts == {"created": 1}
    assert the_article().import_root == "latest"


def test_pipes_and_sockets_are_refused_without_waiting(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        ended = import_it(tmp_path)
    assert (ended.code, ended.counts) == (3, {"refused": 2})
    assert {said["name"]: said["reason"] for said in ended.items} == {"pipe": "special_file", "socket": "special_file"}
    assert import_it(tmp_path / "pipe").items[0]["reason"] == "special_file"


def test_what_may_not_be_read_is_refused(tmp_path, monkeypatch):
    put(tmp_path, "in/a.txt", "Text.")
    put(tmp_path, "in/closed/b.txt", "Text.")
    put(tmp_path, "in/c.txt", "Text.")
    allowed, scanned = os.open, os.scandir

    def may_not_open(path, *args, **options):
        if str(path).endswith("c.txt"):
            raise PermissionError(13, "Permission denied")
        return allowed(path, *args, **options)

    def may_not_scan(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scanned(path)

    monkeypatch.setattr(os, "open", may_not_open)  # the tests may run as root, who may read anything
    monkeypatch.setattr(os, "scandir", may_not_scan)
    ended = import_it(tmp_path / "in")
    assert ended.counts == {"created": 1, "refused": 2}
    assert {said["name"]: said["reason"] for said in ended.items} == {"c.txt": "unreadable", "closed": "unreadable"}


def test_a_file_that_vanishes_is_refused(tmp_path):
    path = put(tmp_path, "a.txt", "Text.")
    found = next(walk(tmp_path))
    path.unlink()
    problem = read(found).problem
    assert problem
    assert problem.reason == "unreadable"


def test_a_file_too_large_to_read_is_not_read(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    ended = import_it(tmp_path)
    assert ended.items[0]["reason"] == "too_large"
    assert ImportItem.objects.get().raw_sha256 == ""


def test_names_that_are_not_utf8_are_kept_apart_and_printable(tmp_path):
    for number, name in enumerate([b"caf\xe9", rb"caf\xe9", "café".encode(), b"new\nline", "ع".encode()]):
        put(tmp_path, os.fsdecode(name), f"Text {number}.")
    ended = import_it(tmp_path)
    assert (ended.code, ended.counts) == (0, {"created": 5})
    assert set(Article.objects.values_list("import_path", flat=True)) == {
        "caf\\xe9",
        "caf\\\\xe9",
        "café",
        "new\\x0aline",
        "ع",
    }
    assert import_it(tmp_path).counts == {"unchanged": 5}


def test_a_folder_s_name_may_be_anything(tmp_path):
    folder = tmp_path / os.fsdecode(b"\xff" * 100)
    put(folder, "a.txt", "Text.")
    assert import_it(folder).counts == {"created": 1}
    assert len(the_article().import_root) <= 300


def test_a_path_too_long_to_keep_is_refused(tmp_path):
    deep = tmp_path
    for _ in range(6):
        deep = deep / ("d" * 200)
        put(deep, "a.txt", f"Text {len(str(deep))}.")
    put(tmp_path, "z.txt", "Text.")
    ended = import_it(tmp_path)
    assert ended.counts == {"created": 5, "refused": 1}
    assert ended.items[0]["reason"] == "path_too_long"
    assert len(ended.items[0]["name"].encode()) <= MAX_NAME_BYTES


@pytest.mark.parametrize(("name", "shown"), [("a b", "a b"), ("a\u202eb", "a\\xe2\\x80\\xaeb"), ("a\\b", "a\\\\b")])
def test_a_name_shows_what_is_in_it(name, shown):
    assert printable(name) == shown


def test_a_shortened_name_fits_and_stays_different():
    first, second = shorten("é" * 600), shorten("é" * 601)
    assert first != second
    assert max(len(first.encode()), len(second.encode())) <= MAX_NAME_BYTES


def test_an_empty_folder_is_done_at_once(tmp_path):
    ended = import_it(tmp_path)
    assert (ended.code, ended.read, ended.state) == (0, 0, "done")


def test_the_limit_ends_the_reading(tmp_path):
    for number in range(5):
        put(tmp_path, f"{number}.txt", f"Text {number}.")
    put(tmp_path, ".hidden", "")
    ended = import_it(tmp_path, limit=2)
    assert ended.counts == {"created": 2, "skipped": 1}
    assert import_it(tmp_path, limit=2).counts == {"unchanged": 2, "skipped": 1}
    assert ImportRun.objects.filter(state="done").count() == 2

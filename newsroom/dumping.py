"""A whole ledger as files in a folder, with a manifest: for an archive, a mirror, or a study that is cited.

The folder appears when everything is in it, and shows the ledger as it stood at one entry, however long it takes.
`SHA256SUMS` is checked by `sha256sum -c`. `entries.ndjson` is the chain: the SHA-256 of each line stands at the end of
the next, that of the last in the manifest, so that nothing of ours is needed to see that nothing was changed.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from newsroom.api.exporting import CSV, NDJSON, Export, Form, table_metadata
from newsroom.api.grammar import LARGEST_NUMBER
from newsroom.api.standpoints import Standpoint
from newsroom.api.statements import Query, count_statement, fetch
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Entry
from newsroom.ledger.registry import Kind, kinds

FORMS = {"ndjson": NDJSON, "csv": CSV}
MANIFEST, SUMS, ENTRIES = "manifest.json", "SHA256SUMS", "entries.ndjson"
_BLOCK = 1 << 20
Count = Callable[[int], object]


class CannotDump(Exception):
    """The message says why, and what to do."""


class DoesNotHold(Exception):
    """A dump is not what its manifest says; the message names the file."""


@dataclass(frozen=True)
class Written:
    """A file of the dump: how many documents or entries it holds, its size in bytes and the hash of them."""

    name: str
    rows: int
    bytes: int
    sha256: str


def dump(folder: Path, forms: Sequence[str], head: int, *, withdrawn_too: bool, count: Count) -> Sequence[Written]:
    """Write the ledger as of entry `head`; `count` is told how many rows came on top. Raises `CannotDump`."""
    entry = Entry.objects.get(seq=head)
    with _appearing_whole(folder) as place:
        files = [_write(place, ENTRIES, _chain(head), count)]
        for kind in kinds():
            query = Query(kind, Standpoint(head, withdrawn_too).parts(), at=head)
            written = [_write_form(place, FORMS[form], query, count) for form in forms]
            _refuse_what_is_served_no_more(query, written)
            files += written
            if "csv" in forms:
                described = canonical_json(table_metadata(kind, _plural(kind)))
                files.append(_write(place, f"{_plural(kind)}.csv-metadata.json", [(described, 1)], lambda _rows: None))
        _write_manifest(place, entry, files)
    return files


def rows_to_write(forms: Sequence[str], head: int) -> int:
    """About how many rows a dump will have, for a progress bar."""
    return head + sum(kind.publication.objects.as_of(head).count() for kind in kinds()) * len(forms)


def verify(folder: Path) -> Mapping[str, Any]:
    """The manifest of a dump in which every file has its hash and every entry follows from the one before.

    Raises `DoesNotHold`, which names the first file or entry that does not.
    """
    manifest = _read_manifest(folder)
    for said in manifest["files"]:
        found = _hash_of(folder / said["name"])
        if found != (said["bytes"], said["sha256"]):
            message = f"{said['name']} has {found[0]:,} bytes with SHA-256 {found[1]}; the manifest says otherwise."
            raise DoesNotHold(message)
    _walk(folder / ENTRIES, manifest["ledger"])
    return manifest


def ledger_differs(manifest: Mapping[str, Any]) -> bool:
    """Whether the ledger of this database has another entry at the number where the dump ends."""
    said = manifest["ledger"]
    return not Entry.objects.filter(seq=said["seq"], entry_sha256=said["sha256"]).exists()


@contextmanager
def _appearing_whole(folder: Path) -> Iterator[Path]:
    """A place beside the folder, which becomes the folder at the end; nothing of it stays if it comes to no end."""
    if folder.exists():
        message = f"{folder} is there already. Name a folder that is not; a dump is never changed."
        raise CannotDump(message)
    place = folder.with_name(f".{folder.name}.unfinished")
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        yield place
        place.rename(folder)
    except OSError as error:
        message = f"{error.strerror}: {error.filename or folder}. Nothing was kept."
        raise CannotDump(message) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _plural(kind: Kind) -> str:
    return f"{kind.name}s"


def _write_form(place: Path, form: Form, query: Query, count: Count) -> Written:
    export = Export(form, query, query.at or 0)
    return _write(place, f"{_plural(query.kind)}.{form.suffix}", export.counted_pieces(), count)


def _write(place: Path, name: str, pieces: Iterable[tuple[str, int]], count: Count) -> Written:
    digest, size, total = hashlib.sha256(), 0, 0
    with (place / name).open("wb") as file:
        for text, rows in pieces:
            content = text.encode()
            file.write(content)
            digest.update(content)
            size, total = size + len(content), total + rows
            count(rows)
    return Written(name, total, size, digest.hexdigest())


def _chain(head: int) -> Iterator[tuple[str, int]]:
    for entry in Entry.objects.filter(seq__lte=head).order_by("seq").iterator(2_000):
        yield f"{entry.hashed_text()}\n", 1


def _refuse_what_is_served_no_more(query: Query, files: Sequence[Written]) -> None:
    """What was taken down or erased while the files were written may stand in one of them: the past only shrinks."""
    left = fetch(count_statement(query, LARGEST_NUMBER))[0][0]
    if any(file.rows != left for file in files):
        message = "Something was taken down or erased meanwhile, and a file may hold it. Nothing was kept; begin again."
        raise CannotDump(message)


def _write_manifest(place: Path, entry: Entry, files: Sequence[Written]) -> None:
    said = {
        "ledger": {"seq": entry.seq, "at": entry.at.isoformat(), "sha256": entry.entry_sha256},
        "files": [vars(file) for file in files],
    }
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    (place / MANIFEST).write_text(text)
    sums = [(hashlib.sha256(text.encode()).hexdigest(), MANIFEST), *((file.sha256, file.name) for file in files)]
    (place / SUMS).write_text("".join(f"{sha256}  {name}\n" for sha256, name in sums))


def _read_manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        known = {said["name"] for said in manifest["files"]} | {MANIFEST, SUMS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder / MANIFEST} cannot be read as a manifest: {error}"
        raise DoesNotHold(message) from error
    beside = sorted(path.name for path in folder.iterdir() if path.name not in known)
    if beside:
        message = f"The manifest does not name {', '.join(beside)}."
        raise DoesNotHold(message)
    return dict(manifest)


def _hash_of(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            for block in _blocks(file):
                digest.update(block)
                size += len(block)
    except OSError as error:
        message = f"{path.name}: {error.strerror}."
        raise DoesNotHold(message) from error
    return size, digest.hexdigest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _walk(path: Path, ledger: Mapping[str, Any]) -> None:
    """From the first line to the head: each number, and each hash of the line before."""
    seq, before = 0, ""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for seq, line in enumerate(lines, 1):
            text = line.removesuffix("\n")
            said = json.loads(text)
            if (said[0], said[-1]) != (seq, before):
                message = f"{path.name}: line {seq} does not follow from the line before."
                raise DoesNotHold(message)
            before = hashlib.sha256(text.encode()).hexdigest()
    if (seq, before) != (ledger["seq"], ledger["sha256"]):
        message = f"{path.name} ends with entry {seq}, {before}; the manifest says {ledger['seq']}, {ledger['sha256']}."
        raise DoesNotHold(message)

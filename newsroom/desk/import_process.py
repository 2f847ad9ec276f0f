"""Large imports of the desk, and their undoing: a management command in a process and a folder of its own.

A folder `importing/<token>` below RECEIVED_DIR holds the files (`desk/`), what is known of the job (`job.json`), what
the command says of problems (`problems.txt`) and a file that the process locks as long as it lives (`alive`).
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from newsroom.desk.import_uploads import Upload
from sources.importing.reading import printable
from sources.models import ImportRun

COMMAND = "import_articles"
_TOKEN = re.compile(r"[0-9a-f]{16}")
_MOST_SAID = 2000


class NoSuchImport(LookupError):
    """No large import was begun under this token."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where one large import has its files. `name` is what was given, `total` how many items it has, if that is known.

    `options` are those of the command, `by` who began it.
    """

    path: Path
    name: str = ""
    by: str = ""
    total: int | None = None
    options: Sequence[str] = ()

    @property
    def token(self) -> str:
        return self.path.name

    @property
    def files(self) -> Path:
        return self.path / "desk"

    @property
    def run(self) -> ImportRun | None:
        """The run of it, once it has begun."""
        runs = ImportRun.objects.filter(command=COMMAND, target=printable(str(self.files)))
        return runs.order_by("-pk").first()

    @property
    def problems(self) -> str:
        """What the command has said went wrong, the end of it."""
        told = self.path / "problems.txt"
        return told.read_text(encoding="utf-8", errors="replace")[-_MOST_SAID:].strip() if told.exists() else ""

    def is_alive(self) -> bool:
        """True while its process lives, which holds the lock however it ends."""
        if not self.path.is_dir():
            return False
        try:
            with (self.path / "alive").open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def undoing(run: ImportRun, by: str = "") -> Folder:
    """Where the undo of a large import says what went wrong."""
    return Folder(_root() / f"undo-{run.pk}", run.target, by)


def begin_undo(run: ImportRun, by: str) -> None:
    """Raises `BlockingIOError` while it is under way, and `OSError`."""
    folder = undoing(run, by)
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    start(["undo_import", str(run.pk), f"--by={by}"], folder)


def begin(upload: Upload, total: int | None, by: str) -> Folder:
    """Write the files of an upload and start their import.

    Raises `OSError`, and `RecordProblem` for bytes that are gone.
    """
    job: dict[str, Any] = {"name": upload.name, "by": by, "total": total, "options": _options(upload)}
    folder = Folder(_root() / secrets.token_hex(8), **job)
    folder.files.mkdir(mode=0o700, parents=True)
    for reading in upload.readings():
        if reading.problem:
            raise reading.problem
        (folder.files / reading.name).write_bytes(reading.raw)
    (folder.path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    _clear_done(but=folder)
    go_on(folder)
    return folder


def go_on(folder: Folder) -> None:
    """Start the import, or resume it as it was begun. Raises `BlockingIOError` while it is under way."""
    run = folder.run
    start([COMMAND, *(["--resume", str(run.pk)] if run else [str(folder.files), *folder.options])], folder)


def find(token: str) -> Folder:
    """Raises `NoSuchImport`."""
    told = _root() / token / "job.json"
    if not _TOKEN.fullmatch(token) or not told.exists():
        raise NoSuchImport(NoSuchImport.__doc__)
    return Folder(told.parent, **json.loads(told.read_text(encoding="utf-8")))


def token_of(run: ImportRun) -> str:
    """The token of the large import that a run belongs to, "" for any other run."""
    files = Path(run.target)
    is_ours = files.name == "desk" and files.parent.parent == _root()
    return files.parent.name if is_ours else ""


def start(arguments: Sequence[str], folder: Folder) -> None:
    """Run a management command detached from this process: it goes on when the server stops. Tests replace this."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    with (folder.path / "alive").open("ab") as alive, (folder.path / "problems.txt").open("ab") as problems:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        problems.truncate(0)
        process = subprocess.Popen(  # noqa: S603  our own command, no shell
            command,
            cwd=settings.BASE_DIR,
            env={**os.environ, "LOGNAME": folder.by},  # whom the run names
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=problems,
            pass_fds=[alive.fileno()],
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie is left


def _options(upload: Upload) -> list[str]:
    given: dict[str, Any] = {"format": upload.format, "outlet": upload.outlet, "encoding": upload.encoding}
    named = [f"--{name}={value}" for name, value in given.items() if value]
    return [*named, *(["--publish"] if upload.publish else [])]


def _root() -> Path:
    return Path(os.path.abspath(settings.RECEIVED_DIR)) / "importing"  # noqa: PTH100  a link's own name counts


def _clear_done(*, but: Folder) -> None:
    """Remove the files of imports that are done: their bytes are kept by hash, and nobody will resume them."""
    for path in _root().iterdir():
        folder = Folder(path)
        run = folder.run if folder.token != but.token else None
        if run and run.state == ImportRun.State.DONE:
            shutil.rmtree(folder.files, ignore_errors=True)

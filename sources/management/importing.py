"""What the commands that import have in common: options, progress, result, how they end."""

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from sources.importing.importer import Importer
from sources.importing.job import Job
from sources.importing.locking import ImportLocked
from sources.importing.outcomes import Outcome
from sources.importing.pipeline import ImportStopped, Watch, resume_import, run_import
from sources.importing.reading import STANDARD_INPUT, walk
from sources.importing.records import RecordProblem
from sources.importing.reporting import in_sentences, open_report
from sources.importing.runs import NotResumable, find_resumable
from sources.importing.stopping import Stop
from sources.importing.summaries import Summary
from sources.models import ImportRun

NOTHING_WRITTEN, USAGE, SOME_REFUSED, LOCKED, INTERRUPTED = 1, 2, 3, 75, 130
BESIDE_RESUME = frozenset(["path", "resume", "report", "output", "verbosity", "settings", "pythonpath", "traceback"])
ENDINGS = (
    "Importing the same again changes nothing. Ends with 0 done, 1 failed and nothing written, 2 wrong usage, "
    "3 done but some refused, 75 another import is running, 130 interrupted."
)


class Misused(ValueError):
    """The options do not go together; the message says which."""


_ERRORS: dict[type[Exception], int] = {
    Misused: USAGE,
    NotResumable: USAGE,
    RecordProblem: USAGE,  # of a value given as an option
    ImportLocked: LOCKED,
}


class ImportCommand(BaseCommand):
    """A command that imports one kind of thing. Subclasses say which options it has and what is done with them."""

    requires_system_checks = []  # standard error is for progress and problems; `manage.py check` is for settings
    name: str
    job_type: type[Job]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", metavar="PATH", help="A file, a folder, or - for standard input.")
        self.add_own_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument("--publish", action="store_true", help="Make public what is created or changed.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Write a CSV row about every item.")
        parser.add_argument("--limit", type=_positive, metavar="N", help="Read so many items at most.")
        parser.add_argument("--resume", type=int, metavar="RUN", help="Go on with an interrupted run, as it was begun.")
        parser.add_argument("--strict", action="store_true", help="Write nothing at all if one item is refused.")
        parser.add_argument("--output", choices=["text", "json"], default="text", help="Form of the result.")
        self._defaults = {action.dest: action.default for action in parser._actions}  # noqa: SLF001  argparse has no other way

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        """The options of this kind of import."""

    def job(self, path: Path | None, options: dict[str, Any]) -> Job:
        """The job that the options ask for. Raises `Misused`."""
        raise NotImplementedError

    def importer(self, job: Any) -> Importer:
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        try:
            work = self._work(options)  # reads standard input, so before Ctrl-C means “after this batch”
            with Stop() as stop, _watch(options) as watch:
                summary = work(stop, watch)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except ImportStopped as stopped:
            summary = stopped.summary
            self.stderr.write(self.style.ERROR(f"The database ended the import: {stopped}"))
        except tuple(_ERRORS) as error:
            raise CommandError(str(error), returncode=_ERRORS[type(error)]) from error
        except DatabaseError as error:
            message = f"The database cannot be used: {error}. If it is new, run manage.py migrate first."
            raise CommandError(message, returncode=NOTHING_WRITTEN) from error
        self._say(summary, is_json=options["output"] == "json")

    def _say(self, summary: Summary, *, is_json: bool) -> None:
        self.stdout.write(json.dumps(summary.as_json()) if is_json else in_sentences(summary, self.name))
        if code := _code(summary):
            sys.exit(code)

    def _work(self, options: dict[str, Any]) -> Callable[[Stop, Watch], Summary]:
        path = existing(options["path"])
        if options["resume"] is not None:
            self._refuse_beside_resume(options)
            return partial(resume_import, options["resume"], partial(self._find, path=path))
        job = self.job(path, options)
        if len(job.target) > 1000:
            message = f"The path has {len(job.target)} characters; at most 1000 fit."
            raise Misused(message)
        return partial(run_import, self.importer(job))

    def _find(self, key: int, *, path: Path | None) -> tuple[ImportRun, Importer]:
        run, job = find_resumable(key, self.name, self.job_type, path)
        return run, self.importer(job)

    def _refuse_beside_resume(self, options: dict[str, Any]) -> None:
        given = [
            name
            for name, default in self._defaults.items()
            if name not in BESIDE_RESUME and options.get(name, default) != default
        ]
        if given:
            message = "A resumed run goes on as it was begun; give no other option but --report and --output with it."
            raise Misused(message)


def existing(given: str | None) -> Path | None:
    """The path as given, null for standard input or none. Raises `Misused` where there is nothing."""
    if given in (None, STANDARD_INPUT):
        return None
    path = Path(os.path.abspath(str(given)))  # noqa: PTH100  resolve() would follow a link, whose own name counts
    if not path.exists():
        message = f"There is nothing at {path}."
        raise Misused(message)
    return path


def check_length(what: str, value: str, most: int) -> None:
    if len(value) > most:
        message = f"{what} has {len(value)} characters; at most {most} fit."
        raise Misused(message)


@contextmanager
def _watch(options: dict[str, Any]) -> Iterator[Watch]:
    """What is told of every batch: the report file, and a bar if somebody looks on."""
    path, report = existing(options["path"]), options["report"]
    with ExitStack() as stack:
        watchers: list[Watch] = []
        if report:
            watchers.append(stack.enter_context(_report(report, path)))
        if sys.stderr.isatty():
            watchers.append(_advance(stack.enter_context(tqdm(total=_files(path), unit=" items", file=sys.stderr))))

        def watch(outcomes: Sequence[Outcome]) -> None:
            for each in watchers:
                each(outcomes)

        yield watch


def _files(path: Path | None) -> int | None:
    """The files in a folder; null where nobody can say how many items will come."""
    return sum(not found.skipped for found in walk(path)) if path and path.is_dir() else None


def _advance(bar: "tqdm[Any]") -> Watch:
    def watch(outcomes: Sequence[Outcome]) -> None:
        bar.update(sum(said.outcome != "skipped" for said in outcomes))
        if bar.total and bar.n > bar.total:
            bar.total = None  # files that hold several items each
            bar.refresh()

    return watch


def _report(report: Path, path: Path | None) -> AbstractContextManager[Watch]:
    if path and path.is_dir() and report.resolve().is_relative_to(path.resolve()):
        message = "The report would lie in the imported folder and be read with it; write it elsewhere."
        raise Misused(message)
    if not report.resolve().parent.is_dir() or report.is_dir():
        message = f"No report can be written to {report}."
        raise Misused(message)
    return open_report(report)


def _code(summary: Summary) -> int:
    """How the process ends, for whoever called it."""
    if summary.state == ImportRun.State.INTERRUPTED:
        return INTERRUPTED
    if summary.state == ImportRun.State.FAILED:
        return NOTHING_WRITTEN
    return SOME_REFUSED if summary.counts["refused"] else 0


def _positive(words: str) -> int:
    number = int(words)
    if number < 1:
        message = "at least 1"
        raise ArgumentTypeError(message)
    return number

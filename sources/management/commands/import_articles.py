"""`manage.py import_articles`: bring reports in from files, and keep what they say of themselves."""

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

from sources.importing.formats import AUTO, FORMATS
from sources.importing.job import Job
from sources.importing.locking import ImportLocked
from sources.importing.outcomes import Outcome
from sources.importing.pipeline import ImportStopped, Watch, import_articles, resume_import
from sources.importing.reading import STANDARD_INPUT, read_standard_input, walk
from sources.importing.records import RecordProblem
from sources.importing.reporting import in_sentences, open_report
from sources.importing.runs import NotResumable
from sources.importing.stopping import Stop
from sources.importing.summaries import Summary
from sources.models import ImportRun

NOTHING_WRITTEN, USAGE, SOME_REFUSED, LOCKED, INTERRUPTED = 1, 2, 3, 75, 130


class Command(BaseCommand):
    help = (
        "Import reports from a file, a folder (every file below it) or standard input (-). Importing the same "
        "again changes nothing. Ends with 0 done, 1 failed and nothing written, 2 wrong usage, 3 done but some "
        "refused, 75 another import is running, 130 interrupted."
    )

    requires_system_checks = []  # standard error is for progress and problems; `manage.py check` is for settings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", metavar="PATH", help="A file, a folder, or - for standard input.")
        parser.add_argument("--format", choices=[AUTO, *FORMATS], default=AUTO, help="Default: what each looks like.")
        parser.add_argument("--outlet", default="", help="Who published it, where the items do not say so.")
        parser.add_argument("--id", default="", help="The outlet's id of the one item, where it does not say so.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument("--publish", action="store_true", help="Make public what is created or changed.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Write a CSV row about every item.")
        parser.add_argument("--limit", type=_positive, metavar="N", help="Read so many items at most.")
        parser.add_argument("--resume", type=int, metavar="RUN", help="Go on with an interrupted run, as it was begun.")
        parser.add_argument("--strict", action="store_true", help="Write nothing at all if one item is refused.")
        parser.add_argument("--output", choices=["text", "json"], default="text", help="Form of the result.")

    def handle(self, **options: Any) -> None:
        try:
            work = _work(options)  # reads standard input, so before Ctrl-C means “after this batch”
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
        is_json = options["output"] == "json"
        self.stdout.write(json.dumps(summary.as_json()) if is_json else in_sentences(summary))
        if code := _code(summary):
            sys.exit(code)


class Misused(ValueError):
    """The options do not go together; the message says which."""


_ERRORS: dict[type[Exception], int] = {
    Misused: USAGE,
    NotResumable: USAGE,
    RecordProblem: USAGE,  # of the name given as --outlet
    ImportLocked: LOCKED,
}


def _work(options: dict[str, Any]) -> Callable[[Stop, Watch], Summary]:
    path = _path(options["path"])
    if options["resume"] is not None:
        _refuse_beside_resume(options)
        return partial(resume_import, options["resume"], path)
    return partial(import_articles, _job(options, path))


def _path(given: str | None) -> Path | None:
    if given in (None, STANDARD_INPUT):
        return None
    path = Path(os.path.abspath(str(given)))  # noqa: PTH100  resolve() would follow a link, whose own name counts
    if not path.exists():
        message = f"There is nothing at {path}."
        raise Misused(message)
    return path


def _job(options: dict[str, Any], path: Path | None) -> Job:
    if options["path"] is None:
        message = "Name a file or a folder, or - for standard input."
        raise Misused(message)
    if options["id"] and path and path.is_dir():
        message = "--id is the id of one item; a folder has many."
        raise Misused(message)
    job = Job(
        path=path,
        given=None if path else read_standard_input(),
        format=options["format"],
        outlet=" ".join(options["outlet"].split()),
        external_id=options["id"].strip(),
        publish=options["publish"],
        limit=options["limit"],
        is_dry_run=options["dry_run"],
        is_strict=options["strict"],
    )
    _check_lengths(job)
    return job


def _check_lengths(job: Job) -> None:
    for what, value, most in (
        ("The path", job.target, 1000),
        ("--outlet", job.outlet, 200),
        ("--id", job.external_id, 300),
    ):
        if len(value) > most:
            message = f"{what} has {len(value)} characters; at most {most} fit."
            raise Misused(message)


def _refuse_beside_resume(options: dict[str, Any]) -> None:
    given = [name for name in ("outlet", "id", "publish", "limit", "strict", "dry_run") if options[name]]
    if given or options["format"] != AUTO:
        message = "A resumed run goes on as it was begun; give no other option but --report and --output with it."
        raise Misused(message)


@contextmanager
def _watch(options: dict[str, Any]) -> Iterator[Watch]:
    """What is told of every batch: the report file, and a bar if somebody looks on."""
    path, report = _path(options["path"]), options["report"]
    with ExitStack() as stack:
        watchers: list[Watch] = []
        if report:
            watchers.append(stack.enter_context(_report(report, path)))
        if sys.stderr.isatty():
            total = sum(not found.skipped for found in walk(path)) if path else None
            watchers.append(_advance(stack.enter_context(tqdm(total=total, unit=" items", file=sys.stderr))))

        def watch(outcomes: Sequence[Outcome]) -> None:
            for each in watchers:
                each(outcomes)

        yield watch


def _advance(bar: "tqdm[Any]") -> Watch:
    def watch(outcomes: Sequence[Outcome]) -> None:
        bar.update(sum(said.outcome != "skipped" for said in outcomes))

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

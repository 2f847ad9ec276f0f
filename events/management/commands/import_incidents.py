"""`manage.py import_incidents`: bring in a data set of incidents or running totals, and every newer release of it."""

from argparse import ArgumentParser
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from events.importing.data_set_job import DataSetJob
from events.importing.data_sets import COMMAND, DataSetImporter
from events.importing.mapping_files import MappingProblem, make_mapping, read_mapping
from events.importing.presets import PRESETS, WITH_MAPPING, named_mapping, preset_mapping, shipped
from events.importing.tallies import Tally
from sources.importing.importer import Importer
from sources.importing.job import Job
from sources.importing.reading import printable, read_standard_input
from sources.importing.summaries import Summary
from sources.management.importing import ENDINGS, ImportCommand, Misused, check_length
from sources.publication_times import ImpossibleDate, parse_published


@dataclass(slots=True)
class TalliedSummary(Summary):
    """The result with what only a data set has."""

    tally: Tally = field(default_factory=Tally)

    def as_json(self) -> dict[str, Any]:
        return {**Summary.as_json(self), **self.tally.as_json()}


class Command(ImportCommand):
    help = (
        "Import a data set: one file of incidents, or of running totals. Rows are found again by their id, so that a "
        f"newer release changes only what changed in it. {ENDINGS}"
    )
    name = COMMAND
    job_type = DataSetJob

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._tally = Tally()

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        presets = [*PRESETS, WITH_MAPPING]
        parser.add_argument("--preset", choices=presets, default="", help=f"{WITH_MAPPING}: as --mapping says.")
        parser.add_argument(
            "--mapping",
            default="",
            metavar="FILE",
            help=f"How columns become claims, as TOML or JSON; or one that ships: {', '.join(shipped())}.",
        )
        parser.add_argument(
            "--data-set",
            default="",
            metavar="NAME",
            help="What the data set is called, where its form is not all of it.",
        )
        parser.add_argument("--release", default="", help="What its makers call this release, for example 23.1.")
        parser.add_argument("--released", default="", metavar="DATE", help="When it was; the file may say so itself.")
        parser.add_argument("--partial", action="store_true", help="Only a part: rows that are not in it are not gone.")

    def job(self, path: Path | None, options: dict[str, Any]) -> Job:
        if options["path"] is None:
            raise Misused("Name a file, or - for standard input.")
        if path and path.is_dir():
            raise Misused("A data set is one file; name the file in the folder.")
        check_length("--release", options["release"], 100)
        check_length("--data-set", options["data_set"], 200)
        return DataSetJob(
            path=path,
            mapping=_mapping(options),
            given=None if path else read_standard_input(),
            release=" ".join(options["release"].split()),
            released=_checked_date(options["released"]),
            is_partial=options["partial"],
            publish=options["publish"],
            limit=options["limit"],
            is_dry_run=options["dry_run"],
            is_strict=options["strict"],
        )

    def importer(self, job: Any) -> Importer:
        try:
            importer = DataSetImporter(job)
        except MappingProblem as problem:
            raise Misused(str(problem)) from problem
        self._tally = importer.tally
        return importer

    def _say(self, summary: Summary, *, is_json: bool) -> None:
        counted = {each.name: getattr(summary, each.name) for each in fields(summary)}
        if not is_json:
            for line in self._tally.in_sentences():
                self.stdout.write(printable(line))
        super()._say(TalliedSummary(**counted, tally=self._tally), is_json=is_json)


def _mapping(options: dict[str, Any]) -> dict[str, Any]:
    try:
        content = read_mapping(_mapping_bytes(options["preset"], options["mapping"]))
        if name := " ".join(options["data_set"].split()):
            content = {**content, "data_set": {"name": name}}
        make_mapping(content)
    except (MappingProblem, OSError) as problem:
        message = f"--mapping {options['mapping'] or options['preset']}: {problem}"
        raise Misused(message) from problem
    return content


def _mapping_bytes(preset: str, mapping: str) -> bytes:
    if not preset:
        raise Misused(f"Say what it is with --preset: {', '.join([*PRESETS, WITH_MAPPING])}.")
    if (preset == WITH_MAPPING) != bool(mapping):
        raise Misused(f"--mapping goes with --preset {WITH_MAPPING}, and only with that.")
    return named_mapping(mapping) if mapping else preset_mapping(preset)


def _checked_date(words: str) -> str:
    try:
        if words:
            parse_published(words)
    except ImpossibleDate as problem:
        message = f"--released: {problem}"
        raise Misused(message) from problem
    return words

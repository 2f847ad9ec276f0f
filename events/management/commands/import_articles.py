"""`manage.py import_articles`: bring reports in from files, and keep what they say of themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from events.following import follow_import
from sources.importing.article_job import ArticleJob
from sources.importing.articles import ArticleImporter
from sources.importing.formats import AUTO, FORMATS
from sources.importing.importer import Importer
from sources.importing.job import Job
from sources.importing.reading import read_standard_input
from sources.management.importing import ENDINGS, ImportCommand, Misused, check_length


class Command(ImportCommand):
    help = f"Import reports from a file, a folder (every file below it) or standard input (-). {ENDINGS}"
    name = "import_articles"
    job_type = ArticleJob

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=[AUTO, *FORMATS], default=AUTO, help="Default: what each looks like.")
        parser.add_argument("--outlet", default="", help="Who published it, where the items do not say so.")
        parser.add_argument("--id", default="", help="The outlet's id of the one item, where it does not say so.")
        parser.add_argument("--encoding", default="", help="Of texts that are not UTF-8 and do not say, e.g. cp1252.")

    def job(self, path: Path | None, options: dict[str, Any]) -> Job:
        if options["path"] is None:
            message = "Name a file or a folder, or - for standard input."
            raise Misused(message)
        if options["id"] and path and path.is_dir():
            message = "--id is the id of one item; a folder has many."
            raise Misused(message)
        check_length("--outlet", options["outlet"], 200)
        check_length("--id", options["id"], 300)
        return ArticleJob(
            path=path,
            given=None if path else read_standard_input(),
            format=options["format"],
            outlet=" ".join(options["outlet"].split()),
            external_id=options["id"].strip(),
            encoding=options["encoding"].strip(),
            publish=options["publish"],
            limit=options["limit"],
            is_dry_run=options["dry_run"],
            is_strict=options["strict"],
        )

    def importer(self, job: Any) -> Importer:
        return ArticleImporter(job, follow_import)

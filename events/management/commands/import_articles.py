"""`manage.py import_articles`: bring reports in from files, and keep what they say of themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from events.following import follow_import
from sources.fetching.address_lists import listed_addresses
from sources.fetching.configured import configured_client
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
        parser.add_argument("--url", default="", help="Fetch this page or feed and import what is in it.")
        parser.add_argument("--feeds", type=Path, metavar="FILE", help="Fetch every address in it, one a line.")
        parser.add_argument("--encoding", default="", help="Of texts that are not UTF-8 and do not say, e.g. cp1252.")

        parser.add_argument(
            "--repair-mojibake", action="store_true", help="Put text right that was decoded wrongly once (“â€œ”)."
        )

    def job(self, path: Path | None, options: dict[str, Any]) -> Job:
        addresses = _addresses(options)
        if (options["path"] is None) == (not addresses):
            message = "Name a file or a folder, or - for standard input; or else --url or --feeds."
            raise Misused(message)
        if options["id"] and path and path.is_dir():
            message = "--id is the id of one item; a folder has many."
            raise Misused(message)
        check_length("--outlet", options["outlet"], 200)
        check_length("--id", options["id"], 300)
        return ArticleJob(
            path=path,
            given=None if path or addresses else read_standard_input(),
            addresses=addresses,
            format=options["format"],
            outlet=" ".join(options["outlet"].split()),
            external_id=options["id"].strip(),
            encoding=options["encoding"].strip(),
            mends_mojibake=options["repair_mojibake"],
            publish=options["publish"],
            limit=options["limit"],
            is_dry_run=options["dry_run"],
            is_strict=options["strict"],
        )

    def importer(self, job: Any) -> Importer:
        return ArticleImporter(job, follow_import, configured_client() if job.addresses else None)


def _addresses(options: dict[str, Any]) -> tuple[str, ...]:
    """What is to be fetched: --url, and the lines of --feeds that are neither blank nor a comment (#)."""
    listed = options["feeds"]
    try:
        text = listed.read_text(encoding="utf-8") if listed else ""
    except (OSError, UnicodeDecodeError) as error:
        message = f"{listed} cannot be read: {error}."
        raise Misused(message) from error
    named = [options["url"].strip()] if options["url"].strip() else []
    return tuple(dict.fromkeys([*named, *(found.url for found in listed_addresses(text))]))

"""`manage.py bench`: how fast the product is, beside what it could at best be, in one run."""

import json
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand

from newsroom.benching.importing import bench_import
from newsroom.benching.scratch import scratch_databases


class Command(BaseCommand):
    help = (
        "Measure the product on databases of its own, on the engine of DATABASE_URL (SQLite by default); nothing "
        "of yours is touched. Figures go to standard output as JSON; compare the ratios, not the seconds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        importing = what.add_parser("import", help="Reports from text files, beside a bare bulk_create of their rows.")
        importing.add_argument("--articles", type=int, default=100_000, help="How many texts (100,000).")

    def handle(self, **options: Any) -> None:
        with TemporaryDirectory(prefix="bench-") as folder, scratch_databases():
            figures = bench_import(Path(folder), options["articles"], self.stderr.write)
        self.stdout.write(json.dumps(figures, indent=2))

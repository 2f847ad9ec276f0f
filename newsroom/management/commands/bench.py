"""`manage.py bench`: how fast the product is, beside what it could at best be, in one run."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.benching.copies import Press
from newsroom.benching.importing import bench_articles, bench_incidents
from newsroom.benching.near_duplicates import measure_index, measure_minhash
from newsroom.benching.reading import bench_reader
from newsroom.benching.scratch import scratch_databases
from newsroom.benching.suggesting import measure_suggesting


class Command(BaseCommand):
    help = (
        "Measure the product on databases of its own, on the engine of DATABASE_URL (SQLite by default); nothing "
        "of yours is touched. Figures go to standard output as JSON; compare the ratios, not the seconds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        importing = what.add_parser("import", help="Reports and incidents, beside a bare bulk_create of their rows.")
        importing.add_argument("--articles", type=int, default=100_000, help="How many texts (100,000).")
        near = what.add_parser("near-duplicates", help="How many copies the index finds, beside MinHash-LSH.")
        near.add_argument("--articles", type=int, default=100_000, help="How many reports, a fifth of them copies.")
        near.add_argument("--seed", type=int, default=1, help="Of the generated press (1).")
        suggesting = what.add_parser("suggesting", help="Claims from made reports, and from the worst of texts.")
        suggesting.add_argument("--articles", type=int, default=500, help="How many reports (500).")
        importing.add_argument("--incidents", type=int, default=12_000, help="How many incidents (12,000).")
        reader = what.add_parser("reader", help="The server's time for the Reader, with ten claims in every report.")
        reader.add_argument("--articles", type=int, default=10_000, help="How many reports (10,000).")
        reader.add_argument("--rounds", type=int, default=40, help="How many of them are read (40).")
        api = what.add_parser(
            "api", help="The API, beside what it could be and what others are. Wants the extra “bench”."
        )
        api.add_argument("--claims", type=int, default=100_000, help="How many claims the ledger holds (100,000).")
        api.add_argument("--rounds", type=int, default=40, help="How often every case is asked five times (40).")
        api.add_argument("--sample", type=int, default=1_000, help="How many claims are compared with publish (1,000).")
        api.add_argument("--folder", type=Path, help="Keep the ledger here and use it again.")

    def handle(self, **options: Any) -> None:
        measure_it = {
            "api": self._api,
            "import": self._import,
            "near-duplicates": self._near_duplicates,
            "reader": self._reader,
            "suggesting": self._suggesting,
        }[options["what"]]
        self.stdout.write(json.dumps(measure_it(options), indent=2))

    def _suggesting(self, options: dict[str, Any]) -> dict[str, Any]:
        return measure_suggesting(options["articles"])

    def _reader(self, options: dict[str, Any]) -> dict[str, Any]:
        settings.SECRET_KEY = token_hex(32)  # of this run, for sessions and forms that nobody keeps
        with scratch_databases():
            return bench_reader(options["articles"], options["rounds"])

    def _near_duplicates(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        copies = options["articles"] // 5
        press = Press(options["seed"], options["articles"] - copies, copies)
        figures = []
        for measure in (measure_index, measure_minhash):
            with scratch_databases():
                try:
                    found = measure(press)
                except ImportError as missing:
                    message = f"{missing}. Install what the tests need: pip install -e '.[test]'."
                    raise CommandError(message) from missing
            self.stderr.write(f"{found.way}: recall {found.recall:.4f}, precision {found.precision:.4f}")
            figures.append({**asdict(found), "per_second": round(found.per_second)})
        return figures

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        figures = {}
        for name, measure in (("articles", bench_articles), ("incidents", bench_incidents)):
            with TemporaryDirectory(prefix="bench-") as folder, scratch_databases():
                figures[name] = measure(Path(folder), options[name], self.stderr.write)
        return figures

    def _api(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            from newsroom.benching.api.running import bench_api, table_of
        except ImportError as missing:
            message = f"{missing}. Install what it is compared with: pip install -e '.[bench]'."
            raise CommandError(message) from missing
        settings.SECRET_KEY = token_hex(32)  # of this run, here and in the servers
        with TemporaryDirectory(prefix="bench-") as folder:
            kept = options["folder"] or Path(folder)
            figures = bench_api(options["claims"], kept, options["rounds"], options["sample"], self.stderr.write)
        for line in table_of(figures):
            self.stderr.write(line)
        return figures

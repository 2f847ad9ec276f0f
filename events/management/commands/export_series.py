import csv
from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from events.exporting import noted_export
from events.series_export import SHAPES, rows


class Command(BaseCommand):
    help = "Write the figures of issued questions as CSV on standard output, in the shape of a data set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shape", choices=sorted(SHAPES), default="ucdp", help="Whose columns (ucdp).")
        parser.add_argument("--predicate", default="killed", help="What is counted (killed).")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = rows(options["shape"], options["predicate"])
        first = next(found, None)
        if first is None:
            self.stderr.write(f"No issued question asks how many were {options['predicate']}.")
            return
        with noted_export(f"series, {options['shape']}, {options['predicate']}") as note:
            writer = csv.DictWriter(note.passing_to(self.stdout), first.keys(), lineterminator="\r\n")
            writer.writeheader()
            for row in chain([first], found):
                writer.writerow(row)
                note.holds(str(row["question_id"]))

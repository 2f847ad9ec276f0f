"""`manage.py suggest_report`: how often editors take what each rule suggests, and what they change of it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from events.suggestion_report import RuleReport, report_by_rule

_HEAD = ("rule", "tier", "engine", "offered", "decided", "accepted", "edited", "dismissed", "taken", "most edited")


class Command(BaseCommand):
    help = "Show, for each rule and tier of the engines, how many suggestions were offered, taken, changed, dismissed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", default="", help="Only this version of an engine, as printed here.")
        parser.add_argument("--output", choices=["text", "json"], default="text", help="Form of the result.")

    def handle(self, **options: Any) -> None:
        rows = report_by_rule(options["engine"])
        if options["output"] == "json":
            told = [{**asdict(row), "decided": row.decided, "acceptance": row.acceptance} for row in rows]
            self.stdout.write(json.dumps(told))
        elif not rows:
            self.stdout.write("Nothing was suggested yet; run manage.py suggest_claims first.")
        else:
            self._table([_HEAD, *map(_cells, rows)])

    def _table(self, lines: list[tuple[str, ...]]) -> None:
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _cells(row: RuleReport) -> tuple[str, ...]:
    counts = (row.offered, row.decided, row.accepted, row.edited, row.dismissed)
    taken = "" if row.acceptance is None else f"{row.acceptance:.0%}"
    often = sorted(row.edited_fields.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    edited = ", ".join(f"{name} {count}" for name, count in often)
    return (row.rule, row.tier, row.engine, *map(str, counts), taken, edited)

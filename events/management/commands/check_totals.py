from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.totals import total_alarms


class Command(BaseCommand):
    help = "Check every issued running total against the issued incidents inside its window and place."

    def handle(self, *_args: Any, **_options: Any) -> None:
        alarms = list(total_alarms())
        for found in alarms:
            self.stdout.write(f"{found.label} ({found.question}): {found.alarm.reason}")
        if alarms:
            count = "1 running total is" if len(alarms) == 1 else f"{len(alarms)} running totals are"
            raise CommandError(f"{count} lower than the incidents inside.", returncode=3)
        self.stdout.write("No running total is lower than the incidents inside it.")

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from newsroom.seeding import SEEDS, load_claims


class Command(BaseCommand):
    help = (
        "Import the seed articles, record and publish the claims read in them, and one that waits to be read; "
        "again, it changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        for folder in ("articles", "corrections"):
            call_command("import_articles", str(SEEDS / folder), publish=True, stdout=self.stdout, stderr=self.stderr)
            added, found = load_claims(SEEDS / "claims.toml", by="load_seeds")
            self.stdout.write(f"{added} claims recorded and published, {found} were there.")
        call_command("import_articles", str(SEEDS / "unread"), stdout=self.stdout, stderr=self.stderr)

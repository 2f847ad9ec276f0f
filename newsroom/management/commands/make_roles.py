from typing import Any

from django.core.management.base import BaseCommand

from newsroom.desk.roles import ensure_roles


class Command(BaseCommand):
    help = "Make the groups Reader, Contributor, Editor, Chief and Administrator with exactly their rights."

    def handle(self, *args: Any, **options: Any) -> None:
        for role, count in ensure_roles().items():
            self.stdout.write(f"{role}: {count} rights")

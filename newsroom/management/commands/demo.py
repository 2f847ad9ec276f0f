from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand

from events.models import ClaimPublication
from newsroom import demo
from newsroom.accounts.models import User
from newsroom.desk.roles import ensure_roles


class Command(BaseCommand):
    help = "Set up a newsroom to try out: migrate, load the seeds, make users, say where to go, and serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="Port to serve on (8000).")
        parser.add_argument("--no-serve", action="store_true", help="Set up and stop.")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_seeds", stdout=self.stdout)
        _make_people()
        self.stdout.write(_where_to_go(options["port"]))
        self.stdout.flush()
        if not options["no_serve"]:
            call_command("runserver", f"127.0.0.1:{options['port']}", use_reloader=False)


def _make_people() -> None:
    ensure_roles()
    for name, role in demo.PEOPLE.items():
        user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            user.set_password(demo.password())
            user.save()
            user.groups.add(Group.objects.get(name=role))
    if not User.objects.filter(username="admin").exists():
        User.objects.create_superuser("admin", password=demo.password())


def _where_to_go(port: str) -> str:
    address = f"http://localhost:{port}"
    claim = ClaimPublication.objects.issued().filter(hedge="at_least").order_by("from_seq").first()
    path = f"claims/{claim.public_id}/" if claim else "claims/"
    return f"""
Desk       {address}/admin/   {", ".join([*demo.PEOPLE, "admin"])}; password {demo.password()}
API        {address}/api/v1/claims/
API docs   {address}/api/v1/docs/
One claim  curl {address}/api/v1/{path}
Database   {settings.DATABASES["default"]["NAME"]}
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from events import closed_lists as of_events
from newsroom.accounts.tokens import ApiToken
from newsroom.ledger.models import Entry
from newsroom.ledger.registry import kinds
from sources import closed_lists as of_sources


class Command(BaseCommand):
    help = (
        "Let a PostgreSQL role read what the API serves, and no working table. Makes the role where there is none; "
        "give it a password and a login yourself. Run it again after an upgrade."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="The role that the API's DATABASE_URL names.")
        parser.add_argument("--with-tokens", action="store_true", help="For API_CLOSED: the hashes of tokens as well.")
        parser.add_argument("--print", action="store_true", help="Only print the statements.")

    def handle(self, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; an SQLite file is read by whoever may open it.")
        statements = list(_statements(options["role"], with_tokens=options["with_tokens"]))
        if not options["print"]:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        self.stdout.write(";\n".join([*statements, ""]).strip())


def tables_of_the_api() -> list[type[Model]]:
    """What its answers are read from: the ledger, the closed lists, and which migrations were applied."""
    served = [table for kind in kinds() for table in (kind.publication, kind.term, kind.line, kind.words) if table]
    listed = [*of_events.PUBLISHED, *of_sources.PUBLISHED]
    return [Entry, *served, *listed, MigrationRecorder(connection).Migration]


def _statements(role: str, *, with_tokens: bool) -> Iterator[str]:
    """Takes every right first, so that what was granted by an older version does not stay."""
    name, tables = connection.ops.quote_name(role), tables_of_the_api() + ([ApiToken] if with_tokens else [])
    if not _exists(role):
        yield f"CREATE ROLE {name} NOLOGIN"
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {name}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {name}"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    listed = ", ".join(sorted(connection.ops.quote_name(table._meta.db_table) for table in tables))  # noqa: SLF001  documented
    yield f"GRANT SELECT ON {listed} TO {name}"
    yield f"ALTER ROLE {name} SET default_transaction_read_only = on"


def _exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None

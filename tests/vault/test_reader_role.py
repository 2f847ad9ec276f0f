"""A role of PostgreSQL that answers for the API and cannot read one working table."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from newsroom.accounts.tokens import make_token
from newsroom.ledger.publishing import publish, withdraw
from newsroom.management.commands.grant_reader import tables_of_the_api
from newsroom.urls import RESOURCES
from tests.factories import ClaimFactory, SourceFactory
from tests.vault.canaries import seal

pytestmark = pytest.mark.django_db
ROLE = "reader_of_the_api"


@contextmanager
def as_reader():
    """What is asked meanwhile is asked by the role; every change of it is refused."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            yield cursor
        finally:
            cursor.execute("RESET ROLE")


@pytest.fixture
def claim():
    claim, ended = ClaimFactory(), ClaimFactory()
    publish([claim, ended])
    withdraw([ended], "Not so.")
    seal(SourceFactory(confidential=True))
    return claim


def refused(statement):
    with transaction.atomic(), as_reader() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except DatabaseError as error:
            return "permission denied" in str(error)
    return False


def all_tables():
    return set(connection.introspection.table_names())


@pytest.mark.postgresql
def test_it_reads_no_working_table(claim):
    call_command("grant_reader", ROLE, stdout=StringIO())
    public = {table._meta.db_table for table in tables_of_the_api()}
    working = all_tables() - public
    assert len(working) > 60
    assert {model._meta.db_table for model in apps.get_models() if "identity" in model._meta.db_table} <= working
    assert [table for table in sorted(working) if not refused(f'SELECT 1 FROM "{table}"')] == []  # noqa: S608  a name of ours


@pytest.mark.postgresql
def test_it_changes_nothing(claim):
    call_command("grant_reader", ROLE, stdout=StringIO())
    for act in ("DELETE FROM ledger_entry", "TRUNCATE ledger_entry", "UPDATE ledger_entry SET kind = ''"):
        assert refused(act)
    assert refused("CREATE TABLE public.own (id int)")


@pytest.mark.postgresql
def test_the_api_answers_through_it(claim):
    call_command("grant_reader", ROLE, stdout=StringIO())
    paths = [f"/api/v1/{page}" for page in ("changes/?since=0", "ledger/", "ledger/checkpoints/", "meta/vocabularies/")]
    paths += [f"/api/v1/{page}" for page in ("meta/filters/", "meta/limits/", "problems/", "schema/", "docs/")]
    for resource in RESOURCES:
        plural = f"/api/v1/{resource.plural()}"
        paths += [f"{plural}{form}" for form in ("/", "/?with_count=true&include=withdrawn", ".csv-metadata.json")]
        paths += [f"{plural}.{form.suffix}" for form in resource.all_forms()]
        paths += [f"{plural}/?q=killed"] if "q" in resource.filters.declared() else []
        row = resource.kind.publication.objects.issued()[0]
        paths += [f"{plural}/{row.public_id}/", f"{plural}/{row.public_id}/versions/"]
        paths += [f"{plural}/{row.public_id}/versions/1/", f"/api/v1/ledger/proof/{row.public_id}/"]
    client = Client()
    expected = {path: told(client.get(path)) for path in [*paths, "/readyz", "/healthz"]}
    assert len(expected) > 50
    assert {status for status, _ in expected.values()} == {200}
    with as_reader():
        assert {path: told(client.get(path)) for path in expected} == expected


def told(response):
    return response.status_code, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.postgresql
def test_closed_it_reads_the_hashes_of_tokens_if_it_was_told_to(claim, settings):
    settings.API_CLOSED = True
    secret = make_token("somebody", ["read"], 1)[1]
    call_command("grant_reader", ROLE, "--with-tokens", stdout=StringIO())
    with as_reader():
        assert Client().get("/api/v1/claims/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
        assert Client().get("/api/v1/claims/").status_code == 401
    call_command("grant_reader", ROLE, stdout=StringIO())
    assert refused("SELECT 1 FROM accounts_apitoken"), "what was granted before does not stay"


def test_on_sqlite_it_says_that_there_are_no_roles():
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="Only PostgreSQL"):
            call_command("grant_reader", ROLE)

import pytest
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from newsroom.api import health
from tests.api.asking import client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_looked_up_yet():
    health._find_migrations_applied.cache_clear()
    yield
    health._find_migrations_applied.cache_clear()


def test_a_process_that_is_up_says_so(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_a_migrated_database_is_ready():
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})
    assert "no-store" in response["Cache-Control"]


def test_a_missing_migration_is_named(monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (503, "migrations: run manage.py migrate")


def test_a_silent_database_is_named_without_details(monkeypatch):
    def fail() -> None:
        raise DatabaseError("password of the inside")

    monkeypatch.setattr(health, "_ask_database", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (503, "the database does not answer")

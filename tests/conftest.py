"""What every test may count on: the vocabularies that the migrations ship."""

from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from events.models import Predicate
from sources.models import IdentityReading

# How fast a machine is says nothing about the product: no example is refused for having been slow to make.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ON_ONE_ENGINE = ("browser", "screens", "own_database")
"""Marks of tests that no other engine could tell anything new: what a browser does with the pages, whose forms and
answers are tested on both, how they look, and what brings its own database."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, the second engine, only what touches its database is run again, and what it alone has."""
    is_second = connection.vendor == "postgresql"
    wanted = [item for item in items if (_touches_the_database(item) if is_second else not _has_to_be_postgresql(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def _has_to_be_postgresql(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is not None


def _touches_the_database(item: pytest.Item) -> bool:
    if any(item.get_closest_marker(mark) for mark in ON_ONE_ENGINE):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def _has_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


SHIPPED = ("sources.migrations.0002_topics", "events.migrations.0002_vocabularies")


GUARDED = "sources.migrations.0013_identity_log_only_grows"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with real transactions empties all tables behind it; whichever comes next finds the vocabularies again."""
    yield
    if nextitem is not None and _has_real_transactions(item):  # with the last the database itself is gone
        with item.config.stash[blocking_manager_key].unblock():
            _load_what_is_missing()


@pytest.fixture(autouse=True)
def log_of_openings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Emptied before the tables are, for its guard would not have it."""
    if not _has_real_transactions(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    _empty_the_log()


def _load_what_is_missing() -> None:
    if not Predicate.objects.exists():
        with transaction.atomic():
            for name in SHIPPED:
                import_module(name).load(apps, SimpleNamespace(connection=connection))


def _empty_the_log() -> None:
    """No engine empties the log of who opened an identity while its guard is there."""
    if not IdentityReading.objects.exists():
        return
    guard = import_module(GUARDED)
    with connection.schema_editor() as editor:
        guard.unguard(apps, editor)
        editor.execute(f"DELETE FROM {guard.TABLE}")  # noqa: S608  a name of ours
        guard.guard(apps, editor)

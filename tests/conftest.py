"""What every test may count on: the vocabularies that the migrations ship."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from events.models import Predicate

SHIPPED = ("sources.migrations.0002_topics", "events.migrations.0002_vocabularies")


@pytest.fixture(autouse=True)
def vocabularies(request: pytest.FixtureRequest) -> None:
    """Tests with real transactions empty all tables behind them; the next one finds the vocabularies again."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    request.getfixturevalue("transactional_db")
    if not Predicate.objects.exists():
        for name in SHIPPED:
            import_module(name).load(apps, SimpleNamespace(connection=connection))

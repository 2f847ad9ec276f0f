"""Whether the process is up, and whether it can serve."""

from functools import cache
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


class NotReady(Exception):
    """The message says what is missing."""


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration; 503 and what is missing otherwise."""
    try:
        _ask_database()
        _find_migrations_applied()
    except (DatabaseError, NotReady) as error:
        missing = str(error) if isinstance(error, NotReady) else "the database does not answer"
        return JsonResponse({"status": "not ready", "missing": missing}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ready"})


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def _find_migrations_applied() -> None:
    """Looked up until it is so: migrations do not vanish under a running process."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations: run manage.py migrate")

"""What an operator watches, for Prometheus: the ledger, what waits at the desk, the imports, the size of the database.

Requests are not counted here: gunicorn tells their rate and duration to a StatsD server (`--statsd-host`).
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from events.models import Claim, Incident, Review
from newsroom.desk.worklists import in_review, to_read
from newsroom.ledger.models import Entry, Outdated
from sources.models import Article, Derivation, ImportRun, Source


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For who holds `METRICS_TOKEN`; without one set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Newsroom())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class Newsroom:
    """Asked anew at every visit; some ten queries."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _ledger()
        yield _by("newsroom_waiting", "Rows that wait for somebody at the desk.", "queue", _waiting())
        states = ImportRun.objects.order_by().values_list("state").annotate(Count("pk"))
        runs = {**dict.fromkeys(ImportRun.State.values, 0), **dict(states)}
        yield _by("newsroom_import_runs", "Runs of importers.", "state", runs.items())
        yield GaugeMetricFamily("newsroom_database_bytes", "The size of the database.", _size())

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing beforehand, so that registering asks no database."""
        return ()


def _ledger() -> Iterator[GaugeMetricFamily]:
    head = Entry.objects.order_by("-seq").first()
    yield GaugeMetricFamily("newsroom_ledger_head", "Number of the newest entry.", head.seq if head else 0)
    if head:
        words = "When the newest entry was written, in seconds since 1970."
        yield GaugeMetricFamily("newsroom_ledger_head_timestamp_seconds", words, head.at.timestamp())
    words = "Documents left for reissue_documents."
    yield GaugeMetricFamily("newsroom_outdated_documents", words, Outdated.objects.count())


def _waiting() -> Iterator[tuple[str, int]]:
    rows: dict[str, list[QuerySet[Any]]] = {
        "to_read": [to_read(Article.objects.all())],
        "in_review": [in_review(model.objects.all()) for model in (Article, Claim, Incident, Source)],
        "reviews": [Review.objects.open()],
        "imports_with_errors": [ImportRun.objects.with_errors()],
        "derivations": [Derivation.objects.unjudged()],
    }
    for queue, lists in rows.items():
        yield queue, sum(waiting.count() for waiting in lists)


def _size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if path.is_file() else 0


def _by(name: str, words: str, label: str, values: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in values:
        family.add_metric([value], count)
    return family

"""The desk's first page: what waits, what is new, the filters that people keep, and where work begins."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from newsroom.desk.import_rights import may_import
from newsroom.desk.looking import look
from newsroom.desk.queues import queues_of
from newsroom.desk.saved_filters import filters_for
from newsroom.ledger.panel import Linked


def home_of(request: HttpRequest) -> dict[str, Any]:
    """What the page shows this person, by a number of queries that does not grow with what there is."""
    since = look(request.user)
    return {
        "queues": queues_of(request, since.at),
        "since": since,
        "saved_filters": filters_for(request),
        "beginnings": list(_beginnings(request)),
    }


def _beginnings(request: HttpRequest) -> Any:
    if may_import(request):
        yield Linked("Import articles", reverse("admin:desk_import"))
    for right, words, page in (
        ("sources.add_article", "Add an article", "sources_article_add"),
        ("events.add_incident", "Add an incident", "events_incident_add"),
    ):
        if request.user.has_perm(right):
            yield Linked(words, reverse(f"admin:{page}"))

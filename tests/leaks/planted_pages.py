"""Leaks planted in the pages of the desk, asked for by who holds no grant."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, When

from newsroom.ledger.panel import Linked
from sources.models import Source, SourceIdentity
from tests.leaks.planting import Leak, instead, name_of, order_of_names, real_names, wraps

SOURCES = r"(Reader|Chief|superuser): GET /admin/sources/source/$"
A_SOURCE = r"(Editor|Chief): GET /admin/sources/source/\d+/change/$"
IDENTITY = r"(Editor|Chief): GET /admin/sources/source/\d+/identity/$"


def _of_sources() -> Any:
    return admin.site.get_model_admin(Source)


def _listed() -> Any:
    def contacts(source: Source) -> str:
        identity = SourceIdentity.objects.filter(source=source).first()
        return identity.contacts if identity else ""

    return patch.object(_of_sources(), "list_display", ["name", contacts])


def _searched() -> Any:
    shown = _of_sources()
    original = shown.get_search_results

    def found(request: Any, queryset: Any, term: str) -> Any:
        named = [key for key, name in order_of_names().items() if term and term in name]
        return (queryset.filter(pk__in=named), False) if named else original(request, queryset, term)

    return patch.object(shown, "get_search_results", found)


def _sorted() -> Any:
    def order(_request: Any) -> Any:
        ranked = sorted(order_of_names().items(), key=lambda pair: pair[1])
        return [Case(*(When(pk=key, then=n) for n, (key, _) in enumerate(ranked)), output_field=IntegerField()), "pk"]

    return patch.object(_of_sources(), "get_ordering", order)


def _told() -> Any:
    shown = _of_sources()
    original = shown.response_change

    def answer(request: Any, source: Any) -> Any:
        messages.success(request, f"{name_of(source)} is saved.")
        return original(request, source)

    return patch.object(shown, "response_change", answer)


def _described() -> Any:
    shown = _of_sources()
    original = shown.get_fieldsets

    def fieldsets(request: Any, obj: Any = None) -> Any:
        sets = original(request, obj)
        return [*sets, ("Known as", {"fields": [], "description": name_of(obj) if obj else ""})]

    return patch.object(shown, "get_fieldsets", fieldsets)


def _event(original: Any, record: Any) -> Any:
    for event in original(record):
        yield dataclasses.replace(event, why=real_names())


def _length(original: Any, request: Any, source: Any) -> Any:
    page = original(request, source)
    return {**page, "subtitle": f"{len(name_of(source))} letters"}


def _home(original: Any, request: Any) -> Any:
    yield from original(request)
    yield Linked(f"Call {real_names()}", "/admin/")


def _index_title() -> Any:
    return patch.object(admin.site, "site_header", real_names())


def _every_page(original: Any, site: Any, request: Any) -> Any:
    return {**original(site, request), "site_title": f"Newsroom, {len(real_names())}"}


def _initials(source: Any) -> str:
    return "".join(part[0] for part in name_of(source).split())


@contextmanager
def _no_grant() -> Iterator[None]:
    anybody: Any = {"may_read": lambda *_: True}
    with patch.multiple("sources.identity_pages", **anybody), patch.multiple("sources.vault", **anybody):
        yield


PAGES = [
    Leak("a source is called by its real name", SOURCES, instead("sources.models.sources.Source.__str__", name_of)),
    Leak("the list has a column of contacts", SOURCES, _listed),
    Leak("the desk's search finds by the real name", r"(Reader|Chief): GET /admin/sources/source/\?q=", _searched),
    Leak("the list is sorted by the real name", SOURCES, _sorted),
    Leak(
        "a box that finds sources tells it beside the label",
        r"Reader: GET /admin/autocomplete/.*field_name=said_by.*term=(a|)$",
        wraps("newsroom.desk.combobox._note", lambda _original, row: name_of(row) if isinstance(row, Source) else ""),
    ),
    Leak("initials stand beside the label", SOURCES, instead("sources.models.sources.Source.__str__", _initials)),
    Leak(
        "the history tells it",
        r"Reader: GET /admin/sources/source/\d+/history/$",
        wraps("newsroom.desk.timeline.events_of", _event),
    ),
    Leak("the message after saving tells it", r"(Editor|Chief): FORM /admin/sources/source/\d+/change/", _told),
    Leak("the form describes the source by it", A_SOURCE, _described),
    Leak("a chief needs no grant", r"Chief: POST .*/identity/ .*reveal", _no_grant),
    Leak("the page of an identity tells how long it is", IDENTITY, wraps("sources.identity_pages._page", _length)),
    Leak(
        "the first page tells whom it waits for",
        r"Reader: GET /admin/$",
        wraps("newsroom.desk.home._beginnings", _home),
    ),
    Leak("every page is headed by it", r"Reader: GET /admin/events/claim/$", _index_title),
    Leak(
        "the title of every page depends on it",
        r"Reader: GET /admin/events/\w+/$",
        wraps("newsroom.desk.site.NewsroomAdmin.each_context", _every_page),
    ),
]

"""Every page of the desk, filled in with the keys of rows; every list in every way, every form sent as it stands."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import get_resolver

from events.models import Claim, Incident
from newsroom.desk.models import SavedFilter
from sources.models import Article, ArticleVersion, ImportRun, Source
from tests.addresses import routes
from tests.leaks.api_asks import ids_by_kind
from tests.leaks.asks import HOLDER, Ask
from tests.leaks.world import STAFF, World

ROLES = tuple(role for role in STAFF if role != HOLDER)
NOT_ASKED = ("logout/", "(?P<url>.*)$")
"""What would end the session that everything is asked with, and what is every other address."""


def desk_asks(world: World, typed: list[str]) -> Iterator[Ask]:
    pages = list(_pages(world))
    for role in ("anonymous", *ROLES):
        yield from (Ask(role, path) for path in pages)
    for role in ROLES:
        yield from (Ask(role, path) for path in _lists(typed))
        yield from (Ask(role, path) for path in _autocompleted(typed))
        yield from _sent(role, world, typed)
        yield from (Ask(role, path, beside=what) for path in pages[::31] for what in ("database gone", "crash"))
    yield from _opened(world)


def _pages(world: World) -> Iterator[str]:
    for route in routes(get_resolver().url_patterns):
        if route.startswith(("admin/", "accounts/")) and not route.endswith(NOT_ASKED):
            yield from _filled(route, world)
    yield from ("/", "/healthz", "/readyz", "/metrics", "/favicon.ico", "/admin/nothing/")


def _filled(route: str, world: World) -> Iterator[str]:
    if "<str:public_id>" in route:
        for of_kind in ids_by_kind(world).values():
            yield from ("/" + route.replace("<str:public_id>", public_id) for public_id in of_kind[:8])
        return
    if "<" not in route and "^" not in route:
        yield "/" + route
        return
    for row in _rows_of(route, world):
        for path in _with_row(route, row):
            assert not set("<>^$(") & set(path), f"what stands in {path}?"
            yield f"/{path}"


def _with_row(route: str, row: Any) -> Iterator[str]:
    key = str(row.pk)
    if "history/([^/]+)/$" in route:
        former = row.history.values_list("pk", flat=True)[:3] if hasattr(row, "history") else []
        yield from (f"{route.partition('^')[0]}{key}/history/{each}/" for each in former)
        return
    kind = ContentType.objects.get_for_model(row)
    route = route.replace("<path:content_type_id>", str(kind.pk)).replace("<str:token>", "nothing")
    route = re.sub(r"\^\(\?P<app_label>.*?\)/\$", "sources/", route)
    yield re.sub(r"<path:object_id>|<int:key>|<id>", key, route)


_ABOUT: dict[str, type[Model]] = {
    "admin/filters/": SavedFilter,
    "admin/desk/read/": Article,
    "admin/compare/texts/": ArticleVersion,
    "admin/sources/importrun/": ImportRun,
}


def _rows_of(route: str, world: World) -> list[Any]:
    model = next((model for beginning, model in _ABOUT.items() if route.startswith(beginning)), None)
    if model is None:
        label = ".".join(route.split("/")[1:3])
        model = next((each for each in admin.site._registry if each._meta.label_lower == label), Source)
    if model is Source:
        return [*world.sealed, *world.shielded, world.army]
    rows = model._default_manager.order_by("pk")
    noted = rows.exclude(**{_NOTED[model]: ""})[:3] if model in _NOTED else []
    return list(dict.fromkeys([*noted, *rows[:2], *rows.reverse()[:1]]))


_NOTED: dict[type[Model], str] = {Claim: "note", Article: "editorial_note", ArticleVersion: "note", Incident: "note"}
"""Where the desk has written something down is looked first."""


def _lists(typed: list[str]) -> Iterator[str]:
    """Searched for what is secret, sorted by each column both ways, and narrowed by each filter."""
    for model, shown in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (f"{path}?{urlencode({'q': text})}" for text in typed)
        yield from (f"{path}?o={sign}{column + 1}" for column in range(len(shown.list_display)) for sign in ("", "-"))
        yield from (f"{path}?{name}={quote(value)}" for name, value in _narrowed(shown, typed))


def _narrowed(shown: Any, typed: list[str]) -> Iterator[tuple[str, str]]:
    for field in shown.list_filter:
        name = field[0] if isinstance(field, tuple) else field
        if isinstance(name, str):
            yield from ((f"{name}__exact", value) for value in ("background", "person", typed[0]))
    yield "identity__real_name__startswith", typed[0]
    yield "said_by__identity__note__contains", typed[0]


@lru_cache
def _boxes() -> tuple[tuple[str, str, str], ...]:
    """Every box that finds rows while somebody types: app, model and field."""
    found = set()
    for shown in admin.site._registry.values():
        inlines: Any = [inline(shown.model, admin.site) for inline in shown.inlines]
        for each in (shown, *inlines):
            found |= {
                (each.model._meta.app_label, str(each.model._meta.model_name), name)
                for name in each.autocomplete_fields
            }
    return tuple(sorted(found))


def _autocompleted(typed: list[str]) -> Iterator[str]:
    for app, model, field in _boxes():
        for term in ("a", "", *typed):
            asked = {"app_label": app, "model_name": model, "field_name": field, "term": term}
            yield f"/admin/autocomplete/?{urlencode(asked)}"


def _sent(role: str, world: World, typed: list[str]) -> Iterator[Ask]:
    """Forms as a browser has them, saved unchanged, saved with a secret typed in, and with everything left out."""
    for source in (*world.sealed, *world.shielded):
        page = f"/admin/sources/source/{source.pk}/"
        for part in ("change/", "delete/", "withdraw/", "merge/", "stricter/", "identity/"):
            yield Ask(role, page + part, "POST", {})
        for said in ({"change_reason": "A reason."}, {"name": typed[0], "change_reason": "A reason."}):
            yield Ask(role, page + "change/", "FORM", said, follow=True)
        yield Ask(role, page + "identity/", "POST", {"act": "reveal", "purpose": "To call back before we print."})
        yield Ask(role, page + "identity/", "POST", {"act": "change", "real_name": typed[0], "version": "1"})
        yield Ask(role, page + "identity/", "POST", {"act": "record", "real_name": typed[0]})
    for claim in world.claims:
        yield Ask(role, f"/admin/events/claim/{claim}/change/", "FORM", {"change_reason": "A reason."}, follow=True)
        yield Ask(role, f"/admin/events/claim/{claim}/change/", "POST", {})
    actions = {"action": "delete_selected", "_selected_action": [source.pk for source in world.sealed]}
    yield Ask(role, "/admin/sources/source/", "POST", actions, follow=True)
    yield Ask(role, "/admin/nothing/", "POST", b"x", headers={"CONTENT_TYPE": "multipart/form-data; boundary=a"})


def _opened(world: World) -> Iterator[Ask]:
    """Whoever may open an identity opens it: in the page it stands, and nowhere beside it."""
    for source in world.sealed:
        said = {"act": "reveal", "purpose": "To call back before we print."}
        for beside in ("", "crash of the vault", "crash of the page"):
            yield Ask(HOLDER, f"/admin/sources/source/{source.pk}/identity/", "POST", said, beside=beside)

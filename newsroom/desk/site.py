from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

_secured: Any = secure_admin_login
"""Sends those who have not logged in to the one login."""


MOST_WORDS = 50
"""Words of one search at the desk; each is looked for in every column, and SQLite's statements have an end."""


class BoundedSearch:
    """Finds nothing for more words than anybody types, and says so."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        if len(search_term.split(None, MOST_WORDS)) > MOST_WORDS:
            messages.warning(request, f"A search takes at most {MOST_WORDS} words.")
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)  # type: ignore[misc]  # a mixin


class NewsroomAdmin(AdminSite):
    """The desk. It is made before models are loaded, so its pages are imported when they are asked for."""

    site_header = "Newsroom"
    site_title = "Newsroom"
    index_title = "Desk"
    index_template = "admin/desk/index.html"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Whatever is registered, by whichever app, is searched within bounds."""
        found_by = admin_class or ModelAdmin
        bounded = type(found_by.__name__, (BoundedSearch, found_by), {"__module__": found_by.__module__})
        super().register(model_or_iterable, bounded, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from newsroom.desk.compare_urls import compare_urls
        from newsroom.desk.home_urls import home_urls
        from newsroom.desk.import_urls import import_urls
        from newsroom.desk.reader.urls import reader_urls

        queue = path("conflicts/", self.admin_view(self.conflicts), name="desk_conflicts")
        own = [queue, *self._stricter_urls(), *home_urls(self), *import_urls(self)]
        return [*own, *compare_urls(self), *reader_urls(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from newsroom.desk.home import home_of

        return super().index(request, {**home_of(request), **(extra_context or {})})

    def _stricter_urls(self) -> list[URLPattern]:
        from events.models import Claim
        from newsroom.desk.shield_pages import make_stricter_view
        from sources.models import Source

        def of(model: type[Source] | type[Claim]) -> Callable[..., HttpResponse]:
            def shown(request: HttpRequest, key: int) -> HttpResponse:
                return make_stricter_view(request, model, key, self.each_context(request))

            return self.admin_view(shown)

        return [
            path("sources/source/<int:key>/stricter/", of(Source), name="desk_make_stricter"),
            path("events/claim/<int:key>/stricter/", of(Claim), name="desk_make_claim_stricter"),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login, that of the accounts, with its count of tries and its second factor."""
        return cast("HttpResponse", _secured(super().login)(request, extra_context))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from newsroom.desk.combobox import LookupView

        return cast("HttpResponse", LookupView.as_view(admin_site=self)(request))

    def conflicts(self, request: HttpRequest) -> HttpResponse:
        from newsroom.desk.conflicts import conflicts_view

        return conflicts_view(request, self.each_context(request))

    def timeline_of(self, request: HttpRequest, record: Model) -> Any:
        """For the History tab of every record."""
        from newsroom.desk.timeline import timeline_of

        return timeline_of(request, record)

"""The addresses of the Reader, below `desk/read/<article>/`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from newsroom.desk.reader.asking import ask_view
from newsroom.desk.reader.linking import link_view, links_view
from newsroom.desk.reader.page import reader_view
from newsroom.desk.reader.saving import save_view
from newsroom.desk.reader.suggested import dismiss_view, suggestions_view

LOGGED_OUT = "You are no longer logged in. Log in again in another tab, come back to this one and save again."


def reader_urls(site: AdminSite) -> list[URLPattern]:
    @wraps(reader_view)
    def page(request: HttpRequest, key: int) -> HttpResponse:
        return reader_view(request, site.each_context(request), key)

    def answers(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
        """For the page's own scripts: a session that has lapsed is told as such, not by the log-in page."""

        def answer(request: HttpRequest, **keys: Any) -> HttpResponse:
            if not site.has_permission(request):
                return JsonResponse({"problem": LOGGED_OUT}, status=401)
            return view(request, site, **keys)

        return answer

    return [
        path("desk/read/<int:key>/", site.admin_view(page), name="desk_read"),
        path("desk/read/<int:key>/suggestions/", answers(suggestions_view), name="desk_read_suggestions"),
        path("desk/read/<int:key>/ask/", answers(ask_view), name="desk_read_ask"),
        path("desk/read/<int:key>/claims/", answers(save_view), name="desk_read_save"),
        path("desk/read/<int:key>/links/", answers(links_view), name="desk_read_links"),
        path("desk/read/<int:key>/link/", answers(link_view), name="desk_read_link"),
        path("desk/read/<int:key>/dismiss/", answers(dismiss_view), name="desk_read_dismiss"),
    ]

"""The addresses of the import screens, below the list of import runs."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from newsroom.desk.import_progress import of_run_view, progress_view, state_view
from newsroom.desk.import_undo import undo_view
from newsroom.desk.importing import import_view

RUNS = "sources/importrun/"


def import_urls(site: AdminSite) -> list[URLPattern]:
    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def shown(request: HttpRequest, **keys: Any) -> HttpResponse:
            return view(request, site.each_context(request), **keys)

        return site.admin_view(shown)

    return [
        path(f"{RUNS}import/", page(import_view), name="desk_import"),
        path(f"{RUNS}import/<str:token>/", page(progress_view), name="desk_import_progress"),
        path(f"{RUNS}import/<str:token>/state.json", site.admin_view(state_view), name="desk_import_state"),
        path(f"{RUNS}<int:key>/progress/", site.admin_view(of_run_view), name="desk_import_of_run"),
        path(f"{RUNS}<int:key>/undo/", page(undo_view), name="desk_import_undo"),
    ]

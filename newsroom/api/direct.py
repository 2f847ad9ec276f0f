"""The short way to the API: past the middlewares that only pages need."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve

from newsroom.api.problems import PREFIX


class DirectMiddleware:
    """Calls a view that reads the ledger at once. Sessions, users, CSRF, messages and frames are for pages.

    Stands before the middlewares that it leaves out. What it does not know goes on as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _view_of_the_ledger(request.path_info)
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        if not response.streaming and response.status_code != HTTPStatus.NOT_MODIFIED:
            response.setdefault("Content-Length", str(len(response.content)))
        return response


def _view_of_the_ledger(path: str) -> ResolverMatch | None:
    if not path.startswith(PREFIX):
        return None
    try:
        match = resolve(path)
    except Http404:
        return None
    view = getattr(match.func, "cls", None)
    return match if getattr(view, "reads_the_ledger", False) else None

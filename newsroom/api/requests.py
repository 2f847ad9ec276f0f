"""What every request below `/api/` has in common, before any view: read-only, short, without a body; OPTIONS."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path

from newsroom.api.problems import PREFIX, Problem, problem

LONGEST_ADDRESS = 8_190
"""Bytes of path and query; what servers in front allow for the whole request line."""
LARGEST_BODY = 65_536
MOST_PARAMETERS = 500
"""Names and values in a query string; Django's own bound, which says nothing, is higher."""
ALLOWED = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "Accept, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class RequestMiddleware:
    """Answers OPTIONS for every address that exists, and refuses what no view of a read-only API can take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        refused = _refused(request)
        if refused:
            return refused.response()
        if request.method in {"GET", "HEAD"} or not is_valid_path(request.path_info):
            return self.get_response(request)
        return _of_method(str(request.method))


def _of_method(method: str) -> HttpResponse:
    """The answer to any other method at an address that exists."""
    if method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
    response = problem("method-not-allowed").response()
    response["Allow"] = ALLOWED
    return response


def _refused(request: HttpRequest) -> Problem | None:
    """What is wrong with a request before its parameters are read."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST_ADDRESS:
        return problem("address-too-long")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:9]) > LARGEST_BODY:
        return problem("payload-too-large")
    if query.count("&") >= MOST_PARAMETERS:
        detail = f"There are {query.count('&') + 1:,} parameters; at most {MOST_PARAMETERS} are taken."
        return problem("malformed-request", detail)
    return _of_host(request)


def _of_host(request: HttpRequest) -> Problem | None:
    try:
        request.get_host()
    except DisallowedHost:
        return problem("malformed-request", "The header `Host` names no host of this service.")
    return None

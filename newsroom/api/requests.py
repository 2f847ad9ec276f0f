"""What every request below `/api/` has in common, before any view: read-only, short, without a body; OPTIONS."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path

from newsroom.api.problems import PREFIX, problem

LONGEST_ADDRESS = 8_190
"""Bytes of path and query; what servers in front allow for the whole request line."""
LARGEST_BODY = 65_536
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
            return problem(refused).response()
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


def _refused(request: HttpRequest) -> str:
    """The code of a problem; nothing for a request of a usual size."""
    address = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
    if address > LONGEST_ADDRESS:
        return "address-too-long"
    length = request.META.get("CONTENT_LENGTH") or "0"
    return "payload-too-large" if length.isdecimal() and int(length[:9]) > LARGEST_BODY else ""

"""Problems: every error below `/api/` is RFC 9457 `application/problem+json` with a code of a closed list."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.views import set_rollback

from newsroom.api.outages import RETRY_AFTER, end_outage, outage_words

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
}
# What a replaced error page may have said that a client acts on.
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemKind(NamedTuple):
    """One code of the closed list: its status, its name, and what to do where nothing more exact is known."""

    status: int
    title: str
    mend: str


KINDS = {
    "malformed-request": ProblemKind(400, "Malformed request", "Check the address and the query string."),
    "unknown-parameter": ProblemKind(400, "Unknown parameter", "Leave it out, or use one of the names suggested."),
    "repeated-parameter": ProblemKind(400, "Repeated parameter", "Give it once; separate several values by commas."),
    "invalid-value": ProblemKind(400, "Invalid value", "Correct the value as the detail says."),
    "invalid-cursor": ProblemKind(400, "Invalid cursor", "Start again without `cursor`, then follow `next` as given."),
    "beyond-head": ProblemKind(400, "Beyond the head of the ledger", "Ask for the head or an earlier moment."),
    "unauthorized": ProblemKind(401, "Not identified", "Send a valid token."),
    "forbidden": ProblemKind(403, "Forbidden", "Ask for the right to read this."),
    "not-found": ProblemKind(404, "Not found", "Check the address. What is not public is answered like this too."),
    "method-not-allowed": ProblemKind(405, "Method not allowed", "This API is read-only: use GET, HEAD or OPTIONS."),
    "not-acceptable": ProblemKind(406, "Not acceptable", "Ask for application/json or leave out `Accept`."),
    "withdrawn": ProblemKind(410, "Withdrawn", "Read the notice; add `include=withdrawn` for the document."),
    "taken-down": ProblemKind(410, "Taken down", "It is not served any more; remove your copy."),
    "erased": ProblemKind(410, "Erased", "It does not exist any more; remove your copy."),
    "merged": ProblemKind(410, "Merged", "Follow `merged_into`: that record answers for it now."),
    "payload-too-large": ProblemKind(413, "Payload too large", "Send no body: this API is read-only."),
    "address-too-long": ProblemKind(
        414, "Address too long", "Send fewer or shorter parameters; ask in several requests."
    ),
    "unsupported-media-type": ProblemKind(415, "Unsupported media type", "Send no body: this API is read-only."),
    "too-many-requests": ProblemKind(429, "Too many requests", "Wait as long as `Retry-After` says."),
    "headers-too-large": ProblemKind(431, "Headers too large", "Send fewer or shorter headers."),
    "internal-error": ProblemKind(500, "Internal error", "Try again later; the error has been recorded."),
    "unavailable": ProblemKind(503, "Unavailable", "Try again later."),
}
_CODE_OF_STATUS = {kind.status: code for code, kind in reversed(KINDS.items())}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request, and the nearest right thing."""

    code: str
    detail: str = ""
    parameter: str = ""
    did_you_mean: tuple[str, ...] = ()

    def members(self) -> dict[str, Any]:
        """The members of a problem that say what is wrong and how to mend it."""
        optional = {"parameter": self.parameter, "did_you_mean": list(self.did_you_mean)}
        return {
            "detail": self.detail or KINDS[self.code].mend,
            "code": self.code,
            **{name: said for name, said in optional.items() if said},
        }


class Problem(APIException):
    """An error answer. Its members describe the first fault; `errors` lists all where there are several."""

    def __init__(self, faults: list[Fault], **extra: Any) -> None:
        self.faults, self.extra = faults, extra
        self.status_code = KINDS[faults[0].code].status
        super().__init__(faults[0].code)

    def response(self) -> HttpResponse:
        """The answer as bytes."""
        first = self.faults[0]
        kind = KINDS[first.code]
        several = {"errors": [fault.members() for fault in self.faults]} if len(self.faults) > 1 else {}
        members = {
            "type": problem_path(first.code),
            "title": kind.title,
            "status": kind.status,
            **first.members(),
            **several,
            **self.extra,
        }
        content = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        headers = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(content))}
        return HttpResponse(content, status=kind.status, headers=headers)


def problem(code: str, detail: str = "", **extra: Any) -> Problem:
    """A problem with one fault; `extra` are further members, such as a notice and links."""
    return Problem([Fault(code, detail)], **extra)


def problem_path(code: str) -> str:
    """The `type` of a problem: a path that explains the code."""
    return f"/api/v1/problems/{code}/"


def code_of(status: int) -> str:
    """The code for an error status that came from elsewhere."""
    known = _CODE_OF_STATUS.get(status)
    return known or ("internal-error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "malformed-request")


def as_problem(error: Exception, _context: dict[str, Any]) -> HttpResponse | None:
    """The exception handler of the REST framework. Null, which is a 500, for what nobody foresaw."""
    set_rollback()
    found = _problem_of(error)
    if found is None:
        return None
    response = found.response()
    if found.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        end_outage(error)
        response["Retry-After"] = RETRY_AFTER
    wait = getattr(error, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(int(wait))
    return response


def _problem_of(error: Exception) -> Problem | None:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return problem("not-found")
    if isinstance(error, PermissionDenied):
        return problem("forbidden")
    if outage_words(error):
        return problem("unavailable")
    return problem(code_of(error.status_code)) if isinstance(error, APIException) else None


class ProblemMiddleware:
    """Gives errors that were raised outside the API's views the same form, and opens the API to other origins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not f"{request.path_info}/".startswith(PREFIX):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.get("Content-Type") != CONTENT_TYPE:
            response = _replaced(response)
        for name, value in CORS_HEADERS.items():
            response[name] = value
        return response


def _replaced(response: HttpResponse) -> HttpResponse:
    """The same error as a problem; a status outside the closed list becomes the nearest one of it."""
    replacement = problem(code_of(response.status_code)).response()
    for name in _present(KEPT_HEADERS, response):
        replacement[name] = response[name]
    return replacement


def _present(names: Iterable[str], response: HttpResponse) -> Iterable[str]:
    return (name for name in names if response.has_header(name))

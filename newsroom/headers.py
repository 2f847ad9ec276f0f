"""Headers that every answer has, whoever gave it: a page, the API, an error, a static file.

Outermost of all middleware, so that an answer that another one gave in the place of a view has them too.
"""

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

API = "/api/"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class StrictHeadersMiddleware:
    """Adds what is missing; a view that said something stricter keeps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _wanted(request).items():
            response.headers.setdefault(name, value)
        return response


def _wanted(request: HttpRequest) -> dict[str, str]:
    """The API is open to other sites, everything else to our own pages only."""
    is_open = request.path_info.startswith(API)
    return {
        "Content-Security-Policy": build_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if is_open else "same-origin",
        "Permissions-Policy": PERMISSIONS,
        **_transport(request),
    }


def _transport(request: HttpRequest) -> dict[str, str]:
    if not (settings.SECURE_HSTS_SECONDS and request.is_secure()):
        return {}
    return {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"}

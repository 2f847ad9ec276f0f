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
    """Adds what is missing; a view that said something stricter keeps its own.

    What is added is the same for every answer, so it is put together once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.for_pages = {**_always(), "Cross-Origin-Resource-Policy": "same-origin"}
        # The API is open to other sites, everything else to our own pages only.
        self.for_the_api = {**_always(), "Cross-Origin-Resource-Policy": "cross-origin"}
        self.over_tls = _transport()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wanted = self.for_the_api if request.path_info.startswith(API) else self.for_pages
        for name, value in wanted.items():
            response.headers.setdefault(name, value)
        if self.over_tls and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", self.over_tls)
        return response


def _always() -> dict[str, str]:
    return {
        "Content-Security-Policy": build_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Permissions-Policy": PERMISSIONS,
    }


def _transport() -> str:
    seconds = settings.SECURE_HSTS_SECONDS
    return f"max-age={seconds}; includeSubDomains; preload" if seconds else ""

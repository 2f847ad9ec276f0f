"""What is measured beside the product, each a WSGI application over the same database: `BENCH_SERVES` names it.

r0: what a bare program can do — the driver, flat SELECTs, dictionaries, orjson. r1: one SELECT that yields the JSON.
r2: the REST framework as it is usually written. floor: the stored documents, unchanged. constant: bytes through a
plain Django view. unattributed: the product over documents without attribution.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

Start = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[..., Iterable[bytes]]
PAGE = 50
STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""The middlewares of a new Django project."""


def bare(
    list_bytes: Callable[[], bytes],
    detail_bytes: Callable[[str], bytes],
    dumped: Callable[[], Iterable[bytes]] | None = None,
) -> Application:
    """A WSGI application with two addresses and nothing else, and with a third where it has a file to give."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if dumped and environ["PATH_INFO"].endswith(".csv"):
            start("200 OK", [("Content-Type", "text/csv")])
            return dumped()
        public_id = environ["PATH_INFO"].removeprefix("/api/v1/claims/").strip("/")
        content = detail_bytes(public_id) if public_id else list_bytes()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]

    return application


def constant() -> Application:
    """Bytes through a plain Django view, without any middleware."""
    from django.http import HttpResponse
    from django.urls import path

    content = b"x" * 1_000
    urls = type("Urls", (), {"urlpatterns": [path("api/v1/claims/", lambda _request: HttpResponse(content))]})
    return _django(urls, [])


def _django(urls: object, middlewares: list[str]) -> Application:
    """A Django project with these addresses and middlewares, over the product's database and apps."""
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    django.setup()
    settings.MIDDLEWARE, settings.ROOT_URLCONF = middlewares, urls
    return WSGIHandler()


def unattributed() -> Application:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from events.models import ClaimPublication
    from newsroom.benching.api.comparison import STRIPPED

    ClaimPublication._meta.db_table = STRIPPED  # noqa: SLF001  nowhere else, and only in this process
    return application


def floor() -> Application:
    import django

    django.setup()
    from newsroom.benching.api.bare import dumped, stored

    return bare(*stored(), dumped)


def r0() -> Application:
    import django

    django.setup()
    from newsroom.benching.api.bare import flat

    return bare(*flat())


def r1() -> Application:
    import django

    django.setup()
    from newsroom.benching.api.bare import nested

    return bare(*nested())


def r2() -> Application:
    return _django("newsroom.benching.api.idiomatic", STOCK)


WAYS: dict[str, Callable[[], Application]] = {
    "constant": constant, "floor": floor, "r0": r0, "r1": r1, "r2": r2, "unattributed": unattributed,
}  # fmt: skip


application = WAYS[os.environ["BENCH_SERVES"]]() if "BENCH_SERVES" in os.environ else None

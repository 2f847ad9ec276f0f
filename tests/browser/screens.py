"""Every page of the desk, as the router knows them: a new page is among them by itself."""

from collections.abc import Iterator

from django.urls import reverse

from sources.models import Source
from tests.hostile.desk import Desk

ELSEWHERE = "/<path:object_id>/"
"""The admin's old address of a row, which leads to its form."""
NO_PAGES = (
    *(
        "admin/logout/",
        "jsi18n/",
        "filters/",
        "/drop/",
        "/restore/",
        "/countersign/",
        "/claims/",
        "/link/",
        "/dismiss/",
    ),
    "/download/",
)
"""What is posted to, asked by scripts or kept as a file. Any other address has to answer with something to look at."""


def screens(desk: Desk) -> Iterator[str]:
    """The addresses of all pages, also of those that show something else where they are told what about."""
    for route, path in desk.pages():
        if not route.endswith((ELSEWHERE, *NO_PAGES)):
            yield f"/{path}"
        if route.endswith("/add/"):
            yield f"/{path}?_popup=1"
    merge = reverse("admin:sources_source_merge", args=[desk.rows[Source].pk])
    yield f"{merge}?with={desk.claim.said_by.pk}"
    yield f"{merge}?with={desk.sealed.pk}"
    yield f"{reverse('admin:events_finding_add')}?question={desk.claim.question.pk}"
    yield f"{reverse('admin:desk_compare_issued', args=[desk.claim.public_id])}?old=1&new=2"

"""Answers made of stored bytes: put together, tagged, and not sent again to who has them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from newsroom.api.paging import MOST_COUNTED, Cursor, Page, Publications, count_up_to_most
from newsroom.ledger.canonical import canonical_json

# Anybody may keep an answer, and asks each time whether it still holds: a withdrawal reaches everyone at once.
CACHE_CONTROL = "public, no-cache"


def answer(request: Request, content: bytes, etag: str = "", headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The bytes with a strong ETag, JSON unless said otherwise; 304 where the client has them."""
    tag = f'"{etag or hashlib.sha256(content).hexdigest()}"'
    all_headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Content-Type": "application/json", **(headers or {})}
    if _has_it(request.headers.get("If-None-Match", ""), tag):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=all_headers)
    return HttpResponse(content, headers=all_headers)


def _has_it(if_none_match: str, tag: str) -> bool:
    """If-None-Match compares weakly: a proxy may have weakened the tag on the way."""
    known = parse_etags(if_none_match)
    return "*" in known or tag in {each.removeprefix("W/") for each in known}


@dataclass(frozen=True)
class Listing:
    """A page of ready JSON texts, the list its cursors are bound to, and all its rows where they are to be counted."""

    page: Page
    results: Sequence[str]
    binding: str
    counted: Sequence[Publications] = ()


def list_answer(request: Request, listing: Listing) -> HttpResponse:
    """The list around the stored documents, put together and never parsed."""
    links = {
        "next": _link(request, listing.page.next, listing.binding),
        "prev": _link(request, listing.page.previous, listing.binding),
    }
    ends = f'"next":{canonical_json(links["next"])},"previous":{canonical_json(links["prev"])}'
    content = f'{{{ends},{_count_members(listing.counted)}"results":[{",".join(listing.results)}]}}'
    header = ", ".join(f'<{link}>; rel="{rel}"' for rel, link in links.items() if link)
    return answer(request, content.encode(), headers={"Link": header} if header else {})


def _link(request: Request, cursor: Cursor | None, binding: str) -> str | None:
    """A path, so that the bytes are the same on every host."""
    if cursor is None:
        return None
    params = request.GET.copy()
    params["cursor"] = cursor.text(binding)
    return f"{request.path_info}?{params.urlencode()}"


def _count_members(counted: Sequence[Publications]) -> str:
    if not counted:
        return ""
    count = count_up_to_most(counted)
    is_capped = "true" if count > MOST_COUNTED else "false"
    return f'"count":{min(count, MOST_COUNTED)},"count_is_capped":{is_capped},'


class OneForm(BaseContentNegotiation):
    """There is one form of every answer, so `Accept` is not looked at and nothing varies with it."""

    def select_parser(self, _request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)

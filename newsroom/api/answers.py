"""Answers made of stored bytes: put together, tagged, and not sent again to who has them."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from newsroom.api.paging import MOST_COUNTED, Cursor, Page, count_up_to_most
from newsroom.api.statements import Query, newest_entry
from newsroom.ledger.canonical import canonical_json

# Anybody may keep an answer, and asks each time whether it still holds: a withdrawal reaches everyone at once.
CACHE_CONTROL = "public, no-cache"


def answer(
    request: HttpRequest, content: bytes, etag: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The bytes with a strong ETag, JSON unless said otherwise; 304 where the client has them."""
    tag = f'"{etag or hashlib.sha256(content).hexdigest()}"'
    all_headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Content-Type": "application/json", **(headers or {})}
    if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=all_headers)
    return HttpResponse(content, headers=all_headers)


def has_it(if_none_match: str, tag: str) -> bool:
    """True where the client has these bytes. Compared weakly: a proxy may have weakened the tag on the way."""
    if not if_none_match:
        return False
    known = parse_etags(if_none_match)
    return "*" in known or tag in {each.removeprefix("W/") for each in known}


@dataclass(frozen=True)
class Listing:
    """A page of ready JSON texts, what its cursors are bound to, and the whole list where it is counted."""

    page: Page
    results: Sequence[str]
    binding: str
    counted: Query | None = None


def list_answer(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The list around the stored documents, put together and never parsed."""
    links = {
        "next": _link(request, listing.page.next, listing.binding),
        "prev": _link(request, listing.page.previous, listing.binding),
    }
    ends = f'"next":{canonical_json(links["next"])},"previous":{canonical_json(links["prev"])}'
    content = f'{{{ends},{_count_members(listing.counted)}"results":[{",".join(listing.results)}]}}'
    header = ", ".join(f'<{link}>; rel="{rel}"' for rel, link in links.items() if link)
    response = answer(request, content.encode(), headers={"Link": header} if header else {})
    if listing.page.head and listing.counted is None:
        _remember(request.get_full_path(), listing.page.head, response["ETag"])
    return response


# A list follows from its address and the ledger: while the head is the same, so are the bytes. By address, the
# newest entry with its hash and the tag of the answer; the oldest addresses are forgotten.
_TAGS: OrderedDict[str, tuple[str, str]] = OrderedDict()
MOST_TAGS = 10_000


def _remember(address: str, head: str, tag: str) -> None:
    _TAGS[address] = head, tag
    if len(_TAGS) > MOST_TAGS:
        _TAGS.popitem(last=False)


def unchanged_list(request: HttpRequest) -> HttpResponse | None:
    """304 where the client has this list and nothing was written to the ledger since; null where it has to be read."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    head, tag = _TAGS.get(request.get_full_path(), ("", "")) if known else ("", "")
    if not head or not has_it(known, tag) or head != newest_entry():
        return None
    return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, "Cache-Control": CACHE_CONTROL})


def _link(request: HttpRequest, cursor: Cursor | None, binding: str) -> str | None:
    """A path, so that the bytes are the same on every host."""
    if cursor is None:
        return None
    asked = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    return f"{request.path_info}?{urlencode([*asked, ('cursor', cursor.text(binding))], safe=':')}"


def _count_members(counted: Query | None) -> str:
    if counted is None:
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

"""What the API answers for one public kind: a list, a document, its versions. Reads the ledger and nothing else.

A resource is three attributes and a sentence:

    class SourceViewSet(PublicationViewSet):
        '''Anyone or anything that asserts or publishes.'''

        kind = SOURCE
        document = SourceDocument
        filters = SourceFilters
"""

from typing import ClassVar

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import Listing, OneForm, answer, list_answer
from newsroom.api.asking import DETAIL, VERSIONS, Asked, list_controls, read_query
from newsroom.api.filters import PublicationFilters
from newsroom.api.grammar import POSITION, Grammar
from newsroom.api.paging import SERVED, Order, Publications, read_cursor, read_page, with_head
from newsroom.api.problems import Problem, problem
from newsroom.api.schema import PublicationSchema, issued_shape
from newsroom.api.selecting import Selection, selection_controls
from newsroom.api.shapes import Shape, api_path
from newsroom.api.standpoints import Standpoint, resolve_position
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Publication, Visibility, moment_text
from newsroom.ledger.registry import Kind
from newsroom.ledger.succession import successors_of

MOST_VERSIONS = 2**31 - 1
_GONE = {Visibility.TAKEN_DOWN: "taken-down", Visibility.ERASED: "erased"}


class PublicationViewSet(ViewSet):
    """Lists and documents of one kind. The bytes of a document are passed on as stored, never rebuilt."""

    kind: ClassVar[Kind]
    document: ClassVar[type[Shape]]
    filters: ClassVar[type[PublicationFilters]] = PublicationFilters
    schema = PublicationSchema()
    content_negotiation_class = OneForm

    @classmethod
    def plural(cls) -> str:
        return f"{cls.kind.name}s"

    @classmethod
    def selection_controls(cls) -> dict[str, Grammar]:
        return selection_controls(issued_shape(cls.document))

    @classmethod
    def list_controls(cls) -> dict[str, Grammar]:
        return {**list_controls(cls.filters), **cls.selection_controls()}

    def list(self, request: Request) -> HttpResponse:
        """Newest entry first, unless `ordering` says otherwise. Follow `next` as it is given.

        While pages are turned the list stands still: what is issued meanwhile is not in it.
        """
        asked = read_query(request.GET, self.list_controls(), self.kind, self.filters)
        seen = Standpoint(self.kind, resolve_position(asked.controls.get("as_of")), asked.withdrawn_too)
        cursor = read_cursor(asked.cursor, asked.binding) if asked.cursor else None
        parts = seen.later_pages(cursor.head) if cursor else _first_page(seen)
        rows = [asked.narrow(part.only(*SERVED, "body"), is_past=is_past) for part, is_past in parts]
        page = read_page(rows, self._order(asked), asked.page_size, cursor)
        selection = Selection.of(asked.controls)
        documents = [selection.part(row.served()) for row in page.rows]
        counted = rows if asked.controls.get("with_count") else []
        return list_answer(request, Listing(page, documents, asked.binding, counted))

    def retrieve(self, request: Request, public_id: str) -> HttpResponse:
        """The document as it is now, or as it was at `as_of`."""
        asked = read_query(request.GET, {**DETAIL, **self.selection_controls()})
        seq = resolve_position(asked.controls.get("as_of"))
        row = self._current(public_id, "body")
        if seq is not None:
            row = _first(self._of(public_id).filter(from_seq__lte=seq).order_by("-from_seq"), "body")
        if row.visibility == Visibility.WITHDRAWN and not asked.withdrawn_too:
            raise self._withdrawn(public_id, row)
        if row.visibility == Visibility.MERGED:
            raise self._merged(public_id, row)
        return _document_answer(request, row, asked)

    def versions(self, request: Request, public_id: str) -> HttpResponse:
        """Every version that was issued, newest first, and the numbers of the ledger between which it held."""
        asked = read_query(request.GET, VERSIONS)
        self._current(public_id)
        end = resolve_position(asked.controls.get("as_of"))
        rows = _until(self._of(public_id).only(*SERVED), end)
        cursor = read_cursor(asked.cursor, public_id) if asked.cursor else None
        page = read_page([rows], Order(), asked.page_size, cursor)
        entries = [canonical_json(self._version_entry(public_id, row, end)) for row in page.rows]
        return list_answer(request, Listing(page, entries, public_id))

    def version(self, request: Request, public_id: str, number: int) -> HttpResponse:
        """One version as it was issued, with the notice where it is a withdrawal."""
        asked = read_query(request.GET, {"as_of": POSITION, **self.selection_controls()})
        self._current(public_id)
        rows = _until(self._of(public_id), resolve_position(asked.controls.get("as_of")))
        row = _first(rows.filter(version=min(number, MOST_VERSIONS)), "body")
        return _document_answer(request, row, asked)

    def _order(self, asked: Asked) -> Order:
        name = asked.controls.get("ordering", "-issued")
        return Order(self.filters.ORDERINGS.get(name.removeprefix("-"), ""), name.startswith("-"))

    def _of(self, public_id: str) -> Publications:
        return self.kind.publication.objects.filter(public_id=public_id)

    def _current(self, public_id: str, *columns: str) -> Publication:
        """The current document. Raises `Problem` for what never was and for what is not served any more."""
        return _first(self._of(public_id).filter(until_seq=None), *columns)

    def _version_entry(self, public_id: str, row: Publication, end: int | None) -> dict[str, object]:
        is_over = row.until_seq is not None and (end is None or row.until_seq <= end)
        return {
            "version": row.version,
            "visibility": row.visibility,
            "issued_at": moment_text(row.issued_at),
            "from_seq": row.from_seq,
            "until_seq": row.until_seq if is_over else None,
            "url": f"{api_path(self.plural(), public_id)}versions/{row.version}/",
            **({"notice": row.notice} if row.notice else {}),
            **({"merged_into": row.successor} if row.successor else {}),
        }

    def _withdrawn(self, public_id: str, row: Publication) -> Problem:
        document = api_path(self.plural(), public_id)
        links = {"document": f"{document}?include=withdrawn", "versions": f"{document}versions/"}
        return problem("withdrawn", notice=row.notice, withdrawn_at=moment_text(row.issued_at), links=links)

    def _merged(self, public_id: str, row: Publication) -> Problem:
        """Not a redirect: a merge can be undone, and a client has to notice that two records are one now."""
        answering = successors_of([public_id]).get(public_id, row.successor)
        links = {
            "merged_into": api_path(self.plural(), answering),
            "versions": f"{api_path(self.plural(), public_id)}versions/",
        }
        return problem("merged", merged_into=answering, merged_at=moment_text(row.issued_at), links=links)


def _first_page(seen: Standpoint) -> list[tuple[Publications, bool]]:
    """The past is the same whatever the head is; the present is turned over as it stood at the first page."""
    rows = seen.first_page()
    return [(rows if seen.at is not None else with_head(rows), seen.at is not None)]


def _until(rows: Publications, end: int | None) -> Publications:
    return rows if end is None else rows.filter(from_seq__lte=end)


def _document_answer(request: Request, row: Publication, asked: Asked) -> HttpResponse:
    """The stored bytes, tagged from a column; a part of them where only that was asked for."""
    selection = Selection.of(asked.controls)
    return answer(request, selection.part(row.served()).encode(), "" if selection else row.etag)


def _first(rows: Publications, *columns: str) -> Publication:
    row = rows.only(*SERVED, "etag", *columns).first()
    if row is None:
        raise problem("not-found")
    if row.visibility in _GONE:
        raise problem(_GONE[Visibility(row.visibility)])
    return row


class _PublicIdConverter:
    """A public id in an address. Anything else is an address that does not exist."""

    regex = "[a-z]{3}_[a-z2-7]{26}"

    def to_python(self, text: str) -> str:
        return text

    to_url = to_python


register_converter(_PublicIdConverter, "public_id")


def publication_routes(viewset: type[PublicationViewSet]) -> list[URLPattern]:
    """The four addresses of a resource."""
    plural = viewset.plural()
    addresses = {
        "list": f"{plural}/",
        "retrieve": f"{plural}/<public_id:public_id>/",
        "versions": f"{plural}/<public_id:public_id>/versions/",
        "version": f"{plural}/<public_id:public_id>/versions/<int:number>/",
    }
    return [
        path(address, viewset.as_view({"get": action}), name=f"{plural}-{action}")
        for action, address in addresses.items()
    ]

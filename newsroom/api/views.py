"""What the API answers for one public kind: a list, a document, its versions. Reads the ledger and nothing else.

A resource is three attributes and a sentence, and the forms of file that it has beside the usual ones:

    class SourceViewSet(PublicationViewSet):
        '''Anyone or anything that asserts or publishes.'''

        kind = SOURCE
        document = SourceDocument
        filters = SourceFilters
"""

from functools import cache
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, register_converter
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import Listing, OneForm, answer, list_answer, unchanged_list
from newsroom.api.asking import DETAIL, VERSIONS, Asked, list_controls, read_query
from newsroom.api.conditions import Condition, Sql, joined
from newsroom.api.exporting import CSV, NDJSON, Export, Form, file_controls, table_metadata
from newsroom.api.filters import PublicationFilters
from newsroom.api.grammar import POSITION, Grammar
from newsroom.api.paging import read_cursor, read_page
from newsroom.api.problems import Problem, as_problem, problem
from newsroom.api.schema import PublicationSchema, issued_shape
from newsroom.api.selecting import Selection, selection_controls
from newsroom.api.shapes import Shape, api_path
from newsroom.api.standpoints import Standpoint, resolve_position
from newsroom.api.statements import NOTHING, Order, Part, Query, Row, newest_entry, read_rows
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Visibility
from newsroom.ledger.registry import Kind
from newsroom.ledger.succession import successors_of

MOST_VERSIONS = 2**31 - 1
_GONE = {Visibility.TAKEN_DOWN: "taken-down", Visibility.ERASED: "erased"}


class PublicationViewSet(ViewSet):
    """Lists and documents of one kind. The bytes of a document are passed on as stored, never rebuilt."""

    kind: ClassVar[Kind]
    document: ClassVar[type[Shape]]
    filters: ClassVar[type[PublicationFilters]] = PublicationFilters
    forms: ClassVar[tuple[Form, ...]] = ()
    schema = PublicationSchema()
    content_negotiation_class = OneForm
    reads_the_ledger = True
    """Nothing else, so `DirectMiddleware` may lead here."""

    @classmethod
    def plural(cls) -> str:
        return f"{cls.kind.name}s"

    @classmethod
    def selection_controls(cls) -> dict[str, Grammar]:
        return selection_controls(issued_shape(cls.document))

    @classmethod
    @cache
    def list_controls(cls) -> dict[str, Grammar]:
        return {**list_controls(cls.filters), **cls.selection_controls()}

    @classmethod
    def all_forms(cls) -> tuple[Form, ...]:
        """Every form of file that the list is given in."""
        return (CSV, NDJSON, *cls.forms)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Straight to the action: there is nothing to parse, negotiate or authenticate, and the answer is made."""
        handler = getattr(self, str(request.method).lower())  # other methods do not come this far
        try:
            return cast("HttpResponse", handler(request, *args, **kwargs))
        except Exception as error:
            response = as_problem(error, {})
            if response is None:
                raise
            return response

    def list(self, request: HttpRequest) -> HttpResponse:
        """Newest entry first, unless `ordering` says otherwise. Follow `next` as it is given.

        While pages are turned the list stands still: what is issued meanwhile is not in it.
        """
        unchanged = unchanged_list(request)
        if unchanged is not None:
            return unchanged
        asked = read_query(request.GET, self.list_controls(), self.kind, self.filters)
        binding = asked.binding
        cursor = read_cursor(asked.cursor, binding) if asked.cursor else None
        seen = Standpoint(resolve_position(asked.controls.get("as_of")), asked.withdrawn_too)
        head = cursor.head if cursor else seen.at
        query = Query(self.kind, seen.parts(head), asked.conditions, self._order(asked), head)
        counted = query if asked.controls.get("with_count") else None
        page = read_page(query, asked.page_size, cursor, at_once=counted is not None)
        selection = Selection.of(asked.controls)
        documents = [selection.part(row.served()) for row in page.rows]
        return list_answer(request, Listing(page, documents, binding, counted))

    def retrieve(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """The document as it is now, or as it was at `as_of`."""
        asked = read_query(request.GET, {**DETAIL, **self.selection_controls()})
        seq = resolve_position(asked.controls.get("as_of"))
        row = self._current(public_id)
        if seq is not None:
            row = self._first(public_id, Sql("p.from_seq <= %s", (seq,)))
        if row.visibility == Visibility.WITHDRAWN and not asked.withdrawn_too:
            raise self._withdrawn(public_id, row)
        if row.visibility == Visibility.MERGED:
            raise self._merged(public_id, row)
        return _document_answer(request, row, asked)

    def versions(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Every version that was issued, newest first, and the numbers of the ledger between which it held."""
        asked = read_query(request.GET, VERSIONS)
        self._current(public_id)
        end = resolve_position(asked.controls.get("as_of"))
        cursor = read_cursor(asked.cursor, public_id) if asked.cursor else None
        page = read_page(self._versions(public_id, _until(end)), asked.page_size, cursor, NOTHING)
        entries = [canonical_json(self._version_entry(public_id, row, end)) for row in page.rows]
        return list_answer(request, Listing(page, entries, public_id))

    def version(self, request: HttpRequest, public_id: str, number: int) -> HttpResponse:
        """One version as it was issued, with the notice where it is a withdrawal."""
        asked = read_query(request.GET, {"as_of": POSITION, **self.selection_controls()})
        self._current(public_id)
        end = resolve_position(asked.controls.get("as_of"))
        of_number = Sql("p.version = %s", (min(number, MOST_VERSIONS),))
        return _document_answer(request, self._first(public_id, of_number, _until(end)), asked)

    def export(self, request: HttpRequest, suffix: str) -> HttpResponseBase:
        """The whole list as one file, newest entry first, as the ledger stood when it began."""
        form = next(form for form in self.all_forms() if form.suffix == suffix)
        asked = read_query(request.GET, file_controls(form, self.filters), self.kind, self.filters)
        number, _, sha256 = newest_entry().partition(" ")
        at = resolve_position(asked.controls.get("as_of"))
        head = int(number or 0) if at is None else at
        seen = Standpoint(at, asked.withdrawn_too)
        query = Query(self.kind, seen.parts(head), asked.conditions, self._order(asked), head)
        export = Export(form, query, head, with_mark=bool(asked.controls.get("bom")))
        return export.answer(request, self.plural(), sha256)

    def metadata(self, request: HttpRequest) -> HttpResponse:
        """What the columns of the CSV file hold, for CSV on the Web."""
        read_query(request.GET, {})
        described = canonical_json(table_metadata(self.kind, self.plural()))
        return answer(request, described.encode(), headers={"Content-Type": "application/csvm+json"})

    def _order(self, asked: Asked) -> Order:
        name = asked.controls.get("ordering", "-issued")
        return Order(self.filters.ORDERINGS.get(name.removeprefix("-"), ""), name.startswith("-"))

    def _current(self, public_id: str) -> Row:
        """The current document. Raises `Problem` for what never was and for what is not served any more."""
        return self._first(public_id, Sql("p.until_seq IS NULL"))

    def _first(self, public_id: str, *which: Sql) -> Row:
        """The newest of these versions, with the same problems."""
        rows = read_rows(self._versions(public_id, *which), 1)
        if not rows:
            raise problem("not-found")
        if rows[0].visibility in _GONE:
            raise problem(_GONE[Visibility(rows[0].visibility)])
        return rows[0]

    def _versions(self, public_id: str, *which: Sql) -> Query:
        of_record = joined(" AND ", [Sql("p.public_id = %s", (public_id,)), *which])
        return Query(self.kind, [Part(Condition(of_record), is_current=False)], at=0)

    def _version_entry(self, public_id: str, row: Row, end: int | None) -> dict[str, object]:
        is_over = row.until is not None and (end is None or row.until <= end)
        return {
            "version": row.version,
            "visibility": row.visibility,
            "issued_at": row.issued_at,
            "from_seq": row.number,
            "until_seq": row.until if is_over else None,
            "url": f"{api_path(self.plural(), public_id)}versions/{row.version}/",
            **({"notice": row.notice} if row.notice else {}),
            **({"merged_into": row.successor} if row.successor else {}),
        }

    def _withdrawn(self, public_id: str, row: Row) -> Problem:
        document = api_path(self.plural(), public_id)
        links = {"document": f"{document}?include=withdrawn", "versions": f"{document}versions/"}
        return problem("withdrawn", notice=row.notice, withdrawn_at=row.issued_at, links=links)

    def _merged(self, public_id: str, row: Row) -> Problem:
        """Not a redirect: a merge can be undone, and a client has to notice that two records are one now."""
        answering = successors_of([public_id]).get(public_id, row.successor)
        links = {
            "merged_into": api_path(self.plural(), answering),
            "versions": f"{api_path(self.plural(), public_id)}versions/",
        }
        return problem("merged", merged_into=answering, merged_at=row.issued_at, links=links)


def _until(end: int | None) -> Sql:
    return Sql("") if end is None else Sql("p.from_seq <= %s", (end,))


def _document_answer(request: HttpRequest, row: Row, asked: Asked) -> HttpResponse:
    """The stored bytes, tagged from a column; a part of them where only that was asked for."""
    selection = Selection.of(asked.controls)
    return answer(request, selection.part(row.served()).encode(), "" if selection else row.etag)


class _PublicIdConverter:
    """A public id in an address. Anything else is an address that does not exist."""

    regex = "[a-z]{3}_[a-z2-7]{26}"

    def to_python(self, text: str) -> str:
        return text

    to_url = to_python


register_converter(_PublicIdConverter, "public_id")


def publication_routes(viewset: type[PublicationViewSet]) -> list[URLPattern | URLResolver]:
    """The addresses of a resource: of its list, its documents and their versions, and of the list as a file.

    Those with one beginning stand together, so that it is looked at once for all of them.
    """
    plural = viewset.plural()
    one = "<public_id:public_id>/"
    below = {"list": "", "retrieve": one, "versions": f"{one}versions/", "version": f"{one}versions/<int:number>/"}
    files = [
        path(
            f"{plural}.{form.suffix}",
            viewset.as_view({"get": "export"}),
            {"suffix": form.suffix},
            f"{plural}-{form.suffix}",
        )
        for form in viewset.all_forms()
    ]
    return [
        path(f"{plural}/", include([_route(viewset, address, action) for action, address in below.items()])),
        _route(viewset, f"{plural}.csv-metadata.json", "metadata"),
        *files,
    ]


def _route(viewset: type[PublicationViewSet], address: str, action: str) -> URLPattern:
    return path(address, viewset.as_view({"get": action}), name=f"{viewset.plural()}-{action}")

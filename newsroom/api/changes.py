"""Everything that was ever issued or ended, in order and without a gap: what a copy elsewhere is kept by."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import OneForm, answer
from newsroom.api.asking import Asked, read_query
from newsroom.api.grammar import LARGEST_NUMBER, POSITION, whole
from newsroom.api.operations import Operation, OperationSchema
from newsroom.api.problems import problem
from newsroom.api.selecting import Selection, selection_controls
from newsroom.api.shapes import Shape, api_path
from newsroom.api.standpoints import head_words, resolve_position
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Entry, Publication, Reason, Visibility, moment_text
from newsroom.ledger.models import Operation as Op
from newsroom.ledger.registry import kind_named

SERVED = ("from_seq", "until_seq", "version", "visibility", "issued_at", "notice", "successor")
MOST_CHANGES = 200
DEFAULT_CHANGES = 100
GONE = (Visibility.TAKEN_DOWN, Visibility.ERASED)


class ChangeShape(Shape):
    """One entry of the ledger, with the document that it issued or put in its place."""

    seq = serializers.IntegerField(help_text="Counts from 1, without a gap.")
    at = serializers.DateTimeField()
    op = serializers.ChoiceField(choices=Op.choices, help_text="Anything but issued and updated ends the document.")
    kind = serializers.CharField()
    id = serializers.CharField()
    version = serializers.IntegerField()
    url = serializers.CharField(help_text="Path on this host.")
    reason = serializers.ChoiceField(choices=Reason.choices)
    act = serializers.CharField(help_text="One id for everything done in one act.")
    content_sha256 = serializers.CharField()
    prev_sha256 = serializers.CharField(allow_blank=True, help_text="The `entry_sha256` of the entry before.")
    entry_sha256 = serializers.CharField()
    document = serializers.DictField(
        allow_null=True,
        help_text="As served at `url`, in this version; null if it was taken down or erased, then or since.",
    )


class ChangesPage(Shape):
    """Entries in order. Apply each to your copy, then ask again with `since` set to `last`."""

    last = serializers.IntegerField(help_text="The newest number in this answer, or `since`: where to go on.")
    next = serializers.CharField(allow_null=True, help_text="Path of the next entries; null at the head for now.")
    results = ChangeShape(many=True)


CONTROLS = {
    "since": whole(0, LARGEST_NUMBER, 0),
    "limit": whole(1, MOST_CHANGES, DEFAULT_CHANGES),
    "as_of": POSITION,
    **selection_controls(ChangeShape),
}


class ChangesViewSet(ViewSet):
    content_negotiation_class = OneForm
    schema = OperationSchema()
    tag = "changes"
    operations: ClassVar = {
        "list": Operation(
            "Follow what changes",
            ChangesPage,
            CONTROLS,
            says={
                "since": "Only entries after this number; 0 is everything from the beginning.",
                "limit": f"How many at once, 1 to {MOST_CHANGES}.",
                "as_of": "No entry after this one: a number, or a moment not after the newest entry.",
            },
            sends_links=True,
        )
    }

    def list(self, request: Request) -> HttpResponse:
        """Every entry after `since`, in order, without a gap: what was issued, and a tombstone for what ended.

        From `since=0` they rebuild exactly what can be listed. At the head `next` is null: ask again later with
        `since` set to `last` and the ETag in `If-None-Match`; 304 means that nothing is new.
        """
        asked = read_query(request.GET, CONTROLS)
        since, limit = asked.controls.get("since", 0), asked.controls.get("limit", DEFAULT_CHANGES)
        end = resolve_position(asked.controls.get("as_of"))
        entries = _entries_after(since, end, limit)
        last = entries[-1].seq if entries else since
        path = path_after(request, last) if len(entries) == limit else None
        content = f'{{"last":{last},"next":{canonical_json(path)},"results":[{",".join(_changes(entries, asked))}]}}'
        return answer(request, content.encode(), headers={"Link": f'<{path}>; rel="next"'} if path else {})


def _entries_after(since: int, end: int | None, limit: int) -> Sequence[Entry]:
    entries = Entry.objects.filter(seq__gt=since, seq__lte=LARGEST_NUMBER if end is None else end)
    found = list(entries.order_by("seq")[:limit])
    if not found and since:
        _refuse_beyond_head(since)
    return found


def _refuse_beyond_head(since: int) -> None:
    head = Entry.objects.order_by("-seq").first()
    if head is None or since > head.seq:
        raise problem("beyond-head", f"`since` {head_words(head)} If it was further once, ask who runs this why.")


def path_after(request: Request, seq: int) -> str:
    params = request.GET.copy()
    params["since"] = str(seq)
    return f"{request.path_info}?{params.urlencode()}"


def _changes(entries: Sequence[Entry], asked: Asked) -> Iterator[str]:
    selection = Selection.of(asked.controls)
    documents = _documents(entries) if selection.has("document") else {}
    for entry in entries:
        yield selection.part(_change(entry, documents.get(entry.seq)))


def _documents(entries: Iterable[Entry]) -> dict[int, str]:
    """What these entries put in place, as it is served; nothing of what was taken down or erased since."""
    seqs: dict[str, list[int]] = {}
    for entry in entries:
        seqs.setdefault(entry.kind, []).append(entry.seq)
    return {row.from_seq: row.served() for kind, numbers in seqs.items() for row in _still_served(kind, numbers)}


def _still_served(kind: str, seqs: list[int]) -> Iterable[Publication]:
    publications = kind_named(kind).publication.objects
    gone = publications.current().filter(public_id=OuterRef("public_id"), visibility__in=GONE)
    rows = publications.filter(~Exists(gone), from_seq__in=seqs).exclude(visibility__in=GONE)
    return rows.only(*SERVED, "body")


def _change(entry: Entry, document: str | None) -> str:
    said = canonical_json(
        {
            "seq": entry.seq,
            "at": moment_text(entry.at),
            "op": entry.op,
            "kind": entry.kind,
            "id": entry.public_id,
            "version": entry.version,
            "url": f"{api_path(f'{entry.kind}s', entry.public_id)}versions/{entry.version}/",
            "reason": entry.reason,
            "act": entry.act,
            "content_sha256": entry.content_sha256,
            "prev_sha256": entry.prev_sha256,
            "entry_sha256": entry.entry_sha256,
        }
    )
    return f'{{"document":{document or "null"},{said[1:]}'

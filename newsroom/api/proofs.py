"""The hash chain in the open: its head, its checkpoints, and what one document needs to be checked by a stranger."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import OneForm, answer
from newsroom.api.asking import read_query
from newsroom.api.changes import DEFAULT_CHANGES, GONE, MOST_CHANGES, path_after
from newsroom.api.grammar import LARGEST_NUMBER, POSITION, PUBLIC_ID, whole
from newsroom.api.operations import Operation, OperationSchema
from newsroom.api.problems import Fault, Problem, problem
from newsroom.api.shapes import Shape
from newsroom.api.standpoints import head_words, resolve_position
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.checkpoints import Checkpoint
from newsroom.ledger.models import Entry, Publication, Visibility
from newsroom.ledger.registry import Kind, kinds

CHECKPOINT_EVERY = 100
"""Entries between two checkpoints; a proof to the next one has at most so many steps."""
LONGEST_PROOF = 2_000
ROOT = "/api/v1/ledger/"


class CheckpointShape(Shape):
    """The hash of one entry, which stands for that entry and all before it. Keep it where nobody else can reach."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class LedgerShape(Shape):
    """Where the ledger stands."""

    head = CheckpointShape(allow_null=True, help_text="Null while nothing has been published.")
    checkpoint_every = serializers.IntegerField()
    links = serializers.DictField(child=serializers.CharField())


class CheckpointsPage(Shape):
    """Checkpoints in order."""

    next = serializers.CharField(allow_null=True, help_text="Path of the next ones.")
    results = CheckpointShape(many=True)


class ContentShape(Shape):
    """The texts that an entry's `content_sha256` is over, joined by one NUL: salt, body, facets, visibility."""

    salt = serializers.CharField()
    body = serializers.CharField(help_text="The stored document as JSON text, without version, visibility and moment.")
    facets = serializers.CharField(help_text="What lists filter by, as JSON text.")
    visibility = serializers.ChoiceField(choices=Visibility.choices)


class ProofShape(Shape):
    """All that is needed to recompute from a document to a checkpoint, with SHA-256 and nothing else."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="Of the entry that issued this version.")
    content = ContentShape()
    path = serializers.ListField(
        child=serializers.CharField(),
        help_text="The entries from this one to the checkpoint, each as the JSON text that is hashed: number, moment, "
        "op, kind, id, version, reason, act, content_sha256, hash of the entry before.",
    )
    checkpoint = CheckpointShape()


HEAD = {"as_of": POSITION}
CHECKPOINTS = {"since": whole(0, LARGEST_NUMBER, 0), "limit": whole(1, MOST_CHANGES, DEFAULT_CHANGES), **HEAD}
PROOF = {"version": whole(1, 2**31 - 1, 1), "until": whole(1, LARGEST_NUMBER, 1042), **HEAD}


class LedgerViewSet(ViewSet):
    content_negotiation_class = OneForm
    schema = OperationSchema()
    tag = "ledger"
    operations: ClassVar = {
        "head": Operation("Read the head", LedgerShape, HEAD, says={"as_of": "The head as it was then."}),
        "checkpoints": Operation(
            "List the checkpoints",
            CheckpointsPage,
            CHECKPOINTS,
            says={
                "since": "Only checkpoints after this number.",
                "limit": f"How many at once, 1 to {MOST_CHANGES}.",
                "as_of": "No checkpoint after this entry or moment.",
            },
            sends_links=True,
        ),
        "proof": Operation(
            "Prove one document",
            ProofShape,
            PROOF,
            {"public_id": PUBLIC_ID},
            says={
                "public_id": "Of any record that was issued.",
                "version": "Which version; the current one unless said.",
                "until": f"The entry to prove up to, at most {LONGEST_PROOF} later; the next checkpoint unless said.",
                "as_of": "The version of then.",
            },
            problems=(400, 404, 410),
        ),
    }

    def head(self, request: Request) -> HttpResponse:
        """The newest entry: its hash stands for everything ever issued. Keep it, and a rewritten ledger shows."""
        asked = read_query(request.GET, HEAD)
        end = resolve_position(asked.controls.get("as_of"))
        newest = _entries(end).order_by("-seq").first()
        links = {name: f"{ROOT}{name}/" for name in ("checkpoints",)} | {"changes": "/api/v1/changes/"}
        said = {"head": newest and Checkpoint.of(newest).said(), "checkpoint_every": CHECKPOINT_EVERY, "links": links}
        return answer(request, canonical_json(said).encode())

    def checkpoints(self, request: Request) -> HttpResponse:
        """Every hundredth entry. What was proved to one of them holds as long as you have kept its hash."""
        asked = read_query(request.GET, CHECKPOINTS)
        since, limit = asked.controls.get("since", 0), asked.controls.get("limit", DEFAULT_CHANGES)
        first = since // CHECKPOINT_EVERY + 1
        numbers = [number * CHECKPOINT_EVERY for number in range(first, first + limit)]
        found = list(_entries(resolve_position(asked.controls.get("as_of"))).filter(seq__in=numbers).order_by("seq"))
        following = path_after(request, found[-1].seq) if len(found) == limit else None
        said = {"next": following, "results": [Checkpoint.of(entry).said() for entry in found]}
        links = {"Link": f'<{following}>; rel="next"'} if following else {}
        return answer(request, canonical_json(said).encode(), headers=links)

    def proof(self, request: Request, public_id: str) -> HttpResponse:
        """The texts and hashes from one version of a document to a checkpoint; the guide shows how to check it."""
        asked = read_query(request.GET, PROOF)
        kind = _kind_of(public_id)
        row = _version(kind, public_id, asked.controls)
        path_entries = _path(row.from_seq, asked.controls.get("until"))
        said = {
            "id": public_id,
            "version": row.version,
            "seq": row.from_seq,
            "content": dict(zip(("salt", "body", "facets", "visibility"), _hashed(kind, row), strict=True)),
            "path": [entry.hashed_text() for entry in path_entries],
            "checkpoint": Checkpoint.of(path_entries[-1]).said(),
        }
        return answer(request, canonical_json(said).encode())


def _entries(end: int | None) -> Any:
    return Entry.objects.all() if end is None else Entry.objects.filter(seq__lte=end)


def _kind_of(public_id: str) -> Kind:
    for kind in kinds():
        if public_id.startswith(f"{kind.prefix}_"):
            return kind
    raise problem("not-found")


def _version(kind: Kind, public_id: str, controls: Any) -> Publication:
    """The version asked for. Raises `Problem` for what never was and for what is not served any more."""
    rows = kind.publication.objects.filter(public_id=public_id)
    end = resolve_position(controls.get("as_of"))
    current = rows.current().values_list("visibility", flat=True).first() or ""
    if end is not None:
        rows = rows.filter(from_seq__lte=end)
    if "version" in controls:
        rows = rows.filter(version=controls["version"])
    row = rows.order_by("-from_seq").first()
    if row is None:
        raise problem("not-found")
    gone = {row.visibility, current} & set(GONE)
    if gone:
        raise problem(gone.pop().replace("_", "-"))
    return row


def _hashed(kind: Kind, row: Publication) -> tuple[str, ...]:
    terms = kind.term._default_manager.filter(from_seq=row.from_seq).values_list("name", "value")  # noqa: SLF001  documented
    return row.hashed_texts(list(terms))


def _path(seq: int, until: int | None) -> list[Entry]:
    """The entries up to the one asked for, else to the next checkpoint or the head."""
    end = until or -(-seq // CHECKPOINT_EVERY) * CHECKPOINT_EVERY
    if end < seq:
        raise _no_path(f"this version was issued by entry {seq}; ask for that one or a later.")
    if end - seq > LONGEST_PROOF:
        raise _no_path(f"a proof has at most {LONGEST_PROOF} steps; this one begins at {seq}.")
    entries = list(Entry.objects.filter(seq__gte=seq, seq__lte=end).order_by("seq"))
    if until and entries[-1].seq < until:
        raise problem("beyond-head", f"`until` {head_words(entries[-1])}")
    return entries


def _no_path(why: str) -> Problem:
    return Problem([Fault("invalid-value", f"“until”: {why}", "until")])


def ledger_routes() -> list[URLPattern]:
    """The three addresses of the chain."""
    view = LedgerViewSet.as_view
    return [
        path("ledger/", view({"get": "head"}), name="ledger-head"),
        path("ledger/checkpoints/", view({"get": "checkpoints"}), name="ledger-checkpoints"),
        path("ledger/proof/<public_id:public_id>/", view({"get": "proof"}), name="ledger-proof"),
    ]

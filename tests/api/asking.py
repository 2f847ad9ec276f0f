"""Short ways to ask the API, and to have much to ask for."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.test import Client

from events.documents.claims import CLAIM
from events.models import Claim, ClaimLine, ClaimPublication, ClaimTerm
from newsroom.ledger import seam
from newsroom.ledger.lines import line_of
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish, withdraw
from newsroom.ledger.records import Record
from tests.factories import ClaimFactory

client = Client(raise_request_exception=False)
CLAIMS = "/api/v1/claims/"
PROBLEM = "application/problem+json"


def ask(address: str, **params: Any) -> Any:
    """The answer as data; it must be a success."""
    response = client.get(address, params)
    assert response.status_code == 200, response.content
    return response.json()


def refusal(address: str, status: int = 400, **params: Any) -> Any:
    """The problem as data; it must be one, with this status."""
    response = client.get(address, params)
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM), response.content
    said = response.json()
    assert said["status"] == status
    return said


def ids(page: Any) -> list[str]:
    return [each["id"] for each in page["results"]]


def found(address: str = CLAIMS, **params: Any) -> set[str]:
    return set(ids(ask(address, **params)))


def issue(*records: Record) -> int:
    """Publish in one act; the number of the head afterwards."""
    with transaction.atomic():
        publish(records)
    return head()


def end(record: Record, notice: str = "Said by somebody else.") -> int:
    with transaction.atomic():
        withdraw([record], notice)
    return head()


def head() -> int:
    newest = Entry.objects.order_by("-seq").first()
    return newest.seq if newest else 0


def reissue(claim: Claim, certainty: str = "believed") -> int:
    claim.certainty = certainty
    claim.save()
    return issue(claim)


def issue_many(count: int, *, seconds_apart: int = 1) -> Claim:
    """One published claim and as many copies of its document as make `count`, past the acts that take time."""
    claim: Claim = ClaimFactory()
    issue(claim)
    first, seq = ClaimPublication.objects.get(public_id=claim.public_id), head()
    terms = list(ClaimTerm.objects.filter(from_seq=first.from_seq).values("name", "value"))
    copies = [_copy(first, seq + number, seconds_apart) for number in range(1, count)]
    ClaimPublication.objects.bulk_create(copies)
    Entry.objects.bulk_create([_entry(copy) for copy in copies])
    ClaimLine.objects.bulk_create([_line(copy) for copy in copies])
    ClaimTerm.objects.bulk_create([ClaimTerm(from_seq=copy.from_seq, **term) for copy in copies for term in terms])
    return claim


def _copy(first: ClaimPublication, seq: int, seconds_apart: int) -> ClaimPublication:
    public_id = seam.new_public_id("clm")
    columns = {name: getattr(first, name) for name in ClaimPublication.FACETS}
    copy = ClaimPublication(
        public_id=public_id,
        version=1,
        visibility="issued",
        from_seq=seq,
        issued_at=first.issued_at + dt.timedelta(seconds=seq * seconds_apart),
        body=first.body.replace(first.public_id, public_id),
        **columns,
    )
    copy.etag = copy.expected_etag()
    return copy


def _line(copy: ClaimPublication) -> ClaimLine:
    return ClaimLine(from_seq=copy.from_seq, text=line_of(CLAIM.columns, copy.body_json()))


def _entry(copy: ClaimPublication) -> Entry:
    return Entry(
        seq=copy.from_seq,
        at=copy.issued_at,
        op="issued",
        kind="claim",
        public_id=copy.public_id,
        version=1,
        reason="import",
        act="act_copies",
    )

"""Conclude a question: sign a finding, keep what it rests on as it is now, issue it with its question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from events.models import Claim, ClaimPublication, Finding, FindingClaim, Question, QuestionPublication
from newsroom.accounts.models import User
from newsroom.ledger import seam
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Entry, Visibility
from newsroom.ledger.publishing import publish
from newsroom.ledger.registry import Json, NotIssued
from newsroom.ledger.writing import Signature

PUBLISH = "ledger.publish_record"
WAITS_FOR_SECOND = "It waits for the signature of a second person and is not public until then."
WAITS_FOR_PUBLISHING = "It waits until somebody who may publish issues its question."


@dataclass(frozen=True)
class Signed:
    """What came of a signature: the entries of the ledger, or in words what the finding still waits for."""

    entries: list[Entry] = field(default_factory=list)
    waits_for: str = ""


@transaction.atomic
def conclude(finding: Finding, by: User) -> Signed:
    """Sign a stored finding and its stored weighed claims, and issue them with the question as far as `by` may.

    Keeps the independence of the issued answers and what each weighed claim says in public at this moment.
    Raises `PublishingRefused`; then the signature is not stored either.
    """
    weighed = list(finding.weighed.select_related("claim"))
    _refuse(finding, weighed)
    finding.signed_by, finding.signed_at = by, seam.now()
    finding.independent_low, finding.independent_high = issued_independence(finding.question)
    _save(finding, "Signed.")
    bodies = _issued_bodies(row.claim for row in weighed)
    for row in weighed:
        row.freeze(bodies.get(row.claim.public_id, {}).get("reading", ""))
    FindingClaim.objects.bulk_update(weighed, ["reading_then"])
    return _issue(finding, by)


@transaction.atomic
def countersign(finding: Finding, by: User) -> Signed:
    """Sign a concluded finding as the second person, and issue it with its question as far as `by` may.

    What was kept at the first signature stays. Raises `PublishingRefused`; then nothing is stored.
    """
    stored = Finding.objects.select_for_update().get(pk=finding.pk)
    objections = list(objections_to_second(stored, by))
    if objections:
        raise PublishingRefused(objections)
    _refuse(stored, stored.weighed.select_related("claim"))
    stored.second_signed_by, stored.second_signed_at = by, seam.now()
    _save(stored, "Signed as second.")
    return _issue(stored, by)


def objections_to_second(finding: Finding, by: User) -> Iterator[str]:
    """Why this person may not give a finding its second signature, in words."""
    if finding.second_signed_by_id is not None:
        yield "This finding has its second signature already."
    if finding.signed_by_id == by.pk:
        yield "You have signed this finding yourself; the second signature is somebody else's."
    if hasattr(finding, "superseded_by"):
        yield "This finding is superseded. Sign the one that took its place."


def objections_to_weighing(question: Question, claim: Claim, role: str) -> Iterator[str]:
    """Why a finding about this question may not weigh this claim so, in words."""
    if claim.question_id != question.pk:
        yield "This claim answers another question. Weigh only answers to this one."
    elif role == FindingClaim.Role.RELIED_ON:
        body = _issued_bodies([claim]).get(claim.public_id)
        if body is None:
            yield "This claim is not public, so nothing public can rely on it. Publish it first, or only consider it."
        elif body["question"]["id"] != question.public_id:
            yield "In public this claim still answers another question. Publish it anew first, or only consider it."


def issued_independence(question: Question) -> tuple[int | None, int | None]:
    """From how many to how many independent origins its issued answers have; nulls where nobody has counted."""
    issued = QuestionPublication.objects.issued().filter(public_id=question.public_id).first()
    counted: Json = (issued.body_json().get("independence") if issued else None) or {}
    return counted.get("low"), counted.get("high")


def _refuse(finding: Finding, weighed: Iterable[FindingClaim]) -> None:
    messages = [
        f"“{row.claim}”: {objection}"
        for row in weighed
        for objection in objections_to_weighing(finding.question, row.claim, row.role)
    ]
    if messages:
        raise PublishingRefused(messages)


def _issued_bodies(claims: Iterable[Claim]) -> dict[str, Json]:
    ids = [claim.public_id for claim in claims]
    return {found.public_id: found.body_json() for found in ClaimPublication.objects.issued().filter(public_id__in=ids)}


def _save(finding: Finding, reason: str) -> None:
    finding._change_reason = reason  # type: ignore[attr-defined]  # noqa: SLF001  the history's own name
    finding.save()


def _issue(finding: Finding, by: User) -> Signed:
    if not finding.is_complete:
        return Signed(waits_for=WAITS_FOR_SECOND)
    if not by.has_perm(PUBLISH):
        return Signed(waits_for=WAITS_FOR_PUBLISHING)
    question = finding.question
    if _has_ended(question):
        raise PublishingRefused([f"“{question}” was taken from the public. Publish it again from its own page first."])
    note = "Second signature under a finding." if finding.second_signed_by_id else "Finding signed."
    try:
        return Signed(publish([question], Signature(by=by.get_username(), note=note)))
    except NotIssued as missing:
        message = f"“{question}” names {missing}, which is not public. Publish that first."
        raise PublishingRefused([message]) from missing


def _has_ended(question: Question) -> bool:
    current = QuestionPublication.objects.current().filter(public_id=question.public_id)
    return current.exclude(visibility=Visibility.ISSUED).exists()

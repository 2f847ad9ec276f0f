"""The one act that makes a source stricter, or one claim of it: the name leaves everything but the identity.

History and logs are scrubbed, every version that named it is erased, what can be told without the name is issued
anew, and what has left the house as an export is listed. All of it or nothing, in one transaction.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from events.models import Claim, Export
from newsroom.desk.naming_documents import documents_naming
from newsroom.desk.redacting import redact, says_one_of
from newsroom.desk.shield_plan import Plan, claims_of, kept_words, names_in_print, plan_for, plan_for_claim, rank_of
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.erasing import erase, leave_nothing_behind
from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Reason
from newsroom.ledger.publishing import publish
from newsroom.ledger.writing import Signature
from sources.models import Affiliation, Contribution, Disclosure, IdentityReading, Source, SourceIdentity

PURPOSE = "made confidential"


@dataclass(frozen=True)
class Shielded:
    """What was done, and the exports that hold the name and are out of reach."""

    reissued: int
    ended: int
    exports: list[Export]


@transaction.atomic
def make_stricter(source: Source, level: str, label: str, user: Any) -> Shielded:
    """Make a source as strict as `level`; from now on it is called `label`. Raises `PublishingRefused`."""
    lock_ledger()
    leave_nothing_behind()
    source = Source.objects.select_for_update().get(pk=source.pk)
    plan = plan_for(source, level)
    _refuse(plan, label)
    _seal(source, plan, user)
    _forbid(source, level, plan)
    _strip(source, level, label)
    _forget(source, plan)
    _issue_anew(plan, Signature(by=user.get_username(), reason=Reason.SOURCE_REQUEST))
    return Shielded(len(plan.reissued), len(plan.ended), plan.exports)


@transaction.atomic
def make_claim_stricter(claim: Claim, level: str, label: str, user: Any) -> Shielded:
    """Make one claim as strict as `level`, whose speaker is called `label` in it from now on.

    The source itself stays named, at the desk and in all else that it said. Raises `PublishingRefused`.
    """
    lock_ledger()
    leave_nothing_behind()
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    plan = plan_for_claim(claim, level)
    _refuse(plan, label)
    claim.disclosure = Disclosure.OFF_RECORD if claim in plan.ended else level
    claim.attribution, claim.supersedes = label, None
    claim._change_reason = PURPOSE  # type: ignore[attr-defined]  # noqa: SLF001  the history's own name
    claim.save()
    _erase(plan)
    _issue_anew(plan, Signature(by=user.get_username(), reason=Reason.SOURCE_REQUEST))
    return Shielded(len(plan.reissued), len(plan.ended), plan.exports)


def _refuse(plan: Plan, label: str) -> None:
    refusals = list(plan.refusals)
    if not label.strip():
        refusals.append("Give the words by which readers will know the source from now on.")
    elif any(name.casefold() in label.casefold() for name in plan.unsaid):
        refusals.append("The new label holds the name. Choose other words.")
    if refusals:
        raise PublishingRefused(refusals)


def _seal(source: Source, plan: Plan, user: Any) -> None:
    """Keep what is taken out of the working row. A source that has an identity already keeps its real name there."""
    lines = list(dict.fromkeys([*plan.names.names[1:], *kept_words(source)]))
    if not plan.names.names:
        return  # it was unnamed before, so that nothing is known of it here
    identity, is_new = SourceIdentity.objects.get_or_create(
        source=source, defaults={"real_name": source.name, "other_names": "\n".join(lines)}
    )
    if not is_new:
        identity.other_names = "\n".join(filter(None, [identity.other_names, *lines]))
        identity.version += 1
        identity.save()
    deed = IdentityReading.Deed.RECORDED if is_new else IdentityReading.Deed.CHANGED
    IdentityReading.objects.create(identity=identity, by=user, deed=deed, purpose=PURPOSE)


def _forbid(source: Source, level: str, plan: Plan) -> None:
    """Claims that show the name in print can never be issued again."""
    for claim in claims_of(source):
        if level != Disclosure.OFF_RECORD and names_in_print(claim, plan.names):
            Claim.objects.filter(pk=claim.pk).update(disclosure=Disclosure.OFF_RECORD)


def _strip(source: Source, level: str, label: str) -> None:
    """The working row as it is from now on, with a history that begins here."""
    for rows in (source.aliases, source.identifiers, source.affiliations):
        rows.all().delete()
    Affiliation.history.filter(source_id=source.pk).delete()
    Contribution.objects.filter(source=source).update(source=None)
    Source.history.filter(id=source.pk).delete()
    source.name, source.disclosure = label, level
    source.description = source.country = source.homepage = ""
    source.save()


def _forget(source: Source, plan: Plan) -> None:
    """Take the name out of what the desk wrote, and erase every version that said it."""
    for claim in claims_of(source):
        if says_one_of(plan.names.names, claim.attribution):
            Claim.objects.filter(pk=claim.pk).update(attribution="")  # it would be shown in the label’s place
    redact(plan.names.names)
    _erase(plan)
    source.refresh_from_db()


def _erase(plan: Plan) -> None:
    for record in plan.affected:
        erase(record.public_id, Signature(reason=Reason.SOURCE_REQUEST))


def _issue_anew(plan: Plan, signature: Signature) -> None:
    """What others are named by first, together; claims one by one, so that no act joins them."""
    claims = [record for record in plan.reissued if isinstance(record, Claim)]
    others = [record for record in plan.reissued if not isinstance(record, Claim)]
    publish(sorted(others, key=rank_of), signature)
    for claim in claims:
        publish([claim], signature)
    _refuse_what_is_left(plan)


def _refuse_what_is_left(plan: Plan) -> None:
    """A last look: whatever still says the name undoes it all, and is told."""
    if not plan.names.names:
        return
    left = sorted({row.public_id for row in documents_naming(plan.names)})
    if left:
        told = ", ".join(left)
        raise PublishingRefused([f"These documents would still say the name: {told}. Change their words first."])

"""Making public what an import of a data set has stored, as far as it may be; the rest stays, with the reason."""

from collections.abc import Sequence
from dataclasses import replace

from events.importing.planning import Plan
from events.models import IncidentPublication
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Reason, Visibility
from newsroom.ledger.publishing import publish
from newsroom.ledger.records import Record
from newsroom.ledger.writing import Signature

_SIGNATURE = Signature(by="import_incidents", reason=Reason.IMPORT)


def issue(plans: Sequence[Plan]) -> None:
    """Issue what these plans stored, in one act where that goes, inside the caller's transaction.

    Every outcome says afterwards whether what came with it is public, and if not why. An incident that an
    editor has changed is not issued, so that his unfinished work does not go out; its claims are.
    """
    withdrawn = _withdrawn(plans)
    for plan in plans:
        if plan.incident and plan.incident.public_id in withdrawn:
            _note(plan, [f"“{plan.incident}” was withdrawn. Publish it at the desk if it is to be public again."])
    fit = [plan for plan in plans if _records(plan) and plan.outcome.is_issued is None]
    try:
        publish([record for plan in fit for record in _records(plan)], _SIGNATURE)
    except PublishingRefused:
        _issue_each(fit)
    else:
        for plan in fit:
            _note(plan, [])


def _records(plan: Plan) -> list[Record]:
    is_ours = plan.is_new or (plan.update.columns and not plan.update.notes)
    incidents: list[Record] = [plan.incident] if plan.incident and is_ours else []
    return [*incidents, *(made.claim for made in plan.claims)]


def _withdrawn(plans: Sequence[Plan]) -> set[str]:
    ids = [plan.incident.public_id for plan in plans if plan.incident]
    ended = IncidentPublication.objects.current().filter(public_id__in=ids).exclude(visibility=Visibility.ISSUED)
    return set(ended.values_list("public_id", flat=True))


def _issue_each(plans: Sequence[Plan]) -> None:
    for plan in plans:
        try:
            publish(_records(plan), _SIGNATURE)
        except PublishingRefused as refused:
            _note(plan, refused.messages)
        else:
            _note(plan, [])


def _note(plan: Plan, objections: Sequence[str]) -> None:
    note = "; ".join(filter(None, [plan.outcome.note, *(f"not issued: {said}" for said in objections)]))
    plan.outcome = replace(plan.outcome, note=note, is_issued=not objections)

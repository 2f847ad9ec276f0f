"""Writing what was planned: a whole batch in a few statements, inside the caller's transaction.

What is named is stored before what names it: sources and places, articles, incidents, questions, claims, rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from events.importing.holding import Holdings
from events.importing.planning import Plan
from events.importing.updating import party_ids
from events.models import Citation, Claim, Incident, IncidentParty, Question, UpstreamClaim, UpstreamRow
from newsroom.ledger.records import Record
from sources.models import Article, ImportItem, ImportRun, Place, Source

M = TypeVar("M", bound=Model)
_REPORTED = frozenset(ImportItem.Outcome.values)


def apply_plans(plans: Sequence[Plan], holdings: Holdings, run: ImportRun) -> None:
    """Store what these plans make and change. Raises `DatabaseError` where one cannot be stored; then none may stay."""
    taken = [plan for plan in plans if plan.outcome.outcome in ("created", "new_version")]
    if not taken:
        return
    reason = f"import {run.pk}"
    _store_named(taken, holdings, reason)
    _store_incidents(taken, reason)
    _store_claims(taken, reason)
    _store_rows(taken, holdings, run)


def report_plans(plans: Sequence[Plan], holdings: Holdings, run: ImportRun) -> None:
    """Leave an item for every row that was created, changed or refused."""
    items = [
        ImportItem(run=run, public_id=_public_id(plan, holdings), **plan.outcome.as_reported())
        for plan in plans
        if plan.outcome.outcome in _REPORTED
    ]
    ImportItem.objects.bulk_create(items)


def _public_id(plan: Plan, holdings: Holdings) -> str:
    """The record that a row made: its incident, else its first claim, else the release in which it stands."""
    if plan.record is None:
        return ""
    claims = [made.claim for made in plan.claims]
    made: Record = plan.incident or next(iter(claims), None) or holdings.article
    return str(made.public_id)


def _store_named(plans: Sequence[Plan], holdings: Holdings, reason: str) -> None:
    claims = [made.claim for plan in plans for made in plan.claims]
    questions = [claim.question for claim in claims if claim.question]
    reports = [report for plan in plans for report in plan.reports]
    added = [it for plan in plans for it in plan.update.added]
    sources = [
        holdings.data_set,
        *(it.party for it in added),
        *(question.party for question in questions),
        *(claim.said_by for claim in claims),
        *(report.outlet for report in reports),
    ]
    places = [question.place for question in questions] + [plan.incident.place for plan in plans if plan.incident]
    _create(_new(sources), Source, reason)
    Place.objects.bulk_create(_new(places))
    _create(_new([holdings.article, *reports]), Article, reason)


def _store_incidents(plans: Sequence[Plan], reason: str) -> None:
    incidents = [plan.incident for plan in plans if plan.incident]
    created = _new(incidents)
    columns = sorted({name for plan in plans for name in plan.update.columns})
    changed = [plan.incident for plan in plans if plan.incident and plan.update.columns]
    if changed:
        bulk_update_with_history(changed, Incident, columns, default_change_reason=reason)
    _create(created, Incident, reason)
    removed = [it.pk for plan in plans for it in plan.update.removed]
    IncidentParty.objects.filter(pk__in=removed).delete()
    IncidentParty.objects.bulk_create([it for plan in plans for it in plan.update.added])


def _store_claims(plans: Sequence[Plan], reason: str) -> None:
    made = [made for plan in plans for made in plan.claims]
    Question.objects.bulk_create(_new(it.claim.question for it in made))
    _create([it.claim for it in made], Claim, reason)
    _create([it.citation for it in made], Citation, reason)


def _store_rows(plans: Sequence[Plan], holdings: Holdings, run: ImportRun) -> None:
    rows = [_bring_up(plan, holdings, run) for plan in plans]
    changed = [row for row in rows if row.pk]
    UpstreamRow.objects.bulk_create(_new(rows))
    if changed:
        columns = ["content", "sha256", "written", "last_changed", "gone_since"]
        UpstreamRow.objects.bulk_update(changed, columns)
    _link_claims(plans)
    _link_reports(plans, changed)


def _bring_up(plan: Plan, holdings: Holdings, run: ImportRun) -> UpstreamRow:
    """The row with what it says now, in memory."""
    row, record = plan.taken
    row.content, row.sha256 = dict(record.content), record.sha256
    row.data_set, row.incident, row.last_changed, row.gone_since = holdings.data_set, plan.incident, run, None
    if plan.is_new:
        row.first_seen = run
    row.written = plan.update.written
    if plan.incident and (plan.is_new or "place" in plan.update.columns):
        row.written |= {"place_id": plan.incident.place_id}
    if plan.incident and (plan.is_new or plan.update.added or plan.update.removed):
        row.written |= {"party_ids": party_ids(_parties(plan, plan.incident))}
    return row


def _parties(plan: Plan, incident: Incident) -> list[IncidentParty]:
    """The parties as they are once this is stored."""
    removed = {it.pk for it in plan.update.removed}
    held = [] if plan.is_new else [it for it in incident.parties.all() if it.pk not in removed]
    return [*held, *plan.update.added]


def _link_claims(plans: Sequence[Plan]) -> None:
    """Each column's claim is the newest; the ones before are found from it."""
    links: list[UpstreamClaim] = []
    for plan in plans:
        row, _record = plan.taken
        held = {} if plan.is_new else {link.columns: link for link in row.claims.all()}
        for made in plan.claims:
            link = held.get(made.columns) or UpstreamClaim(row=row, columns=made.columns)
            link.claim = made.claim
            links.append(link)
    changed = [link for link in links if link.pk]
    UpstreamClaim.objects.bulk_create(_new(links))
    UpstreamClaim.objects.bulk_update(changed, ["claim"])


def _link_reports(plans: Sequence[Plan], changed: Iterable[UpstreamRow]) -> None:
    naming = UpstreamRow.reports.through
    naming.objects.filter(upstreamrow__in=changed).delete()
    naming.objects.bulk_create(
        naming(upstreamrow=plan.taken[0], article=report) for plan in plans for report in plan.reports
    )


def _new(objects: Iterable[M | None]) -> list[M]:
    """Those that are not stored yet, each once."""
    return list({id(made): made for made in objects if made is not None and made._state.adding}.values())  # noqa: SLF001  Django documents it


def _create(objects: Sequence[Any], model: type[Model], reason: str) -> None:
    if objects:
        bulk_create_with_history(objects, model, default_change_reason=reason)

"""One timeline of a record: its working copy, what was issued of it, and all that was read in it or built on it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse

from events.models import Citation, Claim, Finding, FindingClaim, Incident, Question, Review
from events.side_by_side import SHOWN
from newsroom.desk.timeline_events import Event, link_of, named_in, rows_below, worked_on
from newsroom.ledger.models import Act, Entry, Merge, Reason, Split, Visibility
from newsroom.ledger.panel import Linked
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kind_of
from sources.models import Article, DerivationJudgement, ImportItem

PER_PAGE = 50
MOST = 1_000
"""The newest events of one sort that a timeline takes."""


def timeline_of(request: HttpRequest, record: Model) -> Any:
    """One page of what this person may see, the newest first."""
    seen = [event for event in events_of(record) if not event.needs or request.user.has_perm(event.needs)]
    newest_first = sorted(seen, key=lambda event: (event.at, event.order), reverse=True)
    return Paginator(newest_first, PER_PAGE).get_page(request.GET.get("p"))


def events_of(record: Model) -> Iterator[Event]:
    yield from worked_on(record, "working copy")
    yield from rows_below(record)
    yield from _regrouped(record)
    if isinstance(record, Record):
        yield from _issued(record)
        yield from _imported(ImportItem.objects.filter(_about(record)))
    yield from _MORE.get(type(record), _nothing_more)(record)


def _about(record: Record) -> Q:
    own = Q(public_id=record.public_id)
    return own | Q(article=record.pk) if isinstance(record, Article) else own


def _issued(record: Record) -> Iterator[Event]:
    rows = kind_of(record).publication.objects.filter(public_id=record.public_id).order_by("-version")[:MOST]
    entries = {
        entry.version: entry for entry in Entry.objects.filter(public_id=record.public_id).order_by("-seq")[:MOST]
    }
    acts = Act.objects.in_bulk({entry.act for entry in entries.values()})
    for row in rows:
        entry = entries.get(row.version)
        act = acts.get(entry.act) if entry else None
        reason = Reason(entry.reason) if entry else Reason.EDITORIAL
        said = [f"Readers see: {row.notice}"] if row.notice else []
        yield Event(
            at=row.issued_at,
            what=_issue_words(row),
            by=(act.by if act else "") or "the software",
            why=" · ".join(part for part in (str(reason.label), act.note if act else "") if part),
            lines=tuple(said),
            links=tuple(_issue_links(row)),
        )


def _issue_words(row: Any) -> str:
    if row.visibility == Visibility.ISSUED:
        return f"Issued as public version {row.version}"
    return f"{str(row.get_visibility_display()).replace('_', ' ').capitalize()}, as public version {row.version}"


def _issue_links(row: Any) -> Iterator[Linked]:
    if row.version > 1:
        path = reverse("admin:desk_compare_issued", args=[row.public_id])
        yield Linked("Compare with the one before", f"{path}?old={row.version - 1}&new={row.version}")


def _regrouped(record: Model) -> Iterator[Event]:
    """What became part of the record, what it came back out of, what was split from it or it from what."""
    of, key = record._meta.label_lower, record.pk  # noqa: SLF001  Django's documented attribute
    for row in Merge.objects.filter(Q(into_key=key) | Q(merged_key=key), of=of)[:MOST]:
        links = (link_of(row),)
        yield Event(row.at, f"Merged: {row}", row.by, row.why, links=links, needs="ledger.view_merge")
        if row.undone_at:
            what = f"Merge undone: {row}"
            yield Event(row.undone_at, what, row.undone_by, row.undone_why, links=links, needs="ledger.view_merge")
    for split in Split.objects.filter(Q(from_key=key) | Q(new_key=key), of=of)[:MOST]:
        what, links = f"Split: {split}", (link_of(split),)
        yield Event(split.at, what, split.by, split.why, links=links, needs="ledger.view_split")


def _imported(items: Any) -> Iterator[Event]:
    for item in items.select_related("run").order_by("-pk")[:MOST]:
        yield Event(
            at=item.run.started_at,
            what=f"Import: {item.get_outcome_display()}",
            by=item.run.by or "the software",
            lines=tuple(part for part in (item.name, item.message) if part),
            links=(link_of(item.run),),
            needs="sources.view_importrun",
        )


def _of_article(article: Any) -> Iterator[Event]:
    yield from _versions(article)
    claims = (f"claim__{name}" for name in SHOWN)
    read = Citation.history.filter(article_id=article.pk).select_related("history_user", "passage", *claims)
    for entry in read.order_by("-history_id")[:MOST]:
        yield _citation_event(entry, "Claim read in it:", named_in(entry, "claim"))
    yield from _reviews(article.reviews)
    judged = DerivationJudgement.objects.filter(
        Q(derivation__article=article) | Q(derivation__from_article=article)
    ).select_related("judged_by", "derivation__article", "derivation__from_article", "derivation__from_source")
    for row in judged.order_by("-pk")[:MOST]:
        what, by = f"Derivation judged: {row.get_verdict_display()}", str(row.judged_by)
        lines, links = (str(row.derivation),), (link_of(row.derivation),)
        yield Event(row.judged_at, what, by, row.why, lines, links, needs="sources.view_derivation")


def _versions(article: Any) -> Iterator[Event]:
    versions = list(article.versions.with_text().newest_first().defer("text")[:MOST])
    before = [*versions[1:], None]
    for version, older in zip(versions, before, strict=True):
        event = f", {version.get_event_display()}" if version.event else ""
        path = reverse("admin:desk_compare_texts", args=[article.pk])
        compare = (
            Linked("Compare with the one before", f"{path}?old={older.number}&new={version.number}") if older else None
        )
        yield Event(
            at=version.captured_at,
            what=f"Text captured: version {version.number}{event}",
            why=version.note,
            links=tuple(link for link in (link_of(version), compare) if link),
            needs="sources.view_articleversion",
        )


def _of_claim(claim: Any) -> Iterator[Event]:
    for entry in (
        Citation.history.filter(claim_id=claim.pk)
        .select_related("history_user", "article", "passage")
        .order_by("-history_id")[:MOST]
    ):
        yield _citation_event(entry, "Citation", named_in(entry, "article"))
    for row in FindingClaim.objects.filter(claim=claim).select_related("finding__signed_by", "finding__question")[
        :MOST
    ]:
        yield _finding_event(row.finding, f"Finding signed; this claim is {row.get_role_display()}")
    yield from _reviews(claim.reviews)


def _citation_event(entry: Any, what: str, linked: Any) -> Event:
    done = {"+": "added", "~": "changed", "-": "removed"}[entry.history_type]
    quoted = entry.locator or str(named_in(entry, "passage") or "")
    return Event(
        at=entry.history_date,
        what=f"{what} {done}",
        by=str(entry.history_user or "the software"),
        why=entry.history_change_reason or "",
        lines=(quoted,) if quoted else (),
        links=(link_of(linked),) if linked else (),
        needs="events.view_citation",
        order=entry.history_id,
    )


def _of_question(question: Any) -> Iterator[Event]:
    made = Claim.history.filter(question_id=question.pk, history_type="+").select_related("history_user")
    entries = list(made.order_by("-history_id")[:MOST])
    claims = Claim.objects.select_related(*SHOWN).in_bulk([entry.id for entry in entries])
    for entry in entries:
        claim = claims.get(entry.id)
        if claim:
            yield Event(
                at=entry.history_date,
                what="A claim answers it",
                by=str(entry.history_user or "the software"),
                why=entry.history_change_reason or "",
                links=(link_of(claim),),
                needs="events.view_claim",
            )
    yield from _findings(question.findings)


def _of_incident(incident: Any) -> Iterator[Event]:
    yield from _findings(Finding.objects.filter(question__incident=incident))


def _of_finding(finding: Any) -> Iterator[Event]:
    yield from _findings(Finding.objects.filter(pk=finding.pk))
    yield from _reviews(finding.reviews)


def _findings(findings: Any) -> Iterator[Event]:
    for finding in findings.select_related("signed_by", "second_signed_by", "question").order_by("-pk")[:MOST]:
        yield _finding_event(finding, f"Finding signed: {finding.get_outcome_display()}")
        if finding.second_signed_at:
            yield Event(
                at=finding.second_signed_at,
                what="Finding signed by a second person",
                by=str(finding.second_signed_by),
                links=(link_of(finding),),
                needs="events.view_finding",
            )


def _finding_event(finding: Finding, what: str) -> Event:
    by, links = str(finding.signed_by), (link_of(finding),)
    return Event(finding.signed_at, what, by, finding.rationale, links=links, needs="events.view_finding")


def _reviews(reviews: Any) -> Iterator[Event]:
    for review in reviews.select_related("closed_by", "article", "claim", "finding", "export").order_by("-pk")[:MOST]:
        yield from _review_events(review)


def _review_events(review: Review) -> Iterator[Event]:
    links, needs = (link_of(review),), "events.view_review"
    what = f"Review opened: {review.get_cause_display()}"
    yield Event(review.opened_at, what, "the software", lines=(str(review.article),), links=links, needs=needs)
    if review.closed_at:
        yield Event(review.closed_at, "Review closed", str(review.closed_by), review.decision, links=links, needs=needs)


def _nothing_more(_record: Any) -> Iterator[Event]:
    yield from ()


_MORE: dict[type[Model], Callable[[Any], Iterator[Event]]] = {
    Article: _of_article,
    Claim: _of_claim,
    Question: _of_question,
    Incident: _of_incident,
    Finding: _of_finding,
}

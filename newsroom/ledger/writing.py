"""Append the documents of one act to the ledger: the only place that writes its tables."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from django.db.models import BigIntegerField, Case, When

from newsroom.ledger import seam
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.checkpoints import keep_when_committed
from newsroom.ledger.lines import line_of
from newsroom.ledger.models import (
    Act,
    Basis,
    Entry,
    Mention,
    Operation,
    Outdated,
    Publication,
    Reason,
    Term,
    Visibility,
)
from newsroom.ledger.reading_ahead import BATCH, in_batches
from newsroom.ledger.registry import Kind, kind_named, kind_of_id
from newsroom.ledger.view import Draft, IssuedView

_ENDINGS: dict[str, Operation] = {
    Visibility.WITHDRAWN: Operation.WITHDRAWN,
    Visibility.TAKEN_DOWN: Operation.TAKEN_DOWN,
    Visibility.MERGED: Operation.MERGED,
    Visibility.ERASED: Operation.ERASED,
}


@dataclass(frozen=True)
class Signature:
    """Who acts and why: the name and the free words stay internal, the closed reason goes into the chain."""

    by: str = ""
    note: str = ""
    reason: str = Reason.EDITORIAL


@dataclass(frozen=True)
class _Step:
    """One document of the act: what it replaces, what it becomes and the entry that says so."""

    draft: Draft
    before: Publication | None
    publication: Publication
    entry: Entry


def write_act(view: IssuedView, drafts: list[Draft], signature: Signature, direct: set[str]) -> list[Entry]:
    """Number, chain and store the documents; `direct` are those asked for, the others followed from them."""
    if not drafts:
        return []
    act = Act(public_id=seam.new_public_id("act"), at=_next_moment(), by=signature.by, note=signature.note)
    steps = list(_steps(view, drafts, act, dict.fromkeys(direct, signature.reason)))
    act.save(force_insert=True)
    Entry.objects.bulk_create([step.entry for step in steps], BATCH)
    _store(steps)
    remember(drafts)
    keep_when_committed(steps[-1].entry)
    return [step.entry for step in steps]


def leave_outdated(public_ids: set[str]) -> None:
    """Put documents on the list that `reissue_documents` works off."""
    rows = [Outdated(public_id=key, kind=kind_of_id(key).name) for key in sorted(public_ids)]
    Outdated.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


def _head() -> Entry | None:
    return Entry.objects.order_by("-seq").first()


def _next_moment() -> dt.datetime:
    head = _head()
    return seam.now() if head is None else max(seam.now(), head.at)


def _steps(view: IssuedView, drafts: list[Draft], act: Act, reasons: dict[str, str]) -> Iterator[_Step]:
    head = _head()
    previous = head.entry_sha256 if head else ""
    numbers = count(head.seq + 1 if head else 1)
    for draft, seq in zip(drafts, numbers, strict=False):
        before = view.current(draft.public_id)
        publication = _publication(draft, before, seq, act)
        entry = Entry(
            seq=seq,
            at=act.at,
            op=_operation(draft, before),
            kind=draft.kind.name,
            public_id=draft.public_id,
            version=publication.version,
            reason=reasons.get(draft.public_id, Reason.DEPENDENCY),
            act=act.public_id,
            content_sha256=publication.content_sha256(list(draft.facets.terms)),
            prev_sha256=previous,
        )
        previous = entry.entry_sha256 = entry.expected_sha256()
        yield _Step(draft, before, publication, entry)


def _publication(draft: Draft, before: Publication | None, seq: int, act: Act) -> Publication:
    publication = draft.kind.publication(
        public_id=draft.public_id,
        version=before.version + 1 if before else 1,
        visibility=draft.visibility,
        from_seq=seq,
        issued_at=act.at,
        salt=seam.random_bytes(32).hex(),
        notice=draft.notice,
        successor=draft.successor,
        body=draft.body_text,
        **draft.facets.columns,
    )
    publication.etag = publication.expected_etag()
    return publication


def _operation(draft: Draft, before: Publication | None) -> Operation:
    if draft.visibility in _ENDINGS:
        return _ENDINGS[draft.visibility]
    return Operation.UPDATED if before and before.visibility == Visibility.ISSUED else Operation.ISSUED


def _store(steps: list[_Step]) -> None:
    for name in sorted({step.draft.kind.name for step in steps}):
        kind, own = kind_named(name), [step for step in steps if step.draft.kind.name == name]
        _end(kind, {step.before.from_seq: step.entry.seq for step in own if step.before})
        kind.publication.objects.bulk_create([step.publication for step in own], BATCH)
        kind.term.objects.bulk_create([term for step in own for term in _terms(step)], BATCH)
        said = [(step.entry.seq, step.draft.body) for step in own if step.draft.body]
        if kind.words:
            kind.words.objects.bulk_create([kind.words.of(seq, kind.searched(body)) for seq, body in said], BATCH)
        kind.line.objects.bulk_create(
            [kind.line(from_seq=seq, text=line_of(kind.columns, body)) for seq, body in said], BATCH
        )


def _end(kind: Kind, ends: Mapping[int, int]) -> None:
    """Close what was issued by the entries that replace it: old numbers to new ones."""
    for batch in in_batches(list(ends)):
        until = Case(*(When(from_seq=old, then=ends[old]) for old in batch), output_field=BigIntegerField())
        kind.publication.objects.filter(from_seq__in=batch).update(until_seq=until)
        kind.term.objects.filter(from_seq__in=batch).update(until_seq=until)


def _terms(step: _Step) -> Iterator[Term]:
    for name, value in step.draft.facets.terms:
        yield step.draft.kind.term(name=name, value=value, from_seq=step.entry.seq)


def remember(drafts: list[Draft]) -> None:
    """Keep what issued documents are made from and whom they name; of a withdrawn one, that it names nobody."""
    Mention.objects.filter(document__in=[draft.public_id for draft in drafts]).delete()
    issued = [draft for draft in drafts if draft.visibility == Visibility.ISSUED]
    mentions = [
        Mention(document=draft.public_id, kind=draft.kind.name, named=named)
        for draft in issued
        for named in sorted(draft.names)
    ]
    bases = [
        Basis(public_id=draft.public_id, kind=draft.kind.name, content=canonical_json(draft.basis)) for draft in issued
    ]
    Mention.objects.bulk_create(mentions, BATCH)
    Basis.objects.bulk_create(
        bases, BATCH, update_conflicts=True, unique_fields=["public_id"], update_fields=["kind", "content"]
    )

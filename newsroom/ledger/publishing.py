"""The one act that makes something public: publish. Its opposite is `withdraw` beside it.

An act works out in memory every document that changes, what is named before what names it, and
then writes all of them at once. Runs inside the caller's transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from newsroom.ledger.acts import LedgerAct, PublishingRefused
from newsroom.ledger.authorship import takes_another
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Basis, Entry, Outdated, Reason, Visibility
from newsroom.ledger.reading_ahead import ReadAhead, in_batches
from newsroom.ledger.records import Record, RowState
from newsroom.ledger.registry import kind_of, kinds
from newsroom.ledger.succession import in_names_of_today
from newsroom.ledger.writing import Signature

UNSIGNED = Signature()


def publish(
    records: Iterable[Record],
    signature: Signature = UNSIGNED,
    *,
    merged: Mapping[str, str] | None = None,
    parted: Collection[str] = (),
) -> list[Entry]:
    """Issue these records with what they stand on that is not public yet, and re-issue what names them.

    Returns the entries written, in order; none where nothing has changed. What they stand on that
    is public already stays as issued, so that nobody's unfinished edit goes out with another's.
    What was sent for review has been reviewed by it. The documents in `merged` become pointers to those that answer
    for them from now on; those in `parted`, pointers until now, stand for themselves again. An act that gives
    `merged`, be it empty, regroups what was looked at before: it takes no second pair of eyes, and ends no review.
    Raises `PublishingRefused`.
    """
    lock_ledger()
    act = LedgerAct()
    wanted = {record.public_id: record for record in _with_ground(as_stored(records), act.view.held)}
    _refuse_unfit(wanted, act.view.held, with_them=parted)
    if merged is None:
        _refuse_same_eyes(wanted.values(), signature)
    act.point(merged or {})
    for public_id in parted:
        act.add(public_id, None)
    for record in wanted.values():
        act.add(record.public_id, kind_of(record).extract(record))
    entries = act.finish(signature, direct={*wanted, *(merged or {}), *parted})
    if merged is None:
        _end_reviews(wanted.values())
    return entries


def withdraw(records: Iterable[Record], notice: str, signature: Signature = UNSIGNED) -> list[Entry]:
    """Put a tombstone with a public notice in the place of these documents; older versions stay readable.

    Raises `PublishingRefused` for a record that is not public.
    """
    return _end({record.public_id: Visibility.WITHDRAWN for record in records}, notice, signature)


def take_down(records: Iterable[Record], notice: str, signature: Signature = UNSIGNED) -> list[Entry]:
    """The same without judging the facts, on a legal or privacy ground: older versions are no longer served either.

    Raises `PublishingRefused` for a record that is not public.
    """
    return _end({record.public_id: Visibility.TAKEN_DOWN for record in records}, notice, signature)


def _end(ends: Mapping[str, Visibility], notice: str, signature: Signature) -> list[Entry]:
    lock_ledger()
    act = LedgerAct()
    act.end(ends, notice)
    return act.finish(signature, direct=set(ends))


def correct(record: Record, notice: str, signature: Signature = UNSIGNED) -> list[Entry]:
    """Issue the working copy in the place of what was issued, with public words on what was wrong.

    Raises `PublishingRefused` where that changes nothing that readers see, and for a record that is not public.
    """
    lock_ledger()
    act = LedgerAct()
    _refuse_unfit({record.public_id: record}, act.view.held)
    _refuse_same_eyes([record], signature)
    if not act.view.is_issued(record.public_id):
        raise PublishingRefused([f"“{record}” is not public, so there is nothing to correct in public."])
    (stored,) = as_stored([record])
    act.add(record.public_id, kind_of(record).extract(stored), notice)
    entries = act.finish(signature, direct={record.public_id})
    if record.public_id not in {entry.public_id for entry in entries}:
        raise PublishingRefused(
            [f"“{record}” says nothing else than what is public. Correct it first, then this page."]
        )
    return entries


def reissue(public_ids: Iterable[str]) -> list[Entry]:
    """Render these documents anew from their bases; only those whose bytes change are written.

    What was withdrawn meanwhile stays withdrawn.
    """
    lock_ledger()
    ids = list(public_ids)
    Outdated.objects.filter(public_id__in=ids).delete()
    act = LedgerAct()
    act.view.held.read_whole(ids)
    for public_id in filter(act.view.is_issued, ids):
        act.add(public_id, None)
    return act.finish(Signature(reason=Reason.DEPENDENCY), direct=set())


def ground_of(record: Record) -> list[Record]:
    """The records that a publication of this one would issue with it, what is named first."""
    return [found for found in _with_ground([record], ReadAhead()) if found != record]


def has_unpublished_changes(record: Record) -> bool:
    """True if the working copy says something else than what was issued of it, or nothing was issued."""
    basis = Basis.objects.filter(public_id=record.public_id).first()
    (stored,) = as_stored([record])
    return basis is None or says_something_else(stored, basis)


def says_something_else(stored: Record, basis: Basis) -> bool:
    """True if the row as it is stored says something else than what its document was made from."""
    working = canonical_json(kind_of(stored).extract(stored))
    return working != basis.content and working != in_names_of_today(basis.content)


def as_stored(records: Iterable[Record]) -> list[Record]:
    """The rows as they are in the database: what is issued is what is stored."""
    given = list(records)
    found: dict[str, Record] = {}
    for kind in kinds():
        keys = [record.pk for record in given if isinstance(record, kind.model)]
        for batch in in_batches(keys):
            rows: Any = kind.model._default_manager.filter(pk__in=batch)  # noqa: SLF001  Django's documented attribute
            found |= {row.public_id: row for row in kind.read_with(rows)}
    return [found[record.public_id] for record in given]


def _with_ground(records: Iterable[Record], held: ReadAhead) -> Iterator[Record]:
    seen, chosen = set[str](), list(records)
    grounds = {record.public_id: list(kind_of(record).stands_on(record)) for record in chosen}
    held.read(ground.public_id for found in grounds.values() for ground in found)
    for record in chosen:
        yield from _ground_first(record, seen, held, grounds[record.public_id])


def _ground_first(
    record: Record, seen: set[str], held: ReadAhead, grounds: Iterable[Record] | None = None
) -> Iterator[Record]:
    if record.public_id in seen:
        return
    seen.add(record.public_id)
    for ground in kind_of(record).stands_on(record) if grounds is None else grounds:
        if held.current(ground.public_id) is None:
            yield from _ground_first(ground, seen, held)
    yield record


def unfit_words(wanted: Mapping[str, Record], held: ReadAhead, with_them: Collection[str] = ()) -> list[str]:
    """Why these records may not be issued, in words; nothing where they may. `with_them` names others of the act."""
    messages = [message for record in wanted.values() for message in kind_of(record).refuse(record)]
    return [*messages, *_refuse_withdrawn_ground(wanted, held, {*wanted, *with_them})]


def _refuse_unfit(wanted: Mapping[str, Record], held: ReadAhead, with_them: Collection[str] = ()) -> None:
    messages = unfit_words(wanted, held, with_them)
    if messages:
        raise PublishingRefused(messages)


def _refuse_same_eyes(wanted: Iterable[Record], signature: Signature) -> None:
    """Where four eyes are asked for, nobody issues what he was the last to change, and no import what it brings in."""
    if not settings.FOUR_EYES:
        return
    if signature.reason == Reason.IMPORT:
        raise PublishingRefused(["Four eyes: what an import brings in is published at the desk, by somebody else."])
    own = [
        f"Four eyes: you were the last to change “{record}” ({change.at:%d %B, %H:%M} UTC), so somebody else has to "
        "look at it and publish it. Send it for review."
        for record in wanted
        if (change := takes_another(record, signature.by)) and has_unpublished_changes(record)
    ]
    if own:
        raise PublishingRefused(own)


def _end_reviews(records: Iterable[Record]) -> None:
    for record in records:
        if record.state == RowState.IN_REVIEW:
            rows = type(record)._default_manager  # noqa: SLF001  Django's documented attribute
            rows.filter(pk=record.pk).update(state=RowState.DRAFT)


def _refuse_withdrawn_ground(
    wanted: Mapping[str, Record], held: ReadAhead, issued_now: Collection[str]
) -> Iterator[str]:
    """Nothing is published on the ground of what is withdrawn, unless that is published again with it."""
    grounds = {(record, ground) for record in wanted.values() for ground in kind_of(record).stands_on(record)}
    for record, ground in sorted(grounds, key=lambda pair: pair[1].public_id):
        current = held.current(ground.public_id)
        if ground.public_id not in issued_now and current and current.visibility != Visibility.ISSUED:
            yield f"“{record}” stands on “{ground}”, which is withdrawn. Publish that again first, or take it out."

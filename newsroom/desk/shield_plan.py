"""What making a source or one claim of it stricter will do, worked out before anybody decides."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q

from events.documents.claims import terms_of
from events.models import Claim, Export
from newsroom.desk.naming_documents import Names, documents_naming
from newsroom.desk.redacting import count_named, says_one_of
from newsroom.ledger.lists import current_publication
from newsroom.ledger.models import Merge, Visibility
from newsroom.ledger.publishing import has_unpublished_changes
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kind_of, kind_of_id
from sources.models import Disclosure, Source

NEVER_SECRET = (Source.Kind.OUTLET, Source.Kind.AGENCY, Source.Kind.DATA_SET)


@dataclass(frozen=True)
class Plan:
    """`reissued` lose the name and stay public; `ended` are gone, for they cannot be told without it.

    `names` is what is looked for; `unsaid`, what the new label may not hold.
    """

    names: Names
    unsaid: tuple[str, ...] = ()
    reissued: list[Record] = field(default_factory=list)
    ended: list[Record] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    versions: int = 0
    kept: list[str] = field(default_factory=list)
    redacted: int = 0
    history: int = 0

    @property
    def affected(self) -> list[Record]:
        return [*self.reissued, *self.ended]


def plan_for(source: Source, level: str) -> Plan:
    """What making this source as strict as `level` takes."""
    names = Names.of(source, [claim.public_id for claim in claims_of(source)])
    documents = list(documents_naming(names))
    named_in = list(dict.fromkeys(row.public_id for row in documents))
    records = [record for record in map(_record, named_in) if record]
    ended = [record for record in records if _must_end(record, source, level, names)]
    reissued = [record for record in records if record not in ended and _is_public(record)]
    gone = [record for record in records if record not in reissued]
    ids = [record.public_id for record in records]
    return Plan(
        names=names,
        unsaid=names.names,
        reissued=reissued,
        ended=gone,
        refusals=[
            *_without_key(),
            *_refusals(source, source, level, reissued),
            *_merged_away(named_in, Q(of=Source._meta.label_lower, into_key=source.pk)),  # noqa: SLF001  documented
            *_kept_in_merges(names),
        ],
        exports=list(Export.objects.filter(documents__public_id__in=ids).distinct()),
        versions=len(documents),
        kept=list(kept_words(source)),
        redacted=count_named(names.names),
        history=_history_of(source).count(),
    )


def plan_for_claim(claim: Claim, level: str) -> Plan:
    """What making this one claim as strict as `level` takes; its source stays as it is for all others."""
    names = Names((claim.public_id,))
    spoken = Names.of(claim.said_by, ()) if claim.said_by else names
    documents = list(documents_naming(names))
    named_in = list(dict.fromkeys(row.public_id for row in documents))
    records = [record for record in map(_record, named_in) if record]
    is_over = level == Disclosure.OFF_RECORD or names_in_print(claim, spoken)
    reissued = [record for record in records if _is_public(record) and not (is_over and record == claim)]
    return Plan(
        names=names,
        unsaid=spoken.names,
        reissued=reissued,
        ended=[record for record in records if record not in reissued],
        refusals=[*_refusals(claim, claim.said_by, level, reissued), *_merged_away(named_in)],
        exports=list(Export.objects.filter(documents__public_id__in=named_in).distinct()),
        versions=len(documents),
    )


def levels_above(record: Source | Claim) -> list[tuple[str, str]]:
    """The choices that are stricter than what holds now."""
    order = list(Disclosure.values)
    now = record.disclosure if isinstance(record, Source) else terms_of(record)
    return [choice for choice in Disclosure.choices if order.index(choice[0]) > order.index(now)]


def kept_words(source: Source) -> Iterator[str]:
    """What the working row knows of a source besides its name; it goes to the identity, line by line."""
    yield from (alias.name for alias in source.aliases.all())
    yield from (str(known) for known in source.identifiers.all())
    for link in source.affiliations.select_related("speaks_for"):
        period = "–".join(str(day or "") for day in (link.since_on, link.until_on)) if link.since_on else ""
        yield " ".join(filter(None, [link.title, "for", link.speaks_for.name, period]))
    yield from filter(None, [source.description, source.country, source.homepage])


def claims_of(source: Source) -> Iterable[Claim]:
    """The claims in which a source stands: as speaker, as who it was said for, as relay, or as what is stated."""
    stands = Q(said_by=source) | Q(speaks_for=source) | Q(value_party=source) | Q(citations__relays__source=source)
    return Claim.objects.filter(stands | Q(question__party=source)).distinct().order_by("pk")


def names_in_print(claim: Claim, names: Names) -> bool:
    """True if the words that a claim shows readers hold the name, as they were printed."""
    shown = [claim.value_text, claim.said_words]
    for citation in claim.citations.select_related("passage"):
        passage = citation.passage
        shown += [passage.prefix + passage.exact + passage.suffix] if passage else [citation.locator]
    return any(says_one_of(names.names, text) for text in shown if text)


def _must_end(record: Record, source: Source, level: str, names: Names) -> bool:
    if record == source:
        return True
    if not isinstance(record, Claim) or not claims_of(source).filter(pk=record.pk).exists():  # type: ignore[attr-defined]
        return False
    return level == Disclosure.OFF_RECORD or names_in_print(record, names)


def _without_key() -> Iterator[str]:
    if not settings.IDENTITY_KEYS:
        yield "IDENTITY_KEYS is not set, so that the name could be kept nowhere. Ask whoever runs the software."


def _refusals(stricter: Source | Claim, source: Source | None, level: str, reissued: list[Record]) -> Iterator[str]:
    if level not in dict(levels_above(stricter)):
        yield "Choose something stricter than what holds now."
    if source is not None and source.kind in NEVER_SECRET:
        yield f"An {source.get_kind_display()} is named by what it publishes and cannot be confidential."
    for record in reissued:
        if has_unpublished_changes(record):
            yield f"“{record}” has changes that are not published. Publish it first, or take them back."


def _merged_away(named_in: list[str], own: Q | None = None) -> Iterator[str]:
    """What was merged has documents of its own that name the source, and its row is kept whole for the way back."""
    kept = Q(merged_id__in=named_in) | own if own else Q(merged_id__in=named_in)
    for row in Merge.objects.filter(kept, undone_at=None):
        yield f"A merge keeps the name: {row}. Undo it first, then make each of the two confidential."


def _kept_in_merges(names: Names) -> Iterator[str]:
    """Rows that fell away are kept as they were, with what was written in them, and would come back so."""
    for row in Merge.objects.filter(undone_at=None).order_by("pk"):
        if says_one_of(names.names, json.dumps(row.kept, ensure_ascii=False)):
            yield f"A merge keeps what names it: {row}. Undo it first, and merge the two again afterwards."


def _record(public_id: str) -> Record | None:
    rows: Any = kind_of_id(public_id).model._default_manager  # noqa: SLF001  Django's documented attribute
    found: Record | None = rows.filter(public_id=public_id).first()
    return found


def _is_public(record: Record) -> bool:
    current = current_publication(record)
    return current is not None and current.visibility == Visibility.ISSUED


def _history_of(source: Source) -> Any:
    return Source.history.filter(id=source.pk)


def rank_of(record: Record) -> int:
    return kind_of(record).rank

"""What an editor is told of a record's public side: the state, what differs, what an act would take along."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.ledger.lists import current_publication
from newsroom.ledger.models import Basis, Entry, Mention, Publication, Reason, Visibility
from newsroom.ledger.publishing import ground_of
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kind_named, kind_of, kind_of_id
from newsroom.ledger.succession import PUBLIC_ID, in_names_of_today

MOST_NAMED = 20
"""The most records that a message or page lists by name; the rest is counted."""


@dataclass(frozen=True)
class Linked:
    """A record or document in words, with the admin page or API path that it opens; "" for none."""

    words: str
    path: str


@dataclass(frozen=True)
class Difference:
    field: str
    public: str
    working: str


@dataclass(frozen=True)
class PublicPanel:
    """The public side of one record beside its working copy."""

    publication: Publication | None
    differences: list[Difference]
    ground: list[Linked]
    named_by: int

    @property
    def is_public(self) -> bool:
        return self.publication is not None and self.publication.visibility == Visibility.ISSUED

    @property
    def is_withdrawn(self) -> bool:
        return self.publication is not None and self.publication.visibility == Visibility.WITHDRAWN

    @property
    def path(self) -> str:
        return str(self.publication.body_json().get("url", "")) if self.publication else ""

    @property
    def versions_path(self) -> str:
        return f"{self.path}versions/" if self.path else ""


def panel_of(record: Record) -> PublicPanel:
    """The panel of a saved record, as it is stored: what is typed in an unsaved form does not show."""
    stored: Record = type(record)._default_manager.get(pk=record.pk)  # noqa: SLF001  Django's documented attribute
    publication = current_publication(stored)
    return PublicPanel(
        publication=publication,
        differences=list(differences(stored)) if publication else [],
        ground=[linked(found) for found in ground_of(stored)],
        named_by=Mention.objects.filter(named=stored.public_id).count(),
    )


def differences(record: Record) -> Iterator[Difference]:
    """What the working copy says otherwise than the basis of the public document, field by field."""
    basis = Basis.objects.filter(public_id=record.public_id).first()
    if basis:
        public = json.loads(in_names_of_today(basis.content))
        yield from _compared(public, kind_of(record).extract(record), ())


def linked(record: Record) -> Linked:
    """A record with its page in the admin."""
    return Linked(f"{kind_of(record).name} “{record}”", admin_path(record))


def admin_path(row: Model) -> str:
    """The change form of a row; "" where it has none."""
    options = row._meta  # noqa: SLF001  Django's documented attribute
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def naming_documents(public_id: str, without: Collection[str] = ()) -> tuple[list[Linked], int]:
    """The records whose public documents name this one, up to `MOST_NAMED`, and how many there are."""
    mentions = Mention.objects.filter(named=public_id).exclude(document__in=without).order_by("kind", "document")
    found = [_record(mention.kind, mention.document) for mention in mentions[:MOST_NAMED]]
    return [linked(record) for record in found if record], mentions.count()


def issued_words(entries: list[Entry], record: Record) -> SafeString:
    """What an act of publishing has done, in one message with links to the documents."""
    own = next((entry for entry in entries if entry.public_id == record.public_id), None)
    if own is None:
        head = format_html("Nothing of “{}” has changed since it was issued, so it stays as it is.", record)
    else:
        link = _entry_link(own)
        text = "“{}” is public now as version {}: <a href='{}'>{}</a>."
        head = format_html(text, record, own.version, link.path, link.path)
    others = [entry for entry in entries if entry is not own]
    with_it = [entry for entry in others if entry.reason != Reason.DEPENDENCY]
    anew = [entry for entry in others if entry.reason == Reason.DEPENDENCY]
    tail = [_told("Issued with it: {}.", with_it), _told("Issued anew because they name something changed: {}.", anew)]
    return format_html_join(" ", "{}", [(part,) for part in (head, *tail) if part])


def _told(sentence: str, entries: list[Entry]) -> SafeString | str:
    if not entries:
        return ""
    links = [_entry_link(entry) for entry in entries[:MOST_NAMED]]
    rest = len(entries) - len(links)
    listed = format_html_join(", ", "<a href='{}'>{}</a>", [(link.path, link.words) for link in links])
    return format_html(sentence, format_html("{} and {} more", listed, rest) if rest else listed)


def _entry_link(entry: Entry) -> Linked:
    publication = kind_named(entry.kind).publication.objects.get(public_id=entry.public_id, version=entry.version)
    record = _record(entry.kind, entry.public_id)
    return Linked(f"{entry.kind} “{record or entry.public_id}”", str(publication.body_json().get("url", "")))


def _record(kind: str, public_id: str) -> Record | None:
    rows: Any = kind_named(kind).model._default_manager  # noqa: SLF001  Django's documented attribute
    found: Record | None = rows.filter(public_id=public_id).first()
    return found


def _compared(public: Any, working: Any, name: tuple[str, ...]) -> Iterator[Difference]:
    if (public or None) == (working or None):
        return
    if isinstance(public, dict) and isinstance(working, dict):
        for key in {**public, **working}:
            yield from _compared(public.get(key), working.get(key), (*name, key.replace("_", " ")))
    elif _is_list_of_objects(public) and _is_list_of_objects(working):
        for number, (before, after) in enumerate(zip_longest(public, working), 1):
            yield from _compared(before, after, (*name, str(number)))
    else:
        yield Difference(" · ".join(name), _words(public), _words(working))


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {_words(part)}" for key, part in value.items() if part is not None)
    if isinstance(value, list):
        return "; ".join(_words(part) for part in value) or "—"
    if value in (None, ""):
        return "—"
    return _named(value) if isinstance(value, str) and PUBLIC_ID.fullmatch(value) else str(value)


def _named(public_id: str) -> str:
    try:
        record = _record(kind_of_id(public_id).name, public_id)
    except StopIteration:
        return public_id
    return str(record or public_id)

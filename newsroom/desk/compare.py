"""Compare: two texts of one article, or two issued documents of one record, side by side and word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from events.models import Citation
from events.side_by_side import answer_words, speaker_words
from newsroom.desk.compared_documents import Field, compared_bodies, field_of
from newsroom.desk.restoring import RestoreForm
from newsroom.ledger.histories import history_of
from newsroom.ledger.models import Publication
from newsroom.ledger.panel import admin_path, differences
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kind_of_id
from sources.anchors import carry_span
from sources.models import Article, ArticleVersion, Passage
from sources.text import Span
from sources.word_diff import Row, compared

WORKING = "working"
MOST_OPEN = 3
"""Unchanged paragraphs in a row that stay open; longer runs are folded."""


@dataclass(frozen=True)
class Choice:
    """One version in a selector."""

    value: str
    words: str


@dataclass(frozen=True)
class Run:
    """Rows in a row that are all the same, or all changed."""

    is_same: bool
    rows: list[Row]

    @property
    def is_folded(self) -> bool:
        return self.is_same and len(self.rows) > MOST_OPEN


@dataclass(frozen=True)
class Touched:
    """A claim whose words the newer text has changed or lost."""

    citation: Citation
    outcome: str

    @property
    def path(self) -> str:
        return admin_path(self.citation.claim)

    @property
    def words(self) -> str:
        return f"{speaker_words(self.citation.claim)}: {answer_words(self.citation.claim) or '—'}"


def compare_texts_view(request: HttpRequest, key: int, context: dict[str, Any]) -> HttpResponse:
    """Two captured texts of an article, `?old=1&new=2` by their numbers; else the newest and the one before."""
    if not request.user.has_perms(["sources.view_article", "sources.view_articleversion"]):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=key)
    versions = list(article.versions.with_text().newest_first())
    if not versions:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    old, new = chosen(request, list(by_number))
    before, after = by_number[old], by_number[new]
    rows = compared(before.text, after.text)
    page = {
        **_page(
            article, "Compare versions", [Choice(number, _version_words(by_number[number])) for number in by_number]
        ),
        "old": old,
        "new": new,
        "runs": list(runs_of(rows)),
        "is_same": before.text == after.text,
        "is_same_in_words": all(row.is_same for row in rows),
        "touched": touched(article, before, after) if request.user.has_perm("events.view_claim") else [],
        "restore": _restore_form(request, before, versions[0]),
        "old_version": before,
    }
    return TemplateResponse(request, "admin/desk/compare_texts.html", {**context, **page})


def compare_issued_view(request: HttpRequest, public_id: str, context: dict[str, Any]) -> HttpResponse:
    """Two issued documents of a record by their versions, or the public one beside the working copy."""
    record = record_of(public_id)
    options = record._meta  # noqa: SLF001  Django's documented attribute
    if not request.user.has_perm(f"{options.app_label}.view_{options.model_name}"):
        raise PermissionDenied
    issued = list(kind_of_id(public_id).publication.objects.filter(public_id=public_id).order_by("-version"))
    if not issued:
        raise Http404
    by_version = {str(publication.version): publication for publication in issued}
    old, new = chosen(request, [WORKING, *by_version])
    if WORKING in (old, new):
        old, new = str(issued[0].version), WORKING
    choices = [Choice(WORKING, "the working copy"), *(Choice(str(one.version), _issue_words(one)) for one in issued)]
    page = {
        **_page(record, "Compare public versions", choices),
        "old": old,
        "new": new,
        "fields": _fields(record, by_version, old, new),
        "is_working": new == WORKING,
        "former": former_path(request, record, by_version[old]),
    }
    return TemplateResponse(request, "admin/desk/compare_issued.html", {**context, **page})


def chosen(request: HttpRequest, values: Sequence[str]) -> tuple[str, str]:
    """What was asked for; else the first two, the older of them first. `values` has the newest first."""
    newest, before = values[0], values[min(1, len(values) - 1)]
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    old, new = (
        value if value in values else otherwise for value, otherwise in zip(asked, (before, newest), strict=True)
    )
    return old, new


def former_path(request: HttpRequest, record: Record, issued: Publication) -> str:
    """Where the working copy is seen, and restored, as it stood when a version was issued; "" where nobody may."""
    options, entries = record._meta, history_of(record)  # noqa: SLF001  Django's documented attribute
    if entries is None or not request.user.has_perm(f"{options.app_label}.change_{options.model_name}"):
        return ""
    entry = entries.filter(history_date__lte=issued.issued_at).order_by("-history_id").first()
    name = f"admin:{options.app_label}_{options.model_name}_simple_history"
    return reverse(name, args=[record.pk, entry.pk]) if entry else ""


def record_of(public_id: str) -> Record:
    """The working row of a public id. Raises `Http404`."""
    try:
        rows: Any = kind_of_id(public_id).model._default_manager  # noqa: SLF001  Django's documented attribute
    except StopIteration as unknown:
        raise Http404 from unknown
    found: Record = get_object_or_404(rows, public_id=public_id)
    return found


def runs_of(rows: Sequence[Row]) -> Iterator[Run]:
    for is_same, run in groupby(rows, key=lambda row: row.is_same):
        yield Run(is_same, list(run))


def touched(article: Article, old: ArticleVersion, new: ArticleVersion) -> list[Touched]:
    """The claims whose words stand in the older text, but not so in the newer one; in the order of the older."""
    chain = ("claim__said_by", "claim__speaks_for", "claim__value_place", "claim__value_party", "passage__version")
    found = []
    for citation in article.citations.filter(passage__isnull=False).select_related(*chain, "claim__question"):
        span = _in_text(citation.passage, old) if citation.passage else None
        outcome = carry_span(old.text, new.text, span)[1] if span else "intact"
        if span and outcome in ("altered", "missing"):
            found.append((span.start, citation.pk, Touched(citation, outcome)))
    return [one for _, _, one in sorted(found, key=lambda place: place[:2])]


def _in_text(passage: Passage, version: ArticleVersion) -> Span | None:
    """The passage where it stands in this version; None where it does not."""
    span = Span(passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
    return span if passage.version_id == version.pk else carry_span(passage.version.text, version.text, span)[0]


def _restore_form(request: HttpRequest, old: ArticleVersion, newest: ArticleVersion) -> RestoreForm | None:
    may_restore = request.user.has_perm("sources.change_article") and old.text != newest.text
    return RestoreForm(initial={"version": old.number, "newest": newest.number}) if may_restore else None


def _fields(record: Record, by_version: dict[str, Any], old: str, new: str) -> list[Field]:
    if new == WORKING:
        return [field_of(found.field, found.public, found.working) for found in differences(record)]
    return compared_bodies(_said(by_version[old]), _said(by_version[new]))


def _said(publication: Publication) -> dict[str, Any]:
    """What readers get, with the notice that stands in its place where it was withdrawn."""
    return {"state": publication.get_visibility_display(), "notice": publication.notice, **publication.body_json()}


def _page(record: Article | Record, title: str, choices: list[Choice]) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": str(record),
        "opts": record._meta,  # noqa: SLF001  Django's documented attribute
        "original": record,
        "record_path": admin_path(record),
        "choices": choices,
    }


def _version_words(version: ArticleVersion) -> str:
    event = f", {version.get_event_display()}" if version.event else ""
    return f"version {version.number}{event}: {version.captured_at:%d %B %Y, %H:%M} UTC"


def _issue_words(publication: Publication) -> str:
    state = publication.get_visibility_display().lower()
    return f"version {publication.version}, {state} {publication.issued_at:%d %B %Y, %H:%M} UTC"

"""The quoted words as they are edited below, or rather above, a claim."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events.citation_forms import ANCHOR, RELAYS, CitationForm, CitationFormSet, number_in
from events.models import Citation, Relay
from newsroom.ledger.related_boxes import FindOrAdd
from sources.models import ArticleVersion

HOW = ("rendering", "verb_text", "verb_class")


class CitationInline(FindOrAdd, admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    model = Citation
    form = CitationForm
    formset = CitationFormSet
    verbose_name = "citation"
    verbose_name_plural = "the quoted words"
    autocomplete_fields = ["article"]
    boxes_of = ("source",)
    readonly_fields = ["relayed_by"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return 0 if obj else 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        return super().get_queryset(request).select_related("article", "passage__version")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["article", "passage", "locator", HOW, "relayed_by"]})]
        is_open = obj is not None and obj.citations.exclude(locator="").exists()
        return [
            (None, {"fields": ["article", "words", "occurrence", HOW, RELAYS, ANCHOR]}),
            ("If no text was captured", {"fields": ["locator"], "classes": [] if is_open else ["collapse"]}),
        ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        source = Relay._meta.get_field("source")  # noqa: SLF001  Django's documented attribute
        for name in RELAYS:
            formset.form.base_fields[name].widget = self.box_of(source, request)
        return formset

    @admin.display(description="passed on by")
    def relayed_by(self, citation: Citation) -> str:
        return ", then ".join(str(relay.source) for relay in citation.relays.select_related("source")) or "—"


def quoted_on(request: HttpRequest) -> dict[str, Any]:
    """The citation that the quote page asks for: `?article=…&version=…&start=…&end=…`; empty for none."""
    asked = request.GET
    version = ArticleVersion.objects.filter(
        pk=number_in(asked.get("version")) or 0, article=number_in(asked.get("article")) or 0
    ).first()
    start, end = number_in(asked.get("start")), number_in(asked.get("end"))
    if version is None or start is None or end is None or not start < end <= len(version.text):
        return {"article": asked["article"]} if number_in(asked.get("article")) else {}
    anchor = dict(zip(ANCHOR, map(str, (version.pk, start, end)), strict=True))
    return {"article": version.article_id, "words": version.text[start:end], **anchor}

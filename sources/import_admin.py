"""The admin of imports: what each run read and what became of every item. Looked at, never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from newsroom.ledger.lists import GivenValuesFilter
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to
from sources.models import ImportItem, ImportRun
from sources.text import clip

COUNTS = ("created", "new_version", "unchanged", "duplicate", "refused")


class UndoneFilter(admin.SimpleListFilter):
    title = "undone"
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Undone"), ("no", "Not undone")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(undone_at__isnull=self.value() == "no")


class ErrorsFilter(admin.SimpleListFilter):
    title = "errors"
    parameter_name = "errors"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting for somebody")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=ImportRun.objects.with_errors()) if self.value() == "waiting" else queryset


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "command", "what", "by", "standing", "result", "items_link"]
    list_filter = [ErrorsFilter, "state", UndoneFilter, "command"]
    search_fields = ["target", "by"]
    date_hierarchy = "started_at"
    fields = [
        *("target", "command", "given_options", "by", "started_at", "finished_at"),
        *("standing", "result", "items_link", "undone"),
    ]
    readonly_fields = ["given_options", "standing", "result", "items_link", "undone"]

    class Media:
        css = {"all": ["sources/imports.css"]}

    @admin.display(description="what", ordering="target")
    def what(self, run: ImportRun) -> str:
        return clip(run.target)

    @admin.display(description="state", ordering="state")
    def standing(self, run: ImportRun) -> str:
        return f"{run.get_state_display()}{', undone' if run.undone_at else ''}"

    @admin.display(description="options")
    def given_options(self, run: ImportRun) -> str:
        """Those that were set: “outlet: Example Post, publish”."""
        given = {name.replace("_", " "): value for name, value in run.options.items() if value}
        return ", ".join(name if value is True else f"{name}: {value}" for name, value in given.items()) or "none"

    @admin.display(description="undone")
    def undone(self, run: ImportRun) -> str:
        return f"by {run.undone_by}, {run.undone_at:%d %B %Y, %H:%M} UTC" if run.undone_at else "no"

    @admin.display(description="result")
    def result(self, run: ImportRun) -> str:
        """The counts that are not zero: “12 read: 10 created, 2 refused”."""
        counts = ((getattr(run, name), ImportRun._meta.get_field(name)) for name in COUNTS)  # noqa: SLF001  Django's
        told = ", ".join(f"{count} {field.verbose_name}" for count, field in counts if count)  # type: ignore[union-attr]
        return f"{run.read} read: {told or 'nothing'}"

    @admin.display(description="items")
    def items_link(self, run: ImportRun) -> SafeString:
        """What became of each, and what was refused if anything was."""
        path = f"{reverse('admin:sources_importitem_changelist')}?run={run.pk}"
        links = [(path, "items"), *([(f"{path}&outcome=refused", "refused ones")] if run.refused else [])]
        return format_html_join(", ", '<a href="{}">{}</a>', links)


@admin.register(ImportItem)
class ImportItemAdmin(ReadOnlyAdmin):
    list_display = ["name", "run", "outcome", "reason", "line", "message", "article_link"]
    list_filter = ["outcome", ("reason", GivenValuesFilter)]
    list_select_related = ["run", "article"]
    search_fields = ["name", "message"]
    readonly_fields = ["article_link"]

    @admin.display(description="article")
    def article_link(self, item: ImportItem) -> SafeString | str:
        return link_to(item.article) if item.article else "—"

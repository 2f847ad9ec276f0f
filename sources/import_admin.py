"""The admin of imports: what each run read and what became of every item. Looked at, never changed."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom.ledger.lists import GivenValuesFilter
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to
from sources.models import ImportItem, ImportRun

COUNTS = ("created", "new_version", "unchanged", "duplicate", "refused")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "command", "target", "by", "state", "result", "items_link"]
    list_filter = ["state", "command"]
    search_fields = ["target", "by"]
    date_hierarchy = "started_at"
    readonly_fields = ["items_link"]

    @admin.display(description="result")
    def result(self, run: ImportRun) -> str:
        """The counts that are not zero: “12 read: 10 created, 2 refused”."""
        counts = ((getattr(run, name), ImportRun._meta.get_field(name)) for name in COUNTS)  # noqa: SLF001  Django's
        told = ", ".join(f"{count} {field.verbose_name}" for count, field in counts if count)  # type: ignore[union-attr]
        return f"{run.read} read: {told or 'nothing'}"

    @admin.display(description="items")
    def items_link(self, run: ImportRun) -> SafeString:
        return format_html('<a href="{}?run={}">items</a>', reverse("admin:sources_importitem_changelist"), run.pk)


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

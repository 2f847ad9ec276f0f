"""The admin of merges and splits: what became of which records, and the page on which a merge is taken back."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.ledger.merge_admin import MERGE
from newsroom.ledger.merge_forms import WhyForm
from newsroom.ledger.models import Merge, Split
from newsroom.ledger.panel import admin_path
from newsroom.ledger.read_only import ReadOnlyAdmin
from newsroom.ledger.regrouping.columns import Column
from newsroom.ledger.regrouping.plans import RegroupingRefused
from newsroom.ledger.regrouping.unmerging import objections_to_undoing, standing_with, unmerge


class Regroupings(ReadOnlyAdmin):
    date_hierarchy = "at"

    @admin.display(description="kind", ordering="of")
    def kind(self, row: Any) -> str:
        return str(apps.get_model(row.of)._meta.verbose_name)  # noqa: SLF001  Django's documented attribute

    @admin.display(description="what moved")
    def what_moved(self, row: Any) -> SafeString | str:
        counted = ((Column.named(label).words(len(keys)),) for label, keys in row.moved.items())
        return format_html_join("", "<p>{}</p>", counted) or "—"


@admin.register(Merge)
class MergeAdmin(Regroupings):
    list_display = ["merged_words", "into_words", "kind", "by", "at", "standing"]
    list_filter = ["of", ("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["merged_words", "into_words", "merged_id", "into_id", "by", "why"]
    search_help_text = "Either name, a public id, who did it, or why."
    fields = [
        *("merged_words", "merged_id", "into_link", "into_id", "kind", "by", "at", "why", "what_moved", "fell_away"),
        *("came_with_it", "because_of", "standing", "undo"),
    ]
    readonly_fields = ["into_link", "kind", "what_moved", "fell_away", "came_with_it", "standing", "undo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("because_of")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_undo = request.user.has_perm(MERGE) and obj is not None and not any(objections_to_undoing(obj))
        return [name for name in self.fields or () if name != "undo" or may_undo]

    @admin.display(description="into")
    def into_link(self, row: Merge) -> SafeString | str:
        into = _row(row.of, row.into_key)
        return format_html('<a href="{}">{}</a>', admin_path(into), into) if into else row.into_words

    @admin.display(description="fell away")
    def fell_away(self, row: Merge) -> SafeString | str:
        tables = [apps.get_model(fallen["of"])._meta for fallen in row.kept.get("fell_away", [])]  # noqa: SLF001
        return format_html_join("", "<p>{}</p>", ((f"one {table.verbose_name}",) for table in tables)) or "—"

    @admin.display(description="merged with it")
    def came_with_it(self, row: Merge) -> SafeString | str:
        rows = ((admin_path(one), one) for one in standing_with(row)[1:])
        return format_html_join("", '<p><a href="{}">{}</a></p>', rows) or "—"

    @admin.display(description="standing", ordering="undone_at")
    def standing(self, row: Merge) -> str:
        if row.undone_at is None:
            return "stands"
        return f"undone by {row.undone_by} on {row.undone_at:%d %B %Y}: {row.undone_why}"

    @admin.display(description="take it back")
    def undo(self, row: Merge) -> SafeString:
        return format_html('<a href="{}">Undo this merge …</a>', reverse("admin:ledger_merge_undo", args=[row.pk]))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", view, name="ledger_merge_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would come back, ask why, take it back."""
        row = self.get_object(request, unquote(object_id))
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        form = WhyForm(request.POST or None)
        if form.is_valid() and self._undo(request, row, form):
            back = _row(row.of, row.merged_key)
            return HttpResponseRedirect(admin_path(back or row))
        page = {
            "title": "Undo merge",
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "here": "Undo",
            "change_url": reverse("admin:ledger_merge_change", args=[quote(row.pk)]),
            "form": form,
            "media": self.media,
            "objections": list(objections_to_undoing(row)),
            "rows": [(one, self.what_moved(one)) for one in standing_with(row)],
        }
        return TemplateResponse(
            request, "admin/desk/undo_merge.html", {**self.admin_site.each_context(request), **page}
        )

    def _undo(self, request: HttpRequest, row: Merge, form: WhyForm) -> bool:
        try:
            done = unmerge(row, request.user, form.cleaned_data["why"])
        except RegroupingRefused as refusal:
            for message in refusal.messages:
                form.add_error(None, message)
            return False
        count = len(done.entries)
        text = f"Undone: “{row.merged_words}” is a record of its own again. {count} public documents were issued anew."
        self.message_user(request, text, messages.SUCCESS)
        for record in done.unfinished:
            text = f"“{record}” has unpublished changes; what is public of it still names “{row.into_words}”."
            self.message_user(request, text, messages.WARNING)
        return True


@admin.register(Split)
class SplitAdmin(Regroupings):
    list_display = ["new_words", "from_words", "kind", "by", "at"]
    list_filter = ["of"]
    search_fields = ["new_words", "from_words", "by", "why"]
    search_help_text = "Either name, who did it, or why."
    fields = ["new_link", "from_link", "kind", "by", "at", "why", "what_moved"]
    readonly_fields = ["new_link", "from_link", "kind", "what_moved"]

    @admin.display(description="new record")
    def new_link(self, row: Split) -> SafeString | str:
        new = _row(row.of, row.new_key)
        return format_html('<a href="{}">{}</a>', admin_path(new), new) if new else row.new_words

    @admin.display(description="from")
    def from_link(self, row: Split) -> SafeString | str:
        source = _row(row.of, row.from_key)
        return format_html('<a href="{}">{}</a>', admin_path(source), source) if source else row.from_words


def _row(of: str, key: int) -> Model | None:
    found: Model | None = apps.get_model(of)._base_manager.filter(pk=key).first()  # noqa: SLF001  Django's
    return found

"""Pages on which a record of the admin takes in another one, or gives off part of itself. Seen first, then done."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from newsroom.ledger.merge_forms import MergeForm, OtherForm, SplitForm
from newsroom.ledger.models import Merge
from newsroom.ledger.panel import admin_path
from newsroom.ledger.regrouping.merging import Regrouped, merge
from newsroom.ledger.regrouping.plans import RegroupingRefused, is_issued, plan_merge
from newsroom.ledger.regrouping.rules import rules_of
from newsroom.ledger.regrouping.splitting import split

MERGE = "ledger.merge_record"


class Mergeable:
    """For the ModelAdmin of a kind that has `MergeRules`; named before the classes that it is mixed with."""

    model: Any
    opts: Any
    admin_site: Any
    media: Any
    get_object: Any
    has_view_permission: Any
    log_change: Any
    message_user: Any

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MERGE)

    def get_urls(self) -> list[URLPattern]:
        pages = {"merge": self.merge_view, "split": self.split_view}
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(f"<path:object_id>/{page}/", self.admin_site.admin_view(view), name=f"{name}_{page}")
            for page, view in pages.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]  # a mixin

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        record = options.get("obj")
        if record and self.has_merge_permission(request):
            context["merge_path"] = self._path_to("merge", record.pk)
            context["split_path"] = self._path_to("split", record.pk) if self._may_split else ""
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc,no-any-return]

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)  # type: ignore[misc]  # a mixin
        if self.has_merge_permission(request):
            actions["merge_selected"] = (_merge_selected, "merge_selected", _merge_selected.short_description)  # type: ignore[attr-defined]
        return actions

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """An old address leads to the record that the one there was merged into."""
        found = Merge.objects.filter(of=opts.label_lower, undone_at=None)
        row = found.filter(merged_key=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
        if row is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc,no-any-return]
        text = "“{}” was merged into this record by {} on {}: {}"
        told = format_html(text, row.merged_words, row.by, f"{row.at:%d %B %Y}", _link(row))
        self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(self._path_to("change", row.into_key))

    # Merging.

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Find the other record; see what would move, choose between values; then merge."""
        record = self._record(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        asked = OtherForm(self, request, record)
        other = asked.cleaned_data["with"] if asked.is_valid() else None
        if other is None:
            return self._answer(request, "merge_find", record, {"form": asked, "media": self.media + asked.media})
        plan = plan_merge(other, record)
        form = MergeForm(plan, request.POST or None)
        form.refuse_unseen(request.user)
        if form.is_valid() and (done := self._merge(request, form)):
            return done
        return self._answer(request, "merge", record, {"form": form, **self._foreseen(plan)})

    def _foreseen(self, plan: Any) -> dict[str, Any]:
        named_in = plan.named_in
        return {
            "plan": plan,
            "other": plan.merged,
            "pointers": plan.successions,
            "named_in": len(named_in),
            "at_once": settings.REISSUE_AT_ONCE,
            "is_too_many": len(named_in) > settings.REISSUE_AT_ONCE,
            "other_way": f"{self._path_to('merge', plan.merged.pk)}?{urlencode({'with': plan.into.pk})}",
            "other_path": self._path_to("change", plan.merged.pk),
            "back_path": self._path_to("merge", plan.into.pk),
        }

    def _merge(self, request: HttpRequest, form: MergeForm) -> HttpResponse | None:
        plan, words = form.plan, str(form.plan.merged)
        try:
            done = merge(plan.merged, plan.into, form.taken, request.user, form.cleaned_data["why"])
        except RegroupingRefused as refusal:
            for message in refusal.messages:
                form.add_error(None, message)
            return None
        self.log_change(request, plan.into, f"“{words}” merged into it.")
        text = "“{}” is part of “{}” now. {} {}"
        self._tell(request, format_html(text, words, plan.into, _issued(done), _link(done.row)), done)
        return HttpResponseRedirect(self._path_to("change", plan.into.pk))

    # Splitting.

    @property
    def _may_split(self) -> bool:
        rules = rules_of(self.model)
        return rules is not None and rules.split is not None

    def split_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose what becomes a record of its own, and name it."""
        record = self._record(request, object_id)
        rules = rules_of(self.model)
        if record is None or rules is None or rules.split is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = SplitForm(record, rules.split, request.POST or None)
        if form.is_valid() and (done := self._split(request, record, form)):
            return done
        return self._answer(request, "split", record, {"form": form, "is_public": is_issued(record)})

    def _split(self, request: HttpRequest, record: Any, form: SplitForm) -> HttpResponse | None:
        said = form.cleaned_data
        try:
            done = split(record, said["name"], form.chosen, request.user, said["why"])
        except RegroupingRefused as refusal:
            for message in refusal.messages:
                form.add_error(None, message)
            return None
        self.log_change(request, record, f"“{said['name']}” split from it.")
        text = "“{}” is a record of its own now. {} To take it back, merge it into “{}”."
        self._tell(request, format_html(text, said["name"], _issued(done), record), done)
        return HttpResponseRedirect(self._path_to("change", done.row.new_key))

    # Both.

    def _record(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if not (self.has_merge_permission(request) and self.has_view_permission(request, record)):
            raise PermissionDenied
        return record

    def _path_to(self, page: str, key: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[quote(key)])

    def _tell(self, request: HttpRequest, text: SafeString, done: Regrouped) -> None:
        self.message_user(request, text, messages.SUCCESS)
        if done.unfinished:
            listed = ", ".join(f"“{one}”" for one in done.unfinished[:10])
            count = len(done.unfinished)
            self.message_user(
                request,
                f"{count} public record{'s have' if count > 1 else ' has'} unpublished changes and shows this once "
                f"published: {listed}{' and more' if count > 10 else ''}.",
                messages.WARNING,
            )

    def _answer(self, request: HttpRequest, page: str, record: Any, shown: dict[str, Any]) -> TemplateResponse:
        title = "Split" if page == "split" else "Merge"
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title} {self.opts.verbose_name}",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "here": title,
            "media": self.media,
            "change_url": self._path_to("change", record.pk),
            **shown,
        }
        return TemplateResponse(request, f"admin/ledger/{page}.html", context)


@admin.action(description="Merge the two selected %(verbose_name_plural)s …", permissions=["merge"])
def _merge_selected(model_admin: Mergeable, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Open the page of the one that is public, else of the older one, with the other chosen."""
    chosen: Sequence[Model] = list(queryset.order_by("pk")[:3])
    if len(chosen) != 2:
        text = f"Select just two {model_admin.opts.verbose_name_plural} to merge."
        model_admin.message_user(request, text, messages.ERROR)
        return None
    into, other = sorted(chosen, key=lambda record: not is_issued(record))
    path_there = model_admin._path_to("merge", into.pk)  # noqa: SLF001  of the class above
    return HttpResponseRedirect(f"{path_there}?{urlencode({'with': other.pk})}")


def _issued(done: Regrouped) -> str:
    count = len(done.entries)
    return f"{count} public document{' was' if count == 1 else 's were'} issued anew." if count else ""


def _link(row: Merge) -> SafeString:
    """The page of the act, from which it can be undone."""
    try:
        return format_html('<a href="{}">{}</a>', admin_path(row), "see the merge, or undo it")
    except NoReverseMatch:
        return format_html("{}", row)

"""The admin that every record shares: reasons, publishing, withdrawing, what is public beside what is not.

Floor: knows no domain. Registers nothing.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import SplitDateTimeField
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.authorship import takes_another
from newsroom.ledger.conflicts_on_save import ConflictsOnSave
from newsroom.ledger.editing import AS_LISTED, Mark, unseen_words
from newsroom.ledger.forms import MomentWidget, PublishableForm, ReasonForm
from newsroom.ledger.lists import MineFilter, PublicStateFilter, SureList, was_issued, with_public_state
from newsroom.ledger.models import Visibility
from newsroom.ledger.panel import issued_words, panel_of
from newsroom.ledger.publishing import publish
from newsroom.ledger.records import Record, RowState
from newsroom.ledger.registry import NotIssued
from newsroom.ledger.related_boxes import FindOrAdd
from newsroom.ledger.withdrawing import Withdrawable
from newsroom.ledger.writing import Signature

PUBLISH = "ledger.publish_record"
MOVES = {"_review": RowState.IN_REVIEW, "_take_back": RowState.DRAFT}
"""The buttons that say where the working copy stands from then on."""


class ReasonedAdmin(ConflictsOnSave, FindOrAdd, SimpleHistoryAdmin):  # type: ignore[misc]  # the package is untyped
    """Rows whose history says why they were changed. A model without history gets the stock log instead."""

    form = ReasonForm
    change_form_template = "admin/ledger/reasoned_change_form.html"
    object_history_form_template = "admin/ledger/history_form.html"
    object_history_template = "admin/ledger/history.html"
    object_history_list_template = "admin/ledger/history_list.html"

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.DateTimeField: {"form_class": SplitDateTimeField, "widget": MomentWidget},
    }

    class Media:
        css = {"all": ["ledger/publishing.css", "ledger/history.css"]}

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return SureList

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """Without the reason, which stands beside the buttons."""
        return [name for name in super().get_fields(request, obj) if name != "change_reason"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        obj._change_reason = form.cleaned_data.get("change_reason") or None  # noqa: SLF001  the history's own name
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        for row in formset.forms:
            row.instance._change_reason = form.cleaned_data.get("change_reason") or None  # noqa: SLF001
        super().save_formset(request, form, formset, change)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The record's timeline, where the site has one; of a record that is there no more, its working history."""
        _check_number(object_id)
        record = self.get_object(request, unquote(object_id))
        context = {"media": self.media, "timeline": None, **(extra_context or {})}
        if record is None and self.has_history:
            return cast("HttpResponse", super().history_view(request, object_id, context))
        if record is not None and self.has_view_or_change_permission(request, record):
            context["timeline"] = self.admin_site.timeline_of(request, record)
            context["has_change_permission"] = self.has_change_permission(request, record)
        return admin.ModelAdmin.history_view(self, request, object_id, context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        _check_number(object_id)
        _check_number(version_id)
        if not self.has_history:
            raise Http404
        if request.method == "POST" and not self.has_change_permission(
            request, self.get_object(request, unquote(object_id))
        ):
            raise PermissionDenied  # the package saves for everybody who may look at the history
        with transaction.atomic():
            if request.method == "POST":
                answer = self.compared(request, object_id, with_rows=False)
            else:
                answer = self.opened_on(request, object_id)
            if isinstance(answer, HttpResponse):
                return answer
            context = {**(extra_context or {}), **answer}
            return cast("HttpResponse", super().history_form_view(request, object_id, version_id, context))

    @property
    def has_history(self) -> bool:
        return hasattr(self.opts, "simple_history_manager_attribute")


def _check_number(key: str) -> None:
    """Raises `Http404` for what is no key of a row; the history would fail at it."""
    if not unquote(key).isdecimal():
        raise Http404


class PublishableAdmin(Withdrawable, ReasonedAdmin):
    """A record's forms and lists with everything about its public side.

    Subclasses that bring a `form` of their own derive it from `PublishableForm`.
    """

    form = PublishableForm
    change_form_template = "admin/ledger/publishable_change_form.html"
    change_list_template = "admin/ledger/conflict_change_list.html"
    actions: Sequence[Any] = ["publish_selected", "send_selected"]
    seen_by = "Only the desk. Nobody outside it can see this until somebody publishes it."

    # The list.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_public_state(super().get_queryset(request))

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        return [PublicStateFilter, MineFilter, *super().get_list_filter(request)]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        listed = {"as_listed": Mark.of_all(self.model).signed, **(extra_context or {})}
        return cast("HttpResponse", super().changelist_view(request, listed))

    @admin.display(description="public", ordering="public_version")
    def public_state(self, record: Any) -> str:
        """For `list_display`: which version is public, and whether the working copy waits for review."""
        waits = ["in review"] if record.state == RowState.IN_REVIEW else []
        if record.public_visibility == Visibility.ISSUED:
            return " · ".join([f"version {record.public_version}", *waits])
        ended = [str(Visibility(record.public_visibility).label)] if record.public_visibility else []
        return " · ".join([*ended, *waits]) or "—"

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        listed = Mark.read(request.POST.get(AS_LISTED, ""))
        for record in queryset:
            if listed and (unseen := unseen_words(record, listed, request.user)):
                self.message_user(request, f"Not published: {unseen}", messages.ERROR)
            elif record.public_visibility in (None, Visibility.ISSUED):
                self.publish(request, record, "Published from the list.")
            else:
                text = f"“{record}” was withdrawn. Publish it again from its own page, if that is meant."
                self.message_user(request, text, messages.ERROR)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whoever may change a record may send it for review; one without a history is nobody's work."""
        return self.has_history and self.has_change_permission(request)

    @admin.action(description="Send selected %(verbose_name_plural)s for review", permissions=["review"])
    def send_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        sent = 0
        for record in queryset.filter(state=RowState.DRAFT):
            record.state, record._change_reason = RowState.IN_REVIEW, "Sent for review."  # noqa: SLF001  the history's
            record.save(update_fields=["state"])
            sent += 1
        name = self.opts.verbose_name if sent == 1 else self.opts.verbose_name_plural
        self.message_user(request, f"{sent} {name} sent for review.", messages.SUCCESS if sent else messages.WARNING)

    # The form.

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """Without the state, which the buttons say."""
        return [name for name in super().get_fields(request, obj) if name != "state"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        obj.state = next((state for button, state in MOVES.items() if button in request.POST), obj.state)
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        record = options.get("obj")
        context |= {
            "panel": panel_of(record) if record else None,
            "may_publish": self.has_publish_permission(request),
            "own_change": takes_another(record, request.user.get_username()) if record else None,
            "four_eyes": settings.FOUR_EYES,
            "may_review": self.has_review_permission(request),
            "may_withdraw": self.has_withdraw_permission(request),
        }
        return cast("HttpResponse", super().render_change_form(request, context, *args, **options))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if self._asks_to_publish(request):
            return self._publish_and_stay(request, obj)
        return cast("HttpResponse", super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if self._asks_to_publish(request):
            return self._publish_and_stay(request, obj)
        return cast("HttpResponse", super().response_change(request, obj))

    def publish(self, request: HttpRequest, record: Record, note: str) -> None:
        """Publish one record and tell the editor what came of it; refusals are told, nothing is raised."""
        if not self.has_publish_permission(request):
            text = "Saved, but not published: you have no right to publish. Ask an editor to do it."
            self.message_user(request, text, messages.ERROR)
            return
        try:
            with transaction.atomic():
                entries = publish([record], Signature(by=request.user.get_username(), note=note))
        except PublishingRefused as refusal:
            for message in refusal.messages:
                self.message_user(request, f"Not published: {message}", messages.ERROR)
        except NotIssued as missing:
            text = f"Not published: “{record}” names {missing}, which is not public. Publish that first."
            self.message_user(request, text, messages.ERROR)
        else:
            self.message_user(request, issued_words(entries, record), messages.SUCCESS)

    def _asks_to_publish(self, request: HttpRequest) -> bool:
        return "_publish" in request.POST and IS_POPUP_VAR not in request.POST

    def _publish_and_stay(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self.publish(request, obj, request.POST.get("change_reason", ""))
        return self._to_form(request, obj)

    # Rights.

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was ever issued cannot be deleted; it ends by being withdrawn."""
        return super().has_delete_permission(request, obj) and not (obj is not None and was_issued(obj))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is not None and was_issued(record) and self.has_view_permission(request, record):
            text = f"“{record}” has been public and cannot be deleted. Withdraw it instead."
            self.message_user(request, text, messages.ERROR)
            return self._to_form(request, record)
        return cast("HttpResponse", super().delete_view(request, object_id, extra_context))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        issued = [f"{record}: has been public; withdraw it instead" for record in objs if was_issued(record)]
        if issued:
            perms_needed.discard(self.opts.verbose_name)
        return deleted, counts, perms_needed, [*protected, *issued]

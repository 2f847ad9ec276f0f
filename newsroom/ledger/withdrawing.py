"""Taking a record back from its admin page: what follows from it is shown first, then it is done."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.forms import DESK_REASONS
from newsroom.ledger.panel import panel_of
from newsroom.ledger.taking_back import How, impact_of, take_back
from newsroom.ledger.writing import Signature

WITHDRAW = "ledger.withdraw_record"
DONE = {
    How.WITHDRAW: "“{}” is withdrawn. Readers now see the notice in its place.",
    How.TAKE_DOWN: "“{}” is taken down. Readers see nothing of it any more, older versions included.",
    How.CORRECT: "“{}” is corrected. Readers see the notice beside it.",
}


class WithdrawForm(forms.Form):
    """What has to be said before a document is taken back."""

    how = forms.ChoiceField(
        label="What is done", choices=How.choices, initial=How.WITHDRAW, widget=forms.RadioSelect, required=False
    )
    notice = forms.CharField(
        label="Public notice",
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Everybody reads these words, just as you send them, in the place of the record or, where it is "
        "corrected, beside it. Say what was wrong and why.",
    )
    reason = forms.ChoiceField(
        label="Ground",
        choices=[(reason.value, reason.label) for reason in DESK_REASONS],
        help_text="Public: written into the ledger's chain and never changed.",
    )
    note = forms.CharField(
        label="Internal reason",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="For the desk only; never issued.",
    )

    def clean_how(self) -> How:
        """Withdrawn, where nothing else is said."""
        return How(self.cleaned_data["how"] or How.WITHDRAW)


class Withdrawable(SimpleHistoryAdmin):  # type: ignore[misc]  # the package is untyped
    """The page on which a record is withdrawn, below its form."""

    withdraw_template = "admin/ledger/withdraw.html"

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(WITHDRAW))

    def _to_form(self, request: HttpRequest, obj: Any) -> HttpResponse:
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, self._url("change", obj)))

    def _url(self, page: str, obj: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[quote(obj.pk)])

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the public notice, show what names the record, then put the tombstone in its place."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return cast("HttpResponse", self._get_obj_does_not_exist_redirect(request, self.opts, object_id))
        if not (self.has_withdraw_permission(request) and self.has_view_permission(request, record)):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None)
        if form.is_valid() and self._withdraw(request, record, form):
            return self._to_form(request, record)
        return TemplateResponse(request, self.withdraw_template, self._withdraw_context(request, record, form))

    def _withdraw(self, request: HttpRequest, record: Any, form: WithdrawForm) -> bool:
        said = form.cleaned_data
        signature = Signature(by=request.user.get_username(), note=said["note"], reason=said["reason"])
        try:
            with transaction.atomic():
                entries = take_back(record, said["how"], said["notice"], signature)
                self.log_change(
                    request, record, f"{How(said['how']).name.replace('_', ' ').capitalize()}: {said['notice']}"
                )
        except PublishingRefused as refusal:
            for message in refusal.messages:
                form.add_error(None, message)
            return False
        self.message_user(request, format_html(DONE[said["how"]], record), messages.SUCCESS)
        if len(entries) > 1:
            text = f"{len(entries) - 1} other public documents were ended or issued anew with it."
            self.message_user(request, text, messages.SUCCESS)
        return True

    def _withdraw_context(self, request: HttpRequest, record: Any, form: WithdrawForm) -> dict[str, Any]:
        panel, impact = panel_of(record), impact_of(record, How.WITHDRAW)
        return {
            **self.admin_site.each_context(request),
            "title": f"Withdraw or correct {self.opts.verbose_name}",
            "here": "Withdraw or correct",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "form": form,
            "media": self.media,
            "panel": panel,
            "impact": impact if panel.is_public else None,
            "ids": [record.public_id, *(one.public_id for one in impact.ends)],
            "change_url": self._url("change", record),
        }

"""Withdrawing a record from its admin page: what follows from it is shown first, then it is done."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from newsroom.ledger.forms import WithdrawForm
from newsroom.ledger.panel import naming_documents, panel_of
from newsroom.ledger.publishing import PublishingRefused, withdraw
from newsroom.ledger.writing import Signature

WITHDRAW = "ledger.withdraw_record"


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
                withdraw([record], said["notice"], signature)
                self.log_change(request, record, "Withdrawn.")
        except PublishingRefused as refusal:
            for message in refusal.messages:
                form.add_error(None, message)
            return False
        text = "“{}” is withdrawn. Readers now see the notice in its place."
        self.message_user(request, format_html(text, record), messages.SUCCESS)
        return True

    def _withdraw_context(self, request: HttpRequest, record: Any, form: WithdrawForm) -> dict[str, Any]:
        named_by, named_by_count = naming_documents(record.public_id)
        return {
            **self.admin_site.each_context(request),
            "title": f"Withdraw {self.opts.verbose_name}",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "form": form,
            "media": self.media,
            "panel": panel_of(record),
            "named_by": named_by,
            "named_by_count": named_by_count,
            "change_url": self._url("change", record),
        }

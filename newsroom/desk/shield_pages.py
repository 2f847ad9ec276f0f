"""The page on which a chief makes a source or one claim stricter: what will happen first, the words, then the act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from events.models import Claim
from newsroom.desk.shield_plan import Plan, levels_above, plan_for, plan_for_claim
from newsroom.desk.shielding import Shielded, make_claim_stricter, make_stricter
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.panel import MOST_NAMED, admin_path, linked
from newsroom.ledger.withdrawing import WITHDRAW
from sources.models import Source

Page = dict[str, Any]
_CHANGE: dict[type[Source] | type[Claim], str] = {Source: "sources.change_source", Claim: "events.change_claim"}


class ShieldForm(forms.Form):
    level = forms.ChoiceField(label="From now on", help_text="Choose again to see what that takes.")
    label = forms.CharField(
        label="Known as",
        max_length=200,
        help_text="The words agreed with the source: “a senior official”. Without the name, or any part of it.",
        error_messages={"required": "Give the agreed words."},
    )
    is_understood = forms.BooleanField(
        label="I have read what will happen; it cannot be undone",
        error_messages={"required": "Read what will happen, then tick the box."},
    )

    def __init__(self, record: Source | Claim, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        levels: Any = self.fields["level"]
        levels.choices = levels_above(record)


@never_cache
@sensitive_post_parameters()
def make_stricter_view(request: HttpRequest, model: type[Source] | type[Claim], key: int, page: Page) -> HttpResponse:
    request.is_sealed = True  # type: ignore[attr-defined]  # see newsroom.sealing
    if not (request.user.has_perm(WITHDRAW) and request.user.has_perm(_CHANGE[model])):
        raise PermissionDenied
    record: Any = get_object_or_404(model, pk=key)
    form = ShieldForm(record, request.POST if request.method == "POST" else None)
    if form.is_valid() and (done := _act(request, record, form)):
        _tell(request, done)
        return HttpResponseRedirect(admin_path(record))
    return TemplateResponse(request, "admin/desk/make_stricter.html", {**page, **_shown(request, record, form)})


def _act(request: HttpRequest, record: Source | Claim, form: ShieldForm) -> Shielded | None:
    said = (form.cleaned_data["level"], form.cleaned_data["label"], request.user)
    try:
        return make_stricter(record, *said) if isinstance(record, Source) else make_claim_stricter(record, *said)
    except PublishingRefused as refusal:
        for message in refusal.messages:
            form.add_error(None, message)
        return None


def _tell(request: HttpRequest, done: Shielded) -> None:
    told = f"Done: {done.reissued} documents are issued without the name, {done.ended} are gone."
    messages.success(request, told)
    for export in done.exports:
        messages.warning(request, f"Left the house before, with the figures of what named it: {export}.")


def _shown(request: HttpRequest, record: Source | Claim, form: ShieldForm) -> Page:
    levels = dict(levels_above(record))
    asked = form.data.get("level") or request.GET.get("level", "")
    level = asked if asked in levels else next(iter(levels), "")
    plan = plan_for(record, level) if isinstance(record, Source) else plan_for_claim(record, level)
    form.initial["level"] = level
    return {
        "title": "Make confidential",
        "subtitle": str(record),
        "opts": record._meta,  # noqa: SLF001  Django's documented attribute
        "original": record,
        "is_claim": isinstance(record, Claim),
        "form": form,
        "plan": plan,
        "level_label": levels.get(level, ""),
        "other_levels": [(value, label) for value, label in levels.items() if value != level],
        **_listed(plan),
    }


def _listed(plan: Plan) -> Page:
    return {
        "reissued": [linked(record) for record in plan.reissued[:MOST_NAMED]],
        "ended": [linked(record) for record in plan.ended[:MOST_NAMED]],
    }

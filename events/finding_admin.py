"""The admin of findings: written and signed once, then only superseded."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from events.citation_forms import number_in
from events.concluding import (
    Signed,
    conclude,
    countersign,
    issued_independence,
    objections_to_second,
    objections_to_weighing,
)
from events.models import Claim, Finding, FindingClaim, Predicate, Question
from events.side_by_side import value_words
from events.typed_forms import TypedForm
from events.value_forms import READING, ValueForm
from newsroom.accounts.models import User
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.admin import ReasonedAdmin
from newsroom.ledger.forms import ReasonForm
from newsroom.ledger.panel import issued_words
from newsroom.ledger.related_boxes import FindOrAdd

Role = FindingClaim.Role
OTHER_VALUES = [  # one a row: only then does the admin open a collapsed part for an error in it
    *("value_words", "value_edtf", "value_place", "value_party"),
    *("value_category", "value_boolean", "value_text"),
]
TO_WRITE = [
    (None, {"fields": ["question", "outcome", "method", "rationale"]}),
    ("What the editors conclude", {"fields": ["quantity_words"]}),
    ("Correct the reading of the figure", {"fields": [*READING, "through_on"], "classes": ["collapse"]}),
    ("The conclusion, if it is not a number", {"fields": OTHER_VALUES, "classes": ["collapse"]}),
    ("Takes the place of", {"fields": ["supersedes"]}),
]
TO_READ = [
    (None, {"fields": ["question", "outcome", "concluded", "method", "rationale"]}),
    ("Signed", {"fields": ["signed_by", "signed_at", "second_signature", "independent", "is_in_force"]}),
]


class FindingForm(ValueForm, ReasonForm):
    """A finding may state a value, in words like a claim's, and need not. `refusals` say why it was not signed."""

    refusals: Sequence[str] = ()

    class Meta:
        model = Finding
        fields = "__all__"
        widgets = {
            "rationale": forms.Textarea(attrs={"rows": 4, "cols": 60, "dir": "auto"}),
            "value_text": forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
        }

    def asked(self) -> Predicate | None:
        question: Question | None = self.cleaned_data.get("question")
        return question.predicate if question else None

    def needs_value(self) -> bool:
        return False

    def clean(self) -> dict[str, Any]:
        super().clean()
        earlier, question = self.cleaned_data.get("supersedes"), self.cleaned_data.get("question")
        if earlier and question and earlier.question_id != question.pk:
            self.add_error("supersedes", "That finding is about another question.")
        for refusal in self.refusals:
            self.add_error(None, refusal)
        return self.cleaned_data


class WeighedFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """The claims that a finding weighs: all of them answer its question, and those relied on are public."""

    def clean(self) -> None:
        super().clean()
        if self.instance.question_id:
            for form in self.forms:
                self._check(form)

    def _check(self, form: Any) -> None:
        weighed = getattr(form, "cleaned_data", {})
        claim, role = weighed.get("claim"), weighed.get("role", "")
        if claim and not weighed.get("DELETE"):
            for objection in objections_to_weighing(self.instance.question, claim, role):
                form.add_error("claim", objection)


class WeighedInline(FindOrAdd, admin.TabularInline):  # type: ignore[type-arg]  # not subscriptable at run time
    model = FindingClaim
    form = TypedForm
    formset = WeighedFormSet
    only_found = ("claim",)
    autocomplete_fields = ["claim"]
    verbose_name = "weighed claim"
    verbose_name_plural = "weighed claims: relied on, considered or rejected"

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return 0 if obj else max(1, len(weighed_before(request)))


class SignatureFilter(admin.SimpleListFilter):
    title = "signatures"
    parameter_name = "signature"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waits for a second")] if settings.FOUR_EYES else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=Finding.objects.waiting()) if self.value() == "waiting" else queryset


@admin.register(Finding)
class FindingAdmin(ReasonedAdmin):
    """What the editors conclude. Signed by whoever saves it; after that it is read, and superseded."""

    form = FindingForm
    change_form_template = "admin/events/finding_change_form.html"
    seen_by = "Public with its question, once it is signed: conclusion, method, reasons and which claims were weighed."
    inlines = [WeighedInline]
    autocomplete_fields = ["question", "value_place", "value_party", "supersedes"]
    only_found = ("supersedes",)
    list_display = ["question", "outcome", "concluded", "method", "signed_by", "signed_at", "is_in_force"]
    list_filter = [SignatureFilter, "outcome", "method", "question__predicate", "signed_by"]
    list_select_related = [
        *(f"question__{name}" for name in ("incident", "predicate", "population", "party", "place")),
        *("signed_by", "second_signed_by", "superseded_by", "value_place", "value_party"),
    ]
    search_fields = ["question__incident__label", "question__predicate__label", "rationale"]
    readonly_fields = ["concluded", "signed_by", "signed_at", "second_signature", "independent", "is_in_force"]
    date_hierarchy = "signed_at"

    class Media:
        css = {"all": ["events/desk.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return TO_READ if obj else TO_WRITE

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*self.list_display, "second_signature"] if settings.FOUR_EYES else self.list_display

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        form = super().get_form(request, *args, **options)
        form.refusals = getattr(request, "refusals", ())  # a class made for this request
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        initial = super().get_changeform_initial_data(request)
        earlier = superseded(request)
        return {**initial, "question": earlier.question_id} if earlier else initial

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        weighed = weighed_before(request) if obj.pk is None else []
        return {**options, "initial": weighed} if weighed else options

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A signed finding is never edited."""
        return obj is None and super().has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_view_permission(request, obj) or super().has_change_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Signing.

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """What may not be signed or issued is not stored; the form comes back with the reasons and what was typed."""
        try:
            return super().changeform_view(request, *args, **options)
        except PublishingRefused as refusal:
            request.refusals = refusal.messages  # type: ignore[attr-defined]  # for the form of the second round
            return super().changeform_view(request, *args, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        obj.signed_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        signed = conclude(form.instance, cast("User", request.user))
        self._tell(request, form.instance, signed)

    def _tell(self, request: HttpRequest, finding: Finding, signed: Signed) -> None:
        if signed.waits_for:
            self.message_user(request, f"Signed with your name. {signed.waits_for}", messages.WARNING)
        else:
            words = issued_words(signed.entries, finding.question)
            self.message_user(request, format_html("Signed with your name. {}", words), messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.countersign_view)
        return [path("<path:object_id>/countersign/", view, name="events_finding_countersign"), *super().get_urls()]

    def countersign_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Sign as the second person."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        finding = self.get_object(request, unquote(object_id))
        if finding is None:
            return cast("HttpResponse", self._get_obj_does_not_exist_redirect(request, self.opts, object_id))
        self._countersign(request, finding)
        return HttpResponseRedirect(reverse("admin:events_finding_change", args=[finding.pk]))

    def _countersign(self, request: HttpRequest, finding: Finding) -> None:
        try:
            with transaction.atomic():
                signed = countersign(finding, cast("User", request.user))
                self.log_change(request, finding, "Signed as second.")
        except PublishingRefused as refusal:
            for message in refusal.messages:
                self.message_user(request, f"Not signed: {message}", messages.ERROR)
        else:
            self._tell(request, finding, signed)

    # What is shown.

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        finding = context["original"]
        may_sign = self.has_add_permission(request)
        context |= {
            "may_supersede": may_sign and finding is not None and self.is_in_force(finding),
            "may_countersign": may_sign and finding is not None and waits_for(finding, cast("User", request.user)),
            "series": series_of(finding) if finding else [],
            "independent_now": "" if finding else independent_words(*independent_now(request)),
            "takes_two": settings.FOUR_EYES,
        }
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="conclusion")
    def concluded(self, finding: Finding) -> str:
        return value_words(finding) or "—"

    @admin.display(description="second signature")
    def second_signature(self, finding: Finding) -> str:
        if finding.second_signed_at is None:
            return "not needed" if finding.is_complete else "waits for a second signature"
        return f"{finding.second_signed_by}, {finding.second_signed_at:%d %B %Y %H:%M} UTC"

    @admin.display(description="independent origins when it was signed")
    def independent(self, finding: Finding) -> str:
        return independent_words(finding.independent_low, finding.independent_high) or "not counted"

    @admin.display(description="in force", boolean=True)
    def is_in_force(self, finding: Finding) -> bool:
        return not hasattr(finding, "superseded_by")


def superseded(request: HttpRequest) -> Finding | None:
    """The finding that `?supersedes=…` asks to replace."""
    return Finding.objects.filter(pk=number_in(request.GET.get("supersedes")) or 0).first()


def series_of(finding: Finding) -> list[Finding]:
    """A finding with all that it superseded and all that superseded it, the newest first."""
    series = [finding]
    while hasattr(series[0], "superseded_by"):
        series.insert(0, series[0].superseded_by)
    while series[-1].supersedes is not None:
        series.append(series[-1].supersedes)
    return series


def waits_for(finding: Finding, user: User) -> bool:
    """True if the finding waits for a second signature that this person may give."""
    return not finding.is_complete and not any(objections_to_second(finding, user))


def independent_now(request: HttpRequest) -> tuple[int | None, int | None]:
    """The interval of the question that a new finding is about, as issued now."""
    earlier = superseded(request)
    key = earlier.question_id if earlier else number_in(request.GET.get("question"))
    question = Question.objects.filter(pk=key or 0).first()
    return issued_independence(question) if question else (None, None)


def independent_words(low: int | None, high: int | None) -> str:
    """“2”, “1 to 2”; "" where nobody has counted."""
    if low is None or high is None:
        return ""
    return str(high) if low == high else f"{low} to {high}"


def weighed_before(request: HttpRequest) -> list[dict[str, Any]]:
    """What a new finding starts from: the claims of the one it supersedes, or all answers to `?question=…`."""
    if request.method != "GET":
        return []
    earlier = superseded(request)
    if earlier is not None:
        return [{"claim": row.claim_id, "role": row.role} for row in earlier.weighed.all()]
    answers = Claim.objects.filter(question=number_in(request.GET.get("question"))).order_by("pk")
    return [{"claim": claim, "role": Role.CONSIDERED} for claim in answers.values_list("pk", flat=True)]

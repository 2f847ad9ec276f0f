"""The admin of findings: written and signed once, then only superseded."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from events.citation_forms import number_in
from events.models import Claim, Finding, FindingClaim, Predicate, Question
from events.side_by_side import value_words
from events.typed_forms import TypedForm
from events.value_forms import READING, ValueForm
from newsroom.ledger.admin import ReasonedAdmin
from newsroom.ledger.forms import ReasonForm
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
    ("Signed", {"fields": ["signed_by", "signed_at", "is_in_force", "supersedes"]}),
]


class FindingForm(ValueForm, ReasonForm):
    """A finding may state a value, in words like a claim's, and need not."""

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
        return self.cleaned_data


class WeighedFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """The claims that a finding weighs: all of them answer its question."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            claim: Claim | None = getattr(form, "cleaned_data", {}).get("claim")
            if claim and self.instance.question_id and claim.question_id != self.instance.question_id:
                form.add_error("claim", "This claim answers another question. Weigh only answers to this one.")


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


@admin.register(Finding)
class FindingAdmin(ReasonedAdmin):
    """What the editors conclude. Signed by whoever saves it; after that it is read, and superseded."""

    form = FindingForm
    change_form_template = "admin/events/finding_change_form.html"
    inlines = [WeighedInline]
    autocomplete_fields = ["question", "value_place", "value_party", "supersedes"]
    only_found = ("supersedes",)
    list_display = ["question", "outcome", "concluded", "method", "signed_by", "signed_at", "is_in_force"]
    list_filter = ["outcome", "method", "question__predicate", "signed_by"]
    list_select_related = [
        *(f"question__{name}" for name in ("incident", "predicate", "population", "party", "place")),
        *("signed_by", "superseded_by", "value_place", "value_party"),
    ]
    search_fields = ["question__incident__label", "question__predicate__label", "rationale"]
    readonly_fields = ["concluded", "signed_by", "signed_at", "is_in_force"]
    date_hierarchy = "signed_at"

    class Media:
        css = {"all": ["events/desk.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return TO_READ if obj else TO_WRITE

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        obj.signed_by = request.user
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        finding = context["original"]
        in_force = finding is not None and self.is_in_force(finding)
        context["may_supersede"] = in_force and self.has_add_permission(request)
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="conclusion")
    def concluded(self, finding: Finding) -> str:
        return value_words(finding) or "—"

    @admin.display(description="in force", boolean=True)
    def is_in_force(self, finding: Finding) -> bool:
        return not hasattr(finding, "superseded_by")


def superseded(request: HttpRequest) -> Finding | None:
    """The finding that `?supersedes=…` asks to replace."""
    return Finding.objects.filter(pk=number_in(request.GET.get("supersedes")) or 0).first()


def weighed_before(request: HttpRequest) -> list[dict[str, Any]]:
    """What a new finding starts from: the claims of the one it supersedes, or all answers to `?question=…`."""
    if request.method != "GET":
        return []
    earlier = superseded(request)
    if earlier is not None:
        return [{"claim": row.claim_id, "role": row.role} for row in earlier.weighed.all()]
    answers = Claim.objects.filter(question=number_in(request.GET.get("question"))).order_by("pk")
    return [{"claim": claim, "role": Role.CONSIDERED} for claim in answers.values_list("pk", flat=True)]

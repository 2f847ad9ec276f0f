"""The admin of incidents: the editors' finding aid, and beneath it what is said about each of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from events.dates import ImpossibleDate, PartialDate, render_date
from events.incident_screen import incident_screen
from events.models import Claim, Incident, IncidentLink, IncidentParty, Question
from events.models.incidents import EVENT_TYPES, IncidentType
from events.number_words import UnknownWords
from events.side_by_side import how_many
from events.typed_forms import TypedForm
from events.worded_dates import edtf_of
from newsroom.ledger.admin import PublishableAdmin
from newsroom.ledger.forms import PublishableForm
from newsroom.ledger.merge_admin import Mergeable
from newsroom.ledger.related_boxes import FindOrAdd


class IncidentForm(TypedForm, PublishableForm):
    """Reads when it happened from the words, as far as they need no report to be understood."""

    class Meta:
        model = Incident
        fields = "__all__"
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notice = ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        words, edtf = self.cleaned_data.get("occurred_words"), self.cleaned_data.get("occurred_edtf")
        is_stale = "occurred_words" in self.changed_data and "occurred_edtf" not in self.changed_data
        if words and "occurred_edtf" not in self.errors and (not edtf or is_stale):
            self._read(words)
        return self.cleaned_data

    def _read(self, words: str) -> None:
        try:
            self.cleaned_data["occurred_edtf"] = edtf_of(words, None)
        except (UnknownWords, ImpossibleDate) as problem:
            self.cleaned_data["occurred_edtf"] = ""
            self.notice = f"The words “{words}” were kept, but not read as a date: {problem}"


class IncidentPartyInline(FindOrAdd, admin.TabularInline):  # type: ignore[type-arg]  # not subscriptable at run time
    model = IncidentParty
    form = TypedForm
    extra = 0
    autocomplete_fields = ["party"]
    verbose_name = "party"
    verbose_name_plural = "parties: who takes part, and on which side"


class IncidentLinkInline(FindOrAdd, admin.TabularInline):  # type: ignore[type-arg]  # not subscriptable at run time
    model = IncidentLink
    form = TypedForm
    fk_name = "incident"
    extra = 0
    autocomplete_fields = ["other"]
    verbose_name = "link"
    verbose_name_plural = "links: how it stands to other incidents"


@admin.register(Incident)
class IncidentAdmin(Mergeable, PublishableAdmin):
    form = IncidentForm
    change_form_template = "admin/events/incident_change_form.html"
    inlines = [IncidentPartyInline, IncidentLinkInline]
    autocomplete_fields = ["place"]
    list_display = ["label", "when", "place", "type", "question_count", "claim_count", "public_state"]
    list_filter = ["type", "place__country", "state"]
    list_select_related = ["place"]
    search_fields = ["label", "place__name", "place__aliases__name", "place__aliases__folded", "=public_id"]
    search_help_text = "Label, or a place by any of its names."
    fieldsets = [
        (None, {"fields": ["label", "description"]}),
        (
            "When, where and what kind",
            {
                "fields": [("occurred_words", "occurred_edtf"), ("place", "place_precision"), "type"],
                "description": "For finding it again, and public as that: nobody is quoted for it. "
                "What somebody says about day, place or cause is a claim.",
            },
        ),
        ("For the desk", {"fields": ["note"]}),
    ]

    class Media:
        css = {"all": ["events/desk.css", "events/incident.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        incidents: QuerySet[Incident] = super().get_queryset(request)
        return incidents.annotate(
            question_total=how_many(Question.objects.all(), "incident"),
            claim_total=how_many(Claim.objects.all(), "question__incident"),
        )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        incident = options.get("obj")
        may_read = request.user.has_perms(["events.view_question", "events.view_claim"])
        context["screen"] = incident_screen(incident) if incident and may_read else None
        context["may_add_finding"] = request.user.has_perm("events.add_finding")
        return super().render_change_form(request, context, *args, **options)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "type":
            groups = [(event, [(sub, IncidentType(sub).label) for sub in subs]) for event, subs in EVENT_TYPES.items()]
            options["choices"] = [("", "---------"), *groups]
        return super().formfield_for_choice_field(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        super().save_model(request, obj, form, change)
        if form.notice:
            self.message_user(request, form.notice, messages.WARNING)

    @admin.display(description="when", ordering="occurred_edtf")
    def when(self, incident: Incident) -> str:
        if incident.occurred_edtf:
            return render_date(PartialDate(incident.occurred_edtf))
        return incident.occurred_words or "—"

    @admin.display(description="questions", ordering="question_total")
    def question_count(self, incident: Any) -> int:
        return int(incident.question_total)

    @admin.display(description="claims", ordering="claim_total")
    def claim_count(self, incident: Any) -> int:
        return int(incident.claim_total)

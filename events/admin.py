"""The admin of claims, questions and their vocabularies. Incidents and findings have a file of their own."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events import finding_admin, incident_admin, review_admin, upstream_admin  # noqa: F401  they register themselves
from events.citation_inline import CitationInline, quoted_on
from events.claim_forms import ClaimForm
from events.models import Citation, Claim, Population, Predicate, Question
from events.side_by_side import SHOWN, answer_words, claims_shown, how_many, rows_of, speaker_words, tables_of
from events.value_forms import READING, reading_of
from newsroom.ledger.admin import PublishableAdmin
from sources.models import Disclosure

OF_THE_QUESTION = ("incident", "party", "place")
SAYER = ["said_by", ("speaks_for", "speaks_for_title", "speaks_for_basis"), "medium", ("said_words", "said_edtf")]
UNNAMED = ["disclosure", "attribution"]
ASKED = ["incident", ("predicate", "population", "party")]
ASKED_OTHERWISE = ["place", "window", "through_on"]
OTHER_VALUES = [  # one a row: only then does the admin open a collapsed part for an error in it
    *("value_words", "value_edtf", "value_place", "value_party", "value_category", "value_boolean", "value_text"),
]
REST = ["certainty", "words_checked", "supersedes", "note"]


@admin.register(Claim)
class ClaimAdmin(PublishableAdmin):
    """One originator's answer, in the order in which an editor thinks: words, speaker, question, answer."""

    form = ClaimForm
    change_form_template = "admin/events/claim_change_form.html"
    inlines = [CitationInline]
    autocomplete_fields = ["said_by", "speaks_for", "value_place", "value_party", "supersedes"]
    boxes_of = OF_THE_QUESTION
    only_found = ("supersedes",)
    readonly_fields = ["read_as", "other_answers", "checked_by"]
    list_display = ["answer", "speaker", "asked", "incident", "public_state", "outlets"]
    list_filter = [
        *("state", "polarity", "question__predicate", "question__population"),
        *("quantity_kind", "medium", "disclosure", "question__incident__type"),
    ]
    search_fields = [
        *("said_by__name", "said_by__aliases__name", "speaks_for__name", "attribution"),
        *("quantity_words", "value_words", "value_category", "value_text", "citations__passage__exact"),
        *("question__incident__label", "=public_id"),
    ]
    search_help_text = "Speaker, value, quoted words, incident or public id."

    class Media:
        css = {"all": ["events/desk.css"]}
        js = ["events/claim_form.js"]

    # The list.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        claims: QuerySet[Claim] = super().get_queryset(request)
        return claims.select_related(*SHOWN).prefetch_related("citations__article__outlet")

    @admin.display(description="answer")
    def answer(self, claim: Claim) -> str:
        return claim.quantity_words or answer_words(claim) or "—"

    @admin.display(description="speaker")
    def speaker(self, claim: Claim) -> str:
        return speaker_words(claim)

    @admin.display(description="question")
    def asked(self, claim: Claim) -> str:
        return claim.question.subject if claim.question else "—"

    @admin.display(description="incident", ordering="question__incident__label")
    def incident(self, claim: Claim) -> str:
        return str(claim.question.incident or "—") if claim.question else "—"

    @admin.display(description="read in")
    def outlets(self, claim: Claim) -> str:
        """The outlets, where they are known; the headlines would crowd out the rest."""
        articles = [citation.article for citation in claim.citations.all()]
        return "; ".join(dict.fromkeys(str(article.outlet or article) for article in articles)) or "—"

    # The form.

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return _to_read()
        return _to_change(obj) if obj else _to_add()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002
        form = super().get_form(request, obj, change, **options)
        for name in OF_THE_QUESTION:
            field = Question._meta.get_field(name)  # noqa: SLF001  Django's documented attribute
            form.base_fields[name].widget = self.box_of(field, request)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        quoted = quoted_on(request) if request.method == "GET" and obj.pk is None and inline.model is Citation else {}
        return {**options, "initial": [quoted]} if quoted else options

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        claim = options.get("obj")
        if claim is not None and claim.disclosure != Disclosure.OFF_RECORD and self.has_withdraw_permission(request):
            context["stricter_path"] = reverse("admin:desk_make_claim_stricter", args=[claim.pk])
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="read as")
    def read_as(self, claim: Claim) -> str:
        return reading_of(claim.quantity) if claim.quantity else "—"

    @admin.display(description="other answers to this question")
    def other_answers(self, claim: Claim) -> SafeString | str:
        if not claim.question_id:
            return "—"
        others = [other for other in claims_shown(question=claim.question_id) if other.pk != claim.pk]
        if not others:
            return "None yet: this is the only answer."
        found = tables_of(others)
        return render_to_string("admin/events/side_by_side.html", {"tables": found})

    @admin.display(description="checked by")
    def checked_by(self, claim: Claim) -> str:
        if claim.fidelity_verified_at is None:
            return "Nobody yet"
        return f"{claim.fidelity_verified_by}, {claim.fidelity_verified_at:%d %B %Y, %H:%M} UTC"

    # Saving.

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        form.settle(request.user)
        super().save_model(request, obj, form, change)
        for notice in form.notices:
            self.message_user(request, notice, messages.WARNING)
        if obj.quantity and {"quantity_words", *READING} & set(form.changed_data):
            self.message_user(request, f"The figure was read as: {reading_of(obj.quantity)}.")
        if not change and obj.question:
            self._tell_other_answers(request, obj)

    def _tell_other_answers(self, request: HttpRequest, claim: Claim) -> None:
        others = [other for other in claims_shown(question=claim.question_id) if other.pk != claim.pk]
        if others:
            said = [(answer.words, ", ".join(map(speaker_words, answer.claims))) for answer in rows_of(others)]
            listed = format_html_join("; ", "{} ({})", said)
            self.message_user(request, format_html("Other answers to “{}”: {}.", claim.question, listed))


def _to_add() -> Any:
    return [
        ("Who said it", {"fields": SAYER}),
        ("If the speaker may not be named", {"fields": UNNAMED, "classes": ["collapse"]}),
        ("What it answers", {"fields": ASKED}),
        ("A total over time, or a narrower place", {"fields": ASKED_OTHERWISE, "classes": ["collapse"]}),
        ("The answer", {"fields": ["polarity", "quantity_words"]}),
        ("Correct the reading of the figure", {"fields": READING, "classes": ["collapse", "reading"]}),
        ("The answer, if it is not a number", {"fields": OTHER_VALUES, "classes": ["collapse", "other-values"]}),
        ("How sure, and for the desk", {"fields": REST}),
    ]


def _to_change(claim: Claim) -> Any:
    """The same, with what the software made of it; what is filled stands open."""
    filled = {
        "If the speaker may not be named": claim.attribution or claim.disclosure != "on_record",
        "A total over time, or a narrower place": claim.question
        and (claim.question.place_id or claim.question.window or claim.through_on),
        "The answer, if it is not a number": claim.value is not None and claim.quantity is None,
    }
    added = {"What it answers": "other_answers", "The answer": "read_as"}
    return [(name, _opened(name, options, filled, added)) for name, options in _to_add()]


def _opened(name: str, options: Any, filled: dict[str, Any], added: dict[str, str]) -> Any:
    fields = [*options["fields"], *([added[name]] if name in added else [])]
    if name == "How sure, and for the desk":
        fields.insert(fields.index("words_checked") + 1, "checked_by")
    classes = [one for one in options.get("classes", []) if one != "collapse" or not filled.get(name)]
    return {"fields": fields, "classes": classes}


def _to_read() -> Any:
    stated = ["polarity", "certainty", "quantity_words", "read_as", "through_on", *OTHER_VALUES]
    return [
        ("Who said it", {"fields": [*SAYER, *UNNAMED]}),
        ("What it answers", {"fields": ["question", "other_answers"]}),
        ("The answer", {"fields": stated}),
        ("For the desk", {"fields": ["checked_by", "supersedes", "note"]}),
    ]


@admin.register(Question)
class QuestionAdmin(PublishableAdmin):
    """What is being answered. Made by recording claims, never by hand; here it is read and published."""

    list_display = ["subject", "incident", "place", "window", "claim_count", "public_state"]
    list_filter = ["predicate", "population", "state"]
    list_select_related = ["incident", "predicate", "population", "party", "place"]
    search_fields = [
        *("incident__label", "predicate__label", "population__label", "party__name"),
        *("place__name", "window", "=public_id"),
    ]
    fields = ["subject", "incident", "place", "window", "answers", "findings"]
    readonly_fields = fields

    class Media:
        css = {"all": ["events/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.select_related(*self.list_select_related).annotate(
            claim_total=how_many(Claim.objects.all(), "question")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="claims", ordering="claim_total")
    def claim_count(self, question: Any) -> int:
        return int(question.claim_total)

    @admin.display(description="what is said")
    def answers(self, question: Question) -> SafeString | str:
        found = tables_of(claims_shown(question=question.pk))
        return (
            render_to_string("admin/events/side_by_side.html", {"tables": found})
            if found
            else "Nobody answers this now."
        )

    @admin.display(description="what the editors conclude")
    def findings(self, question: Question) -> SafeString:
        signed = question.findings.select_related("signed_by", "superseded_by", "value_place", "value_party")
        return render_to_string("admin/events/findings.html", {"question": question, "findings": signed})


class VocabularyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Ships with the product: everybody at the desk may read it, only a superuser rewords it."""

    seen_by = "Public with every claim that uses it."
    REWORDED = ("label", "description")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name not in self.REWORDED]


@admin.register(Predicate)
class PredicateAdmin(VocabularyAdmin):
    list_display = ["label", "code", "value_type", "subset_of", "is_cumulative", "is_single_valued"]
    list_filter = ["value_type"]
    list_select_related = ["subset_of"]
    search_fields = ["code", "label"]


@admin.register(Population)
class PopulationAdmin(VocabularyAdmin):
    list_display = ["label", "code", "within"]
    list_select_related = ["within"]
    search_fields = ["code", "label"]

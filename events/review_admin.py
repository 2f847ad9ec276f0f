"""The worklist of reviews, each closed with a reason, and the exports whose figures a correction may overtake."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from events.models import Export, ExportedDocument, Question, Review
from events.review_words import changes_of, with_words
from events.reviewing import close_review
from events.side_by_side import SHOWN, how_many
from newsroom.accounts.models import User
from newsroom.ledger.panel import admin_path
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to
from sources.text import clip

MOST_LISTED, MOST_NAMED = 200, 90
SUBJECTS = ("claim", "finding", "export")


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("closed", "Closed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(closed_at__isnull=self.value() == "open")


class SubjectFilter(admin.SimpleListFilter):
    title = "subject"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, f"A {name}" if name != "export" else "An export") for name in SUBJECTS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.value()}__isnull": False}) if self.value() in SUBJECTS else queryset


class DecisionForm(forms.Form):
    """Why one or several reviews are closed."""

    decision = forms.CharField(
        label="What was decided",
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="What you did about it, or why nothing needs doing. Kept with the review.",
        error_messages={"required": "Say what was decided: a review is closed with a reason."},
    )


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    decision = DecisionForm.base_fields["decision"]

    class Meta:
        model = Review
        fields = ["decision"]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """What has to be looked at again. Only closed, never retyped and never deleted."""

    form = ReviewForm
    change_form_template = "admin/events/review_change_form.html"
    list_display = ["about", "cause", "report", "words", "standing"]
    list_display_links = ["cause"]
    list_filter = [StateFilter, SubjectFilter, "cause"]
    list_select_related = [
        *("article", "export", "closed_by", *(f"claim__{name}" for name in SHOWN)),
        *(f"finding__question__{name}" for name in ("incident", "predicate", "population", "party", "place")),
    ]
    list_per_page = 50
    ordering = [F("closed_at").desc(nulls_first=True), "-id"]
    search_fields = [
        *("article__headline", "decision", "claim__citations__passage__exact", "claim__said_by__name"),
        *("claim__public_id", "finding__rationale", "export__what"),
    ]
    search_help_text = "Words of the report, the quotation, the speaker, the decision, or an id."
    shown = ["about", "cause", "report", "words_before", "words_now", "opened_at"]
    actions = ["close_selected"]

    class Media:
        css = {"all": ["events/reviews.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_words(super().get_queryset(request)).select_related(*self.list_select_related)

    # What is shown.

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_open = obj is not None and obj.closed_at is None
        return [*self.shown, *(["decision"] if is_open else ["standing"])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.shown, "standing"]

    @admin.display(description="what")
    def about(self, review: Review) -> SafeString:
        subject = review.subject
        return format_html('<a href="{}">{}</a>', admin_path(subject), clip(str(subject), MOST_NAMED))

    @admin.display(description="report", ordering="article__headline")
    def report(self, review: Review) -> SafeString:
        return link_to(review.article)

    @admin.display(description="words before → words now")
    def words(self, review: Review) -> SafeString | str:
        return _paragraphs(f"“{change.before}” → {change.now}" for change in changes_of(review))

    @admin.display(description="words before")
    def words_before(self, review: Review) -> SafeString | str:
        return _paragraphs(f"“{change.before}”" for change in changes_of(review))

    @admin.display(description="words now")
    def words_now(self, review: Review) -> SafeString | str:
        return _paragraphs(change.now for change in changes_of(review))

    @admin.display(description="opened or closed", ordering="opened_at")
    def standing(self, review: Review) -> str:
        if review.closed_at is None:
            return f"open since {review.opened_at:%d %B %Y}"
        return f"closed by {review.closed_by} on {review.closed_at:%d %B %Y}: {review.decision}"

    # Closing.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.closed_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        close(Review.objects.filter(pk=obj.pk), cast("User", request.user), obj.decision)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **options: Any) -> Any:
        """Somebody else may have closed it meanwhile: his decision is shown, and what was typed is not lost."""
        review = self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        if review is None or review.closed_at is None:
            return super().changeform_view(request, object_id, *args, **options)
        typed = request.POST.get("decision", "")
        text = f"Closed meanwhile by {review.closed_by}: “{review.decision}”. You wrote: “{typed}”"
        self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(request.get_full_path())

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self.message_user(request, format_html("Closed: {}", obj), messages.SUCCESS)
        return HttpResponseRedirect(f"{reverse('admin:events_review_changelist')}?state=open")

    @admin.action(description="Close selected reviews", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for one reason for all of them, then close those that are still open."""
        form = DecisionForm(request.POST if "decision" in request.POST else None)
        if form.is_valid():
            closed = close(queryset, cast("User", request.user), form.cleaned_data["decision"])
            self.message_user(request, ngettext("%d review closed.", "%d reviews closed.", closed) % closed)
            return None
        page = {
            "title": "Close reviews",
            "opts": self.opts,
            "form": form,
            "reviews": queryset.filter(closed_at=None)[:MOST_LISTED],
            "count": queryset.filter(closed_at=None).count(),
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox": ACTION_CHECKBOX_NAME,
            "across": request.POST.get("select_across", "0"),
            "media": self.media,
        }
        return TemplateResponse(
            request, "admin/events/close_reviews.html", {**self.admin_site.each_context(request), **page}
        )


def close(reviews: "QuerySet[Any]", by: User, decision: str) -> int:
    """Close those of them that are open, all or none; returns how many."""
    with transaction.atomic():
        keys = list(reviews.values_list("pk", flat=True))
        waiting = list(Review.objects.open().filter(pk__in=keys).select_for_update())
        for review in waiting:
            close_review(review, by, decision)
    return len(waiting)


def _paragraphs(lines: Any) -> SafeString | str:
    return format_html_join("", '<p dir="auto">{}</p>', ((line,) for line in lines)) or "—"


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """A file of figures that left the house, with the documents in it and what became of them since."""

    list_display = ["what", "made_at", "by", "ledger_seq", "document_count", "open_reviews"]
    search_fields = ["what", "by", "sha256", "documents__public_id"]
    date_hierarchy = "made_at"
    fields = ["what", "made_at", "by", "ledger_seq", "sha256", "open_reviews", "listed_documents"]
    readonly_fields = ["open_reviews", "listed_documents"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(
            document_total=how_many(ExportedDocument.objects.all(), "export"),
            review_total=how_many(Review.objects.open(), "export"),
        )
        return counted

    @admin.display(description="documents", ordering="document_total")
    def document_count(self, export: Any) -> int:
        return int(export.document_total)

    @admin.display(description="open reviews", ordering="review_total")
    def open_reviews(self, export: Any) -> SafeString | str:
        if not export.review_total:
            return "none"
        path = f"{reverse('admin:events_review_changelist')}?state=open&export={export.pk}"
        return format_html('<a href="{}">{}</a>', path, export.review_total)

    @admin.display(description="documents in it")
    def listed_documents(self, export: Any) -> SafeString | str:
        """The first of them, each with the page of its question."""
        ids = list(export.documents.order_by("pk").values_list("public_id", flat=True)[:MOST_LISTED])
        related = ("incident", "predicate", "population", "party", "place")
        asked = {row.public_id: row for row in Question.objects.filter(public_id__in=ids).select_related(*related)}
        rows = [(link_to(asked[one]) if one in asked else one,) for one in ids]
        listed = format_html_join("", "<li>{}</li>", rows)
        more = export.document_total - len(ids)
        rest = format_html("<p>… and {} more.</p>", more) if more else ""
        return format_html("<ul>{}</ul>{}", listed, rest) if ids else "none"

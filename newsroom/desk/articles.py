"""The article's admin: the report, its text in versions, and the claims read in it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.models import Claim
from events.side_by_side import how_many
from newsroom.desk.article_form import ArticleForm
from newsroom.desk.printed_times import time_words
from newsroom.desk.quoting import quote_view
from newsroom.desk.reading import Reading
from newsroom.desk.worklists import to_read
from newsroom.ledger.admin import PublishableAdmin
from newsroom.ledger.lists import GivenValuesFilter
from sources.admin import ContributionInline
from sources.deriving import propose_from_credits
from sources.models import Article, ArticleVersion

REPORT = ("The report", {"fields": ["outlet", "headline", "headline_is_proposed", "published", "language"]})
REPORT_SHOWN = ("The report", {"fields": ["outlet", "headline", "headline_is_proposed", "published_words", "language"]})
FOUND_AT = ("Where it was found", {"fields": ["url", "external_id", "dateline", "dateline_place", "topics"]})
RIGHTS = ("Use and rights", {"fields": ["pub_status", "embargoed_until", "rights", "public_notice"]})
DESK = ("For the desk only", {"fields": ["is_read", "editorial_note"]})
FIRST_TEXT = ("Text", {"fields": ["text", "captured_at", "version_note"]})
LATER_TEXT = (
    "Change the text",
    {
        "fields": ["text", "event", "version_published", "captured_at", "version_note"],
        "classes": ["collapse"],
        "description": "Nothing is overwritten: a changed text becomes a new version, and claims stay with the words "
        "they were read in.",
    },
)


class ToMendFilter(admin.SimpleListFilter):
    title = "to mend"
    parameter_name = "mend"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("outlet", "Without outlet"),
            ("headline", "Headline proposed"),
            ("credits", "Credits proposed"),
            ("text", "Without text"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrowed: dict[str, dict[str, Any]] = {
            "outlet": {"outlet": None},
            "headline": {"headline_is_proposed": True},
            "credits": {"pk__in": Article.objects.filter(contributions__is_proposed=True).values("pk")},
            "text": {"versions": None},
        }
        return queryset.filter(**narrowed.get(self.value() or "", {}))


class ReadFilter(admin.SimpleListFilter):
    title = "reading"
    parameter_name = "read"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "To read"), ("yes", "Read to its end")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "no":
            return to_read(queryset)
        return queryset.filter(is_read=True) if self.value() == "yes" else queryset


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    form = ArticleForm
    change_form_template = "admin/desk/article_change_form.html"
    list_display = ["headline", "outlet", "published_short", "public_state", "claim_count", "version_count"]
    list_filter = [
        *(ReadFilter, ToMendFilter, "pub_status", "state"),
        ("language", GivenValuesFilter),
        ("outlet", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["outlet"]
    list_per_page = 50
    date_hierarchy = "published_on"
    search_fields = ["headline", "outlet__name", "outlet__folded", "canonical_url", "external_id", "public_id"]
    search_help_text = "Words of the headline, outlet, address, or an id."
    autocomplete_fields = ["outlet", "dateline_place", "topics"]
    readonly_fields = ["published_words"]
    inlines = [ContributionInline]
    actions = [*PublishableAdmin.actions, "mark_read"]

    class Media:
        css = {"all": ["sources/text.css", "desk/articles.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(
            version_total=how_many(ArticleVersion.objects.all(), "article"),
            claim_total=how_many(Claim.objects.all(), "citations__article"),
        )
        return counted

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return [REPORT_SHOWN, FOUND_AT, RIGHTS, DESK]
        return [REPORT, *self._text_fieldset(request, obj), FOUND_AT, RIGHTS, DESK]

    def _text_fieldset(self, request: HttpRequest, obj: Any) -> list[Any]:
        """None where a former state is looked at: texts have versions of their own."""
        match = request.resolver_match
        if match and str(match.url_name).endswith("simple_history"):
            return []
        return [LATER_TEXT if obj and obj.newest_version else FIRST_TEXT]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        version = form.new_version()
        if version:
            version.save()
        propose_from_credits(form.instance)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        article = options.get("obj")
        context["reading"] = Reading(article) if article else None
        context["may_add_claim"] = request.user.has_perm("events.add_claim")
        context["may_view_claims"] = request.user.has_perm("events.view_claim")
        return super().render_change_form(request, context, *args, **options)

    @admin.action(description="Mark selected articles as read to their end", permissions=["change"])
    def mark_read(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        marked = 0
        for article in queryset.filter(is_read=False):
            article.is_read, article._change_reason = True, "Read to its end."  # noqa: SLF001  the history's own name
            article.save(update_fields=["is_read"])
            marked += 1
        self.message_user(request, f"{marked} article{'' if marked == 1 else 's'} marked as read.", messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.quote_view)
        return [path("<path:object_id>/quote/", view, name="desk_quote"), *super().get_urls()]

    def quote_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        context = {**self.admin_site.each_context(request), "media": self.media}
        return quote_view(request, article, context)

    @admin.display(description="published", ordering="published_on")
    def published_short(self, article: Article) -> str:
        return time_words(article.published, with_zone=False)

    @admin.display(description="published")
    def published_words(self, article: Article) -> str:
        return time_words(article.published)

    @admin.display(description="versions", ordering="version_total")
    def version_count(self, article: Any) -> int:
        return int(article.version_total)

    @admin.display(description="claims", ordering="claim_total")
    def claim_count(self, article: Any) -> SafeString:
        """With the way to the text in which they were read, and more may be."""
        link = '{} · <a href="{}">read<span class="visually-hidden">: {}</span></a>'
        return format_html(link, article.claim_total, reverse("admin:desk_read", args=[article.pk]), article.headline)

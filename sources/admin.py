"""The admin of sources, places and imports. Articles mix apps, so their admin lives in the desk.

`SourceIdentity` is not here on purpose: it is reached only with a stated purpose and a log row per read.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.http import HttpRequest
from django.utils.safestring import SafeString

from newsroom.ledger.admin import PublishableAdmin, ReasonedAdmin
from newsroom.ledger.lists import GivenValuesFilter
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to
from newsroom.ledger.related_boxes import FindOrAdd
from sources import import_admin  # noqa: F401  it registers itself
from sources.marked_text import numbered_paragraphs
from sources.models import (
    Affiliation,
    ArticleVersion,
    Contribution,
    Derivation,
    DerivationJudgement,
    Passage,
    Place,
    PlaceAlias,
    Source,
    SourceAlias,
    SourceIdentifier,
    Topic,
)
from sources.names import fold

Verdict = DerivationJudgement.Verdict


class FoldedSearch:
    """Search without regard to case and marks: every search field holds folded names."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))  # type: ignore[misc]  # a mixin


class _Rows(admin.TabularInline):  # type: ignore[type-arg]  # not subscriptable at run time
    extra = 0


class SourceAliasInline(_Rows):
    model = SourceAlias
    verbose_name = "other name"


class SourceIdentifierInline(_Rows):
    model = SourceIdentifier
    verbose_name = "id in another register"
    verbose_name_plural = "ids in other registers"


class AffiliationInline(FindOrAdd, admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    model = Affiliation
    extra = 0
    fk_name = "source"
    fields = [("speaks_for", "title"), ("since_on", "until_on")]
    autocomplete_fields = ["speaks_for"]


class ContributionInline(FindOrAdd, admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    """Of an article: bylines and wire credits."""

    model = Contribution
    extra = 0
    fields = [("role", "name"), ("source", "is_proposed"), ("credit_text", "position")]
    autocomplete_fields = ["source"]
    verbose_name = "byline or credit"
    verbose_name_plural = "bylines and credits"


class PlaceAliasInline(_Rows):
    model = PlaceAlias
    verbose_name = "other spelling"


@admin.register(Source)
class SourceAdmin(FoldedSearch, PublishableAdmin):
    list_display = ["name", "kind", "country", "disclosure", "state", "public_state"]
    list_filter = ["kind", "disclosure", "state", ("country", GivenValuesFilter)]
    search_fields = ["folded", "aliases__folded", "public_id"]
    search_help_text = "Any name or alias; accents and capitals do not matter."
    inlines = [SourceAliasInline, SourceIdentifierInline, AffiliationInline]
    fieldsets = [
        (None, {"fields": ["kind", "name", "disclosure"]}),
        ("About this source", {"fields": ["description", "country", "homepage", "time_zone"]}),
        ("Working copy", {"fields": ["state"]}),
    ]


@admin.register(Affiliation)
class AffiliationAdmin(FoldedSearch, ReasonedAdmin):
    list_display = ["source", "title", "speaks_for", "since_on", "until_on"]
    list_display_links = ["source", "title"]
    list_select_related = ["source", "speaks_for"]
    search_fields = ["source__folded", "source__aliases__folded", "speaks_for__folded", "title"]
    autocomplete_fields = ["source", "speaks_for"]


@admin.register(Place)
class PlaceAdmin(FindOrAdd, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    list_display = ["name", "admin1", "country", "within", "latitude", "longitude"]
    list_filter = [("country", GivenValuesFilter)]
    list_select_related = ["within"]
    search_fields = ["name"]
    search_help_text = "Any spelling, in any script."
    autocomplete_fields = ["within"]
    inlines = [PlaceAliasInline]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Place], search_term: str) -> Any:
        """By the usual name, or by any other spelling without regard to case and marks."""
        named, _ = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return named, False
        spelt = PlaceAlias.objects.filter(folded__contains=fold(search_term)).values("place")
        return queryset.filter(Q(pk__in=named.values("pk")) | Q(pk__in=spelt)), False


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ["label", "qcode", "within"]
    list_select_related = ["within"]
    search_fields = ["label", "qcode"]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnlyAdmin):
    """A captured text, to be read. A correction is a new version, made on the article's own page."""

    list_display = ["article", "number", "event", "published_on", "captured_at"]
    list_filter = ["event"]
    list_select_related = ["article"]
    search_fields = ["article__headline", "headline", "sha256"]
    date_hierarchy = "captured_at"
    fieldsets = [
        (None, {"fields": ["article_link", "number", "event", "headline", "note"]}),
        ("When", {"fields": ["published_on", "published_at", "published_zone", "zone_assumed", "captured_at"]}),
        ("Text", {"fields": ["numbered_text"]}),
        ("Hashes", {"fields": ["sha256", "raw_sha256"]}),
    ]
    readonly_fields = ["article_link", "numbered_text"]

    class Media:
        css = {"all": ["sources/text.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleVersion]:
        return super().get_queryset(request).defer("text")

    @admin.display(description="article")
    def article_link(self, version: ArticleVersion) -> SafeString:
        return link_to(version.article)

    @admin.display(description="text")
    def numbered_text(self, version: ArticleVersion) -> SafeString:
        return numbered_paragraphs(version.text)


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """Exact words in one version; made by citing them."""

    list_display = ["__str__", "version", "start", "end"]
    search_fields = ["exact", "version__article__headline"]
    fields = ["version_link", "prefix", "exact", "suffix", "start", "end"]
    readonly_fields = ["version_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        return super().get_queryset(request).select_related("version__article").defer("version__text")

    @admin.display(description="version")
    def version_link(self, passage: Passage) -> SafeString:
        return link_to(passage.version)


class JudgementInline(admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    """Judgements are added, one after the other; the latest holds and none is ever edited."""

    model = DerivationJudgement
    verbose_name = "judgement"
    fields = ["verdict", "why", "signed"]
    readonly_fields = ["signed"]
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        """An empty one is offered where nobody has judged yet."""
        return 0 if obj and obj.judgements.exists() else 1

    @admin.display(description="signed")
    def signed(self, judgement: DerivationJudgement) -> str:
        if not judgement.pk:
            return "with your name, when you save"
        return f"{judgement.judged_by}, {judgement.judged_at:%d %B %Y %H:%M} UTC"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class JudgementFilter(admin.SimpleListFilter):
    title = "judgement"
    parameter_name = "judgement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Not judged yet"), *((value, str(label)) for value, label in Verdict.choices)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(latest_verdict=None if self.value() == "none" else self.value())


@admin.register(Derivation)
class DerivationAdmin(FindOrAdd, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    list_display = ["article", "kind", "origin", "basis", "similarity", "latest_judgement"]
    list_filter = [JudgementFilter, "kind", "basis"]
    list_select_related = ["article", "from_article", "from_source"]
    search_fields = ["article__headline", "from_article__headline", "from_source__name"]
    autocomplete_fields = ["article", "from_article", "from_source"]
    inlines = [JudgementInline]
    fields = ["article", "kind", "from_article", "from_source", "basis", "similarity"]
    readonly_fields = ["basis", "similarity"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        latest = DerivationJudgement.objects.filter(derivation=OuterRef("pk")).order_by("-id")
        rows: QuerySet[Any] = super().get_queryset(request)
        judged: QuerySet[Any] = rows.annotate(latest_verdict=Subquery(latest.values("verdict")[:1]))
        return judged

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was proposed stays as it was proposed: it is judged, not retyped."""
        return self.fields if obj else self.readonly_fields

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        for judgement in formset.save(commit=False):
            judgement.judged_by = request.user
        super().save_formset(request, form, formset, change)

    @admin.display(description="from")
    def origin(self, derivation: Derivation) -> str:
        return str(derivation.from_article or derivation.from_source)

    @admin.display(description="similarity", ordering="similarity_permille")
    def similarity(self, derivation: Derivation) -> str:
        share = derivation.similarity_permille
        return "—" if share is None else f"{share / 10:.1f} %"

    @admin.display(description="judgement", ordering="latest_verdict")
    def latest_judgement(self, derivation: Any) -> str:
        verdict = derivation.latest_verdict
        return str(Verdict(verdict).label) if verdict else "not judged yet"

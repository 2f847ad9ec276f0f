"""The admin of sources, places and imports. Articles mix apps, so their admin lives in the desk.

`SourceIdentity` is not registered on purpose: its one page hangs below its source, see `identity_pages`.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from newsroom.ledger.admin import PublishableAdmin, ReasonedAdmin
from newsroom.ledger.conflicts_on_save import ConflictsOnSave
from newsroom.ledger.forms import ReasonForm
from newsroom.ledger.lists import GivenValuesFilter, was_issued
from newsroom.ledger.merge_admin import Mergeable
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to
from newsroom.ledger.related_boxes import FindOrAdd
from sources import derivation_admin, import_admin  # noqa: F401  they register themselves
from sources.identity_pages import IdentityPages
from sources.marked_text import numbered_paragraphs
from sources.models import (
    Affiliation,
    ArticleVersion,
    Contribution,
    Passage,
    Place,
    PlaceAlias,
    Source,
    SourceAlias,
    SourceIdentifier,
    Topic,
)
from sources.names import fold
from sources.places_lookup import find_places


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
class SourceAdmin(IdentityPages, FoldedSearch, Mergeable, PublishableAdmin):
    change_form_template = "admin/sources/source_change_form.html"
    list_display = ["name", "kind", "country", "disclosure", "public_state"]
    list_filter = ["kind", "disclosure", "state", ("country", GivenValuesFilter)]
    search_fields = ["folded", "aliases__folded", "public_id"]
    search_help_text = "Any name or alias; accents and capitals do not matter."
    inlines = [SourceAliasInline, SourceIdentifierInline, AffiliationInline]
    fieldsets = [
        (None, {"fields": ["kind", "name", "disclosure"]}),
        ("About this source", {"fields": ["description", "country", "homepage", "time_zone"]}),
    ]


class AffiliationForm(ReasonForm):
    """An affiliation is issued with its source."""

    def is_public(self) -> bool:
        return bool(self.instance.pk) and was_issued(self.instance.source)


@admin.register(Affiliation)
class AffiliationAdmin(FoldedSearch, ReasonedAdmin):
    form = AffiliationForm
    seen_by = "Public with the source, from its next publication on."
    list_display = ["source", "title", "speaks_for", "since_on", "until_on"]
    list_display_links = ["source", "title"]
    list_select_related = ["source", "speaks_for"]
    search_fields = ["source__folded", "source__aliases__folded", "speaks_for__folded", "title"]
    autocomplete_fields = ["source", "speaks_for"]


@admin.register(Place)
class PlaceAdmin(Mergeable, ConflictsOnSave, FindOrAdd, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    seen_by = "Name, country and coordinates are public with every incident and article that stands here."
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
        found = Q(pk__in=named.values("pk")) | Q(folded__contains=fold(search_term)) | Q(pk__in=spelt)
        loosely = Q(pk__in=[place.pk for place in find_places(search_term)])
        return queryset.filter(found | loosely), False


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    seen_by = "Public with every article on this subject."
    list_display = ["label", "qcode", "within"]
    list_select_related = ["within"]
    search_fields = ["label", "qcode"]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnlyAdmin):
    """A captured text, to be read. A correction is a new version, made on the article's own page."""

    seen_by = "Only the desk reads the text and the note. Number, event, time and hash are public with the article."

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

    seen_by = "Public with the claim that cites it, with at most 64 characters on each side."

    list_display = ["__str__", "version", "start", "end"]
    search_fields = ["exact", "version__article__headline"]
    fields = ["version_link", "prefix", "exact", "suffix", "start", "end"]
    readonly_fields = ["version_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        return super().get_queryset(request).select_related("version__article").defer("version__text")

    @admin.display(description="version")
    def version_link(self, passage: Passage) -> SafeString:
        return link_to(passage.version)

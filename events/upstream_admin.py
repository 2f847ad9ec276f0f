"""The admin of data sets' rows: as received, what was made of them, and which are gone from the newest release."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events.models import UpstreamRow
from newsroom.ledger.read_only import ReadOnlyAdmin, link_to


class GoneFilter(admin.SimpleListFilter):
    title = "upstream"
    parameter_name = "gone"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "In the newest release"), ("yes", "Gone from it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[UpstreamRow]) -> QuerySet[UpstreamRow]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(gone_since__isnull=self.value() == "no")


@admin.register(UpstreamRow)
class UpstreamRowAdmin(ReadOnlyAdmin):
    list_display = ["external_id", "data_set", "incident_link", "last_changed", "gone_since"]
    list_filter = [GoneFilter, ("data_set", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["data_set", "incident", "last_changed"]
    search_fields = ["external_id", "incident__label"]
    search_help_text = "The id in the data set, or words of the incident."
    readonly_fields = ["incident_link", "claim_links"]

    @admin.display(description="incident")
    def incident_link(self, row: UpstreamRow) -> SafeString | str:
        return link_to(row.incident) if row.incident else "—"

    @admin.display(description="claims")
    def claim_links(self, row: UpstreamRow) -> SafeString | str:
        """Each claim with the columns that it was made from."""
        made = row.claims.select_related("claim__said_by", "claim__speaks_for", "claim__question")
        listed = ((found.columns, link_to(found.claim)) for found in made)
        return format_html_join("", "<p>{}: {}</p>", listed) or "—"

from django.db import models

from events.models.claims import Claim
from events.models.incidents import Incident
from sources.models import Article, ImportRun, Source


class UpstreamRow(models.Model):
    """One row of somebody's data set as it was last received, and what was made of it.

    Found again by the data set and its own id. It is never deleted: a row that a newer release has no more is
    marked as gone, and comes back if it returns. `written` is what the last import had put into the columns of
    the incident, so that what an editor changed since is left alone.
    """

    data_set = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="upstream_rows")
    external_id = models.CharField("id in the data set", max_length=200)
    content = models.JSONField(help_text="The row as received.")
    sha256 = models.CharField(max_length=64, help_text="Hash of the row, whatever the order of its columns.")
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="upstream_rows"
    )
    written = models.JSONField(default=dict, blank=True, help_text="What was put into the columns of the incident.")
    reports = models.ManyToManyField(
        Article, blank=True, related_name="upstream_rows", help_text="The reports that the row names as its sources."
    )
    first_seen = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    last_changed = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="+", help_text="The run that last found something new in it."
    )
    gone_since = models.DateTimeField(null=True, blank=True, help_text="When a newer release first had it no more.")

    class Meta:
        ordering = ["data_set", "external_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "external_id"],
                name="upstream_row_is_kept_once",
                violation_error_message="A row with this id is there for this data set.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_set} {self.external_id}"


class UpstreamClaim(models.Model):
    """The claim that columns of a row have made, the newest where it superseded others."""

    row = models.ForeignKey(UpstreamRow, on_delete=models.PROTECT, related_name="claims")
    columns = models.CharField(max_length=200, help_text="The columns, with commas between them.")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="upstream")

    class Meta:
        ordering = ["row", "columns"]
        constraints = [
            models.UniqueConstraint(fields=["row", "columns"], name="upstream_claim_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.columns}"

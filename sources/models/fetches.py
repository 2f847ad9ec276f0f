from django.db import models
from django.db.models import Q

from newsroom.ledger import seam


class FetchQuerySet(models.QuerySet["Fetch"]):
    def of_bytes_at(self, url: str) -> "FetchQuerySet":
        """The fetches that found or confirmed bytes at this very address, newest first."""
        return self.filter(final_url=url).exclude(sha256="").order_by("-at", "-id")


class Fetch(models.Model):
    """One address asked for once, and what its host said. Never changed.

    Not the bytes: those are kept by their hash (`sources.received`). A fetch that failed has a reason, any
    other a hash; one with the status 304 has that of the bytes that it confirmed.
    """

    url = models.CharField("address", max_length=2000, help_text="As it was asked for, shortened if need be.")
    canonical = models.CharField(
        max_length=2000, blank=True, help_text="The address without tracking and fragments; empty if it is none."
    )
    at = models.DateTimeField(default=seam.now)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status; empty without an answer.")
    etag = models.CharField("ETag", max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True, help_text="As the host wrote it.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Hash of the bytes as received.")
    final_url = models.CharField("final address", max_length=2000, blank=True, help_text="After all redirects.")
    content_type = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=20, blank=True, help_text="A closed code; why it failed.")

    objects = FetchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fetches"
        ordering = ["-id"]
        indexes = [models.Index(fields=["final_url", "-at"], name="fetch_of_bytes_at")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(reason="") & ~Q(sha256="") & ~Q(final_url="") & Q(status__isnull=False))
                | (~Q(reason="") & Q(sha256="")),
                name="fetch_has_bytes_or_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.url}: {self.reason or self.status}"

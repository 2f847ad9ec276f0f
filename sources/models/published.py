from django.db import models
from django.db.models import Q

from sources.publication_times import PublicationTime
from sources.zones import validate_zone


class Precision(models.TextChoices):
    DAY = "day", "the day"
    MINUTE = "minute", "the minute"
    SECOND = "second", "the second"


class WithPublicationTime(models.Model):
    """When an outlet published something: a day, or a moment with its zone. A day is never midnight UTC."""

    published_on = models.DateField(
        "published on", null=True, blank=True, help_text="The day as printed, in the outlet's own time."
    )
    published_at = models.DateTimeField(
        "published at", null=True, blank=True, help_text="The moment, where it is known (shown in UTC)."
    )
    published_precision = models.CharField(
        "precision",
        max_length=6,
        choices=Precision,
        default=Precision.DAY,
        help_text="How exactly the time is known. With “the day” leave the moment empty.",
    )
    published_zone = models.CharField(
        "zone", max_length=64, blank=True, validators=[validate_zone], help_text="IANA name: Europe/Paris."
    )
    zone_assumed = models.BooleanField(
        default=False, help_text="The source named no zone; the outlet's own (or UTC) was taken."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(published_precision=Precision.DAY, published_at=None)
                | (~Q(published_precision=Precision.DAY) & Q(published_at__isnull=False, published_on__isnull=False)),
                name="%(class)s_time_fits_its_precision",
                violation_error_message="With precision “the day” the moment stays empty; with any other give day and "
                "moment.",
            )
        ]

    @property
    def published(self) -> PublicationTime | None:
        if self.published_on is None:
            return None
        return PublicationTime(
            on=self.published_on,
            at=self.published_at,
            precision=self.published_precision,  # type: ignore[arg-type]
            zone=self.published_zone,
            zone_assumed=self.zone_assumed,
        )

    @published.setter
    def published(self, time: PublicationTime | None) -> None:
        self.published_on = time.on if time else None
        self.published_at = time.at if time else None
        self.published_precision = time.precision if time else Precision.DAY
        self.published_zone = time.zone if time else ""
        self.zone_assumed = time.zone_assumed if time else False

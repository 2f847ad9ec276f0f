from collections.abc import Iterator

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from sources.models.named import Named

country_code = RegexValidator(r"^[A-Z]{2}\Z", "Two capital letters of ISO 3166-1 alpha-2, for example PS or UA.")


class Place(Named):
    """A named place with coordinates and other spellings: a dateline or a scene.

    Not a precision; how exactly something is located belongs to the use of the place.
    """

    name = models.CharField(max_length=200, help_text="The usual English name: “Jenin”.")
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[country_code],
        help_text="ISO 3166-1 alpha-2, for example PS. Empty where that itself is in dispute.",
    )
    admin1 = models.CharField(
        "region", max_length=200, blank=True, help_text="First administrative level: “West Bank”."
    )
    within = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The larger place that contains this one.",
    )
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="Decimal degrees, WGS 84, north positive.",
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="Decimal degrees, WGS 84, east positive.",
    )
    geonames_id = models.PositiveBigIntegerField(
        "GeoNames id",
        null=True,
        blank=True,
        unique=True,
        help_text="The number of this place at geonames.org.",
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_has_both_coordinates_or_none",
                violation_error_message="Give both coordinates or none.",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_coordinates_are_on_earth",
                violation_error_message="Latitude runs from -90 to 90, longitude from -180 to 180.",
            ),
            models.CheckConstraint(
                condition=~Q(within=models.F("id")),
                name="place_is_not_within_itself",
                violation_error_message="A place cannot contain itself.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.admin1, self.country]))

    def chain(self) -> "Iterator[Place]":
        """The places that contain this one, all the way up; ends where rows form a circle."""
        wider, met = self.within, {self.pk}
        while wider is not None and wider.pk not in met:
            met.add(wider.pk)
            yield wider
            wider = wider.within


class PlaceAlias(Named):
    """Another spelling of a place, in any script, by which it is found."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200, help_text="A spelling as it is met: “Dschenin”, “جنين”.")

    class Meta:
        verbose_name_plural = "place aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="place_alias_is_said_once",
                violation_error_message="This spelling is already there.",
            )
        ]

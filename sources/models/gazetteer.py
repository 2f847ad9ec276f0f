from django.db import models

from sources.models.places import Place


class GazetteerEntry(models.Model):
    """What was last taken into a place from the gazetteer, by its number there.

    Not what the place says now: where the two differ, an editor has changed the place, and that stays. Without
    a place: an editor deleted it, and it is not made again.
    """

    geonames_id = models.PositiveBigIntegerField("GeoNames id", unique=True)
    place = models.OneToOneField(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="gazetteer_entry"
    )
    population = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="For the order in which places of one name are offered; 0 is unknown there."
    )
    columns = models.JSONField(default=dict, help_text="Name, country, region and coordinates, as far as taken.")
    spellings = models.JSONField(default=list, help_text="Other spellings, as far as taken.")

    class Meta:
        verbose_name_plural = "gazetteer entries"
        ordering = ["geonames_id"]

    def __str__(self) -> str:
        return f"GeoNames {self.geonames_id}"

import django.db.models.deletion
import newsroom.ledger.seam
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_topics")]

    operations = [
        migrations.CreateModel(
            name="Fetch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "url",
                    models.CharField(
                        help_text="As it was asked for, shortened if need be.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "canonical",
                    models.CharField(
                        blank=True,
                        help_text="The address without tracking and fragments; empty if it is none.",
                        max_length=2000,
                    ),
                ),
                ("at", models.DateTimeField(default=newsroom.ledger.seam.now)),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="HTTP status; empty without an answer.", null=True
                    ),
                ),
                ("etag", models.CharField(blank=True, max_length=500, verbose_name="ETag")),
                (
                    "last_modified",
                    models.CharField(blank=True, help_text="As the host wrote it.", max_length=100),
                ),
                (
                    "sha256",
                    models.CharField(blank=True, help_text="Hash of the bytes as received.", max_length=64),
                ),
                (
                    "final_url",
                    models.CharField(
                        blank=True,
                        help_text="After all redirects.",
                        max_length=2000,
                        verbose_name="final address",
                    ),
                ),
                ("content_type", models.CharField(blank=True, max_length=150)),
                ("reason", models.CharField(blank=True, help_text="A closed code; why it failed.", max_length=20)),
            ],
            options={
                "verbose_name_plural": "fetches",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["final_url", "-at"], name="fetch_of_bytes_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=(
                            Q(("reason", ""), ~Q(("sha256", "")), ~Q(("final_url", "")), ("status__isnull", False))
                            | Q(~Q(("reason", "")), ("sha256", ""))
                        ),
                        name="fetch_has_bytes_or_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GazetteerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("geonames_id", models.PositiveBigIntegerField(unique=True, verbose_name="GeoNames id")),
                (
                    "population",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="For the order in which places of one name are offered; 0 is unknown there.",
                        null=True,
                    ),
                ),
                (
                    "columns",
                    models.JSONField(default=dict, help_text="Name, country, region and coordinates, as far as taken."),
                ),
                (
                    "spellings",
                    models.JSONField(default=list, help_text="Other spellings, as far as taken."),
                ),
                (
                    "place",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="gazetteer_entry",
                        to="sources.place",
                    ),
                ),
            ],
            options={"verbose_name_plural": "gazetteer entries", "ordering": ["geonames_id"]},
        ),
    ]

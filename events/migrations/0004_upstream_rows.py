import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_raw_estimates"),
        ("sources", "0002_topics"),
    ]

    operations = [
        migrations.CreateModel(
            name="UpstreamRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=200, verbose_name="id in the data set")),
                ("content", models.JSONField(help_text="The row as received.")),
                (
                    "sha256",
                    models.CharField(help_text="Hash of the row, whatever the order of its columns.", max_length=64),
                ),
                (
                    "written",
                    models.JSONField(
                        blank=True, default=dict, help_text="What was put into the columns of the incident."
                    ),
                ),
                (
                    "gone_since",
                    models.DateTimeField(
                        blank=True, help_text="When a newer release first had it no more.", null=True
                    ),
                ),
                (
                    "data_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="upstream_rows", to="sources.source"
                    ),
                ),
                (
                    "first_seen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.importrun"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upstream_rows",
                        to="events.incident",
                    ),
                ),
                (
                    "last_changed",
                    models.ForeignKey(
                        help_text="The run that last found something new in it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.importrun",
                    ),
                ),
                (
                    "reports",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The reports that the row names as its sources.",
                        related_name="upstream_rows",
                        to="sources.article",
                    ),
                ),
            ],
            options={
                "ordering": ["data_set", "external_id"],
            },
        ),
        migrations.CreateModel(
            name="UpstreamClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "columns",
                    models.CharField(help_text="The columns, with commas between them.", max_length=200),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="upstream", to="events.claim"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="events.upstreamrow"
                    ),
                ),
            ],
            options={
                "ordering": ["row", "columns"],
            },
        ),
        migrations.AddConstraint(
            model_name="upstreamrow",
            constraint=models.UniqueConstraint(
                fields=("data_set", "external_id"),
                name="upstream_row_is_kept_once",
                violation_error_message="A row with this id is there for this data set.",
            ),
        ),
        migrations.AddConstraint(
            model_name="upstreamclaim",
            constraint=models.UniqueConstraint(fields=("row", "columns"), name="upstream_claim_is_made_once"),
        ),
    ]

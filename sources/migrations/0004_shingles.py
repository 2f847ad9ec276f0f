import django.db.models.deletion
from django.db import migrations, models


def create(apps, schema_editor):
    """SQLite keeps the rows in the index itself, which halves their size; PostgreSQL cannot."""
    statement, parameters = schema_editor.table_sql(apps.get_model("sources", "Shingle"))
    if schema_editor.connection.vendor == "sqlite":
        statement += " WITHOUT ROWID"
    schema_editor.execute(statement, parameters or None)


def drop(apps, schema_editor):
    schema_editor.delete_model(apps.get_model("sources", "Shingle"))


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_fetches")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Shingle",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "hash", "article", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("hash", models.BigIntegerField()),
                        (
                            "article",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="sources.article",
                            ),
                        ),
                        (
                            "is_common",
                            models.BooleanField(
                                default=False, help_text="So many articles have it that only the first of them is kept."
                            ),
                        ),
                    ],
                    options={"ordering": ["hash", "article"]},
                ),
            ],
        ),
        migrations.RunPython(create, drop),
    ]

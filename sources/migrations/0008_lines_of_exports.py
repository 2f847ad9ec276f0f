from django.db import migrations, models

from sources.documents.columns import ARTICLE_COLUMNS, SOURCE_COLUMNS
from newsroom.ledger.relining import write_lines

TABLES = {"Source": SOURCE_COLUMNS, "Article": ARTICLE_COLUMNS}


def write(apps, schema_editor):
    """What was issued before there were exports gets its lines."""
    for name, columns in TABLES.items():
        publication = apps.get_model("sources", f"{name}Publication")
        write_lines(publication._base_manager, apps.get_model("sources", f"{name}Line")._base_manager, columns)


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0007_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleLine',
            fields=[
                ('from_seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SourceLine',
            fields=[
                ('from_seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]

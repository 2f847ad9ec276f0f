from django.db import migrations, models

from events.documents.columns import CLAIM_COLUMNS, INCIDENT_COLUMNS, QUESTION_COLUMNS
from newsroom.ledger.relining import write_lines

TABLES = {"Incident": INCIDENT_COLUMNS, "Question": QUESTION_COLUMNS, "Claim": CLAIM_COLUMNS}


def write(apps, schema_editor):
    """What was issued before there were exports gets its lines."""
    for name, columns in TABLES.items():
        publication = apps.get_model("events", f"{name}Publication")
        write_lines(publication._base_manager, apps.get_model("events", f"{name}Line")._base_manager, columns)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimLine',
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
            name='IncidentLine',
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
            name='QuestionLine',
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

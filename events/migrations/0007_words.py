from django.db import migrations, models

from newsroom.ledger.filling import fill_in_migration
from newsroom.ledger.words import CreateWords, WordsField

SEQ = models.BigIntegerField(
    db_column="rowid", help_text="The entry that issued the version.", primary_key=True, serialize=False
)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_suggestions")]

    operations = [
        *(
            CreateWords(
                name=name,
                fields=[("seq", SEQ.clone()), ("words", WordsField())],
                options={"default_permissions": (), "abstract": False},
            )
            for name in ("ClaimWords", "IncidentWords")
        ),
        migrations.RunPython(fill_in_migration("claim", "incident"), migrations.RunPython.noop, elidable=True),
    ]

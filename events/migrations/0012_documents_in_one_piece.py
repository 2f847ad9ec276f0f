from django.db import migrations

from newsroom.ledger.on_postgresql import keep_as_usual, keep_in_one_piece

DOCUMENTS = ("events", "IncidentPublication", "QuestionPublication", "ClaimPublication")


class Migration(migrations.Migration):
    dependencies = [("events", "0011_lists_by_index")]

    operations = [migrations.RunPython(keep_in_one_piece(*DOCUMENTS), keep_as_usual(*DOCUMENTS))]

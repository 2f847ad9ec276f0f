from django.db import migrations

from newsroom.ledger.on_postgresql import find_as_usual, find_at_once

WORDS = ("events", "IncidentWords", "ClaimWords")


class Migration(migrations.Migration):
    dependencies = [("events", "0012_documents_in_one_piece")]

    operations = [migrations.RunPython(find_at_once(*WORDS), find_as_usual(*WORDS))]

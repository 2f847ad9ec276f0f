from django.db import migrations

from newsroom.ledger.on_postgresql import keep_as_usual, keep_in_one_piece

DOCUMENTS = ("sources", "SourcePublication", "ArticlePublication")


class Migration(migrations.Migration):
    dependencies = [("sources", "0013_identity_log_only_grows")]

    operations = [migrations.RunPython(keep_in_one_piece(*DOCUMENTS), keep_as_usual(*DOCUMENTS))]

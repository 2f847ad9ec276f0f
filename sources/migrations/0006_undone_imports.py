from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_versions_as_received")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="undone_at",
            field=models.DateTimeField(blank=True, help_text="When what it had stored was taken back.", null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_by",
            field=models.CharField(blank=True, max_length=150),
        ),
    ]

"""The upper levels of the IPTC Media Topics (release 2019-04, CC BY 4.0, iptc.org)."""

from django.db import migrations

TOPICS = {
    "01000000": "arts, culture, entertainment and media",
    "02000000": "crime, law and justice",
    "03000000": "disaster, accident and emergency incident",
    "04000000": "economy, business and finance",
    "05000000": "education",
    "06000000": "environment",
    "07000000": "health",
    "08000000": "human interest",
    "09000000": "labour",
    "10000000": "lifestyle and leisure",
    "11000000": "politics",
    "12000000": "religion and belief",
    "13000000": "science and technology",
    "14000000": "society",
    "15000000": "sport",
    "16000000": "conflict, war and peace",
    "17000000": "weather",
}
NARROWER = {
    "02000000": {
        "20000082": "crime",
        "20000106": "judiciary",
        "20000119": "justice",
        "20000121": "law",
        "20000129": "law enforcement",
    },
    "16000000": {
        "20000053": "act of terror",
        "20000056": "armed conflict",
        "20000065": "civil unrest",
        "20000070": "coup d'etat",
        "20000071": "massacre",
        "20000073": "peace process",
        "20000077": "post-war reconstruction",
        "20000080": "prisoners of war",
    },
}


def load(apps, schema_editor):
    topics = apps.get_model("sources", "Topic").objects.using(schema_editor.connection.alias)
    for code, label in TOPICS.items():
        top = topics.create(qcode=f"medtop:{code}", label=label)
        for narrower, its_label in NARROWER.get(code, {}).items():
            topics.create(qcode=f"medtop:{narrower}", label=its_label, within=top)


def unload(apps, schema_editor):
    topics = apps.get_model("sources", "Topic").objects.using(schema_editor.connection.alias)
    topics.filter(within__isnull=False).delete()
    topics.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]

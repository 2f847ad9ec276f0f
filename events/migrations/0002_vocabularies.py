"""What can be asked (predicates) and of whom (populations)."""

from django.db import migrations

# code: (label, value type, subset of, cumulative, single-valued, what counts)
PREDICATES = {
    "casualties": ("killed or injured", "quantity", None, True, True, "Killed and injured, where the words do not split them."),
    "killed": ("killed", "quantity", None, True, True, "Died in it or of it."),
    "injured": ("injured", "quantity", None, True, True, "Hurt and alive, however badly; wounded."),
    "seriously_injured": ("seriously injured", "quantity", "injured", True, True, "Among the injured: badly, severely, critically."),
    "detained": ("detained", "quantity", None, True, True, "Arrested or held by an authority."),
    "abducted": ("abducted", "quantity", None, True, True, "Taken and held by anyone else; hostages."),
    "missing": ("missing", "quantity", None, False, True, "Not accounted for. May fall as people are found."),
    "displaced": ("displaced", "quantity", None, True, True, "Driven from their homes, within the country or beyond."),
    "destroyed": ("destroyed", "quantity", "damaged", True, True, "Beyond repair."),
    "damaged": ("damaged", "quantity", None, True, True, "Hit and harmed, including what was destroyed."),
    "disabled": ("disabled", "quantity", None, True, True, "Put out of use, such as vehicles that no longer drive."),
    "deployed": ("deployed", "quantity", None, False, False, "Sent, used or in position: troops, aircraft, vehicles."),
    "occurred_on": ("happened on", "date", None, False, True, "When it happened."),
    "last_occurred": ("last happened before", "date", None, False, True, "When the like had last happened."),
    "located_at": ("happened at", "place", None, False, True, "Where it happened; a place within a place agrees with it."),
    "responsible_party": ("was done by", "party", None, False, False, "Who did it."),
    "weapon": ("weapon", "category", None, False, False, "What was used."),
    "cause": ("cause", "category", None, False, False, "What brought it about."),
    "took_place": ("took place", "boolean", None, False, True, "Whether it happened at all."),
    "statement": ("statement", "text", None, False, False, "What somebody said, in his own words. Statements never relate."),
    "description": ("description", "text", None, False, False, "How something is described, where it is more than a figure."),
}
# code: (label, within, who counts)
POPULATIONS = {
    "persons": ("people", None, "Everybody."),
    "civilians": ("civilians", "persons", "Not taking part in the fighting."),
    "combatants": ("combatants", "persons", "Soldiers, police in combat, militants, fighters, gunmen, attackers."),
    "unknown_status": ("people of unknown status", "persons", "Whether civilian or combatant is not known."),
    "children": ("children", "civilians", "Under 18, unless said otherwise."),
    "women": ("women", "civilians", "Adult women."),
    "men": ("men", "civilians", "Adult men."),
    "medical": ("medical workers", "civilians", "Doctors, nurses, ambulance crews."),
    "journalists": ("journalists", "civilians", "Press and media workers."),
    "vehicles": ("vehicles", None, "Cars, armoured vehicles, tanks."),
    "aircraft": ("aircraft", None, "Helicopters, planes, drones."),
    "buildings": ("buildings", None, "Houses and other structures."),
    "explosive_devices": ("explosive devices", None, "Bombs, mines, shells, rockets."),
    "not_applicable": ("not applicable", None, "Nobody is counted: a date, a place, a cause, a statement."),
}


def load(apps, schema_editor):
    alias = schema_editor.connection.alias
    predicate = apps.get_model("events", "Predicate")
    by_wider_first = sorted(PREDICATES.items(), key=lambda item: item[1][2] is not None)
    for code, (label, value_type, subset_of, is_cumulative, is_single_valued, description) in by_wider_first:
        predicate.objects.using(alias).create(
            code=code,
            label=label,
            value_type=value_type,
            subset_of_id=subset_of,
            is_cumulative=is_cumulative,
            is_single_valued=is_single_valued,
            description=description,
        )
    population = apps.get_model("events", "Population")
    for code, (label, within, description) in POPULATIONS.items():
        population.objects.using(alias).create(code=code, label=label, within_id=within, description=description)


def unload(apps, schema_editor):
    alias = schema_editor.connection.alias
    predicates = apps.get_model("events", "Predicate").objects.using(alias)
    predicates.filter(subset_of__isnull=False).delete()
    predicates.all().delete()
    populations = apps.get_model("events", "Population").objects.using(alias)
    for code in reversed(POPULATIONS):
        populations.filter(code=code).delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]

"""The log of who opened an identity is only added to, whoever asks the database.

Until now only the model refused to change it, which a statement past the model, a shell or a slip in a later
query would not have noticed. A row stays as it was written; who owns the tables can still take the triggers
away, which leaves a trace that a missing row does not.
"""

from django.db import migrations

TABLE = "sources_identityreading"
SAYS = "The log of who opened an identity is only ever added to."

SQLITE = [
    f"CREATE TRIGGER {TABLE}_{act.lower()} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {TABLE}_{act}" for act in ("update", "delete")]

# An empty table may be truncated, for there is nothing to lose: so a test's database is emptied.
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT 1 FROM {TABLE}) THEN
        RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$""",
    f"CREATE TRIGGER {TABLE}_row BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()",
    f"CREATE TRIGGER {TABLE}_all BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_stays()",
]
POSTGRESQL_BACK = [f"DROP FUNCTION {TABLE}_stays() CASCADE"]


def guard(_apps, schema_editor):
    _run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(_apps, schema_editor):
    _run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("sources", "0012_lists_by_index")]

    operations = [migrations.RunPython(guard, unguard)]

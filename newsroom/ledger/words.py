"""The index of words: per public kind one row a document version, FTS5 on SQLite, `tsvector` and GIN on PostgreSQL.

Rows are keyed by the entry that issued the version, so a search is as of any number like every other filter.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.migrations.operations import CreateModel

from newsroom.ledger.tokens import FILLER, Phrase, Sought, token_stream

# Our tokens are letters, digits and symbols; to the tokenizer “ascii” each is one word as it stands.
FTS5 = "CREATE VIRTUAL TABLE {0} USING fts5(words, tokenize='ascii', columnsize=0)"
GIN = "CREATE INDEX {0}_words ON {0} USING gin (words)"

DIFFERING = """
SELECT coalesce(held.seq, given.seq)
FROM (SELECT rowid AS seq, words FROM {0} WHERE rowid > %s AND rowid <= %s) AS held
FULL JOIN unnest(%s::bigint[], %s::text[]) AS given (seq, words) ON given.seq = held.seq
WHERE held.words IS DISTINCT FROM given.words::tsvector ORDER BY 1
"""


class WordsField(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """A list of tokens, written in the form that the engine indexes; it is searched and never read back."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, _value: Any, _compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: list[str], connection: Any, prepared: bool = False) -> str:  # noqa: FBT001, FBT002  as inherited
        if connection.vendor != "postgresql":
            return " ".join(value)
        return " ".join(f"'{token}':{place}" for place, token in enumerate(value, 1) if token != FILLER)


def fts5_query(sought: Sought) -> str:
    """What is looked for, as FTS5 is asked."""

    def phrase(parts: Phrase) -> str:
        return '"' + " ".join(parts) + '"'

    required = " AND ".join(map(phrase, sought.required))
    return "".join([f"({required})", *(f" NOT {phrase(parts)}" for parts in sought.excluded)])


def tsquery(sought: Sought) -> str:
    """What is looked for, as PostgreSQL is asked."""

    def phrase(parts: Phrase) -> str:
        return "(" + " <-> ".join(f"'{part}'" for part in parts) + ")"

    return " & ".join([*map(phrase, sought.required), *(f"!{phrase(parts)}" for parts in sought.excluded)])


class Words(models.Model):
    """The words of one document version, as anybody may read them. Ends with the version, never before."""

    seq = models.BigIntegerField(primary_key=True, db_column="rowid", help_text="The entry that issued the version.")
    words = WordsField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.seq}"

    @classmethod
    def of(cls, seq: int, texts: Iterable[str | None]) -> Self:
        return cls(seq=seq, words=token_stream(texts))

    @classmethod
    def differing(cls, after: int, until: int, expected: Iterable[Self]) -> list[int]:
        """The numbers in this span at which something else stands than these rows: other words, none, or too many."""
        field: Any = cls._meta.get_field("words")
        wanted = {row.seq: field.get_db_prep_value(row.words, connection) for row in expected}
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(cls._meta.db_table)
                cursor.execute(DIFFERING.format(table), [after, until, list(wanted), list(wanted.values())])
                return [seq for (seq,) in cursor]
        stored = dict(cls.objects.filter(seq__gt=after, seq__lte=until).values_list("seq", "words"))
        return sorted(seq for seq in stored.keys() | wanted.keys() if stored.get(seq) != wanted.get(seq))


class CreateWords(CreateModel):
    """The migration that makes the table of a `Words` model, with the index that the engine has for words."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table  # noqa: SLF001  documented
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(FTS5.format(table), params=None)
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(GIN.format(table), params=None)

"""The query `q`: words that all have to be there, “phrases” in quotes, and `-` before what must not be.

Which words a text has is `newsroom.ledger.tokens`; nothing is stemmed and nothing ranked. What is found comes
in the order of the list, newest entry first.
"""

import re
from collections.abc import Iterator

from django.db import connection

from newsroom.api.conditions import Condition, Piece, Sql, Way
from newsroom.api.filters import Meets
from newsroom.api.grammar import LONGEST, Grammar, Unreadable
from newsroom.ledger.tokens import Phrase, Sought, tokens
from newsroom.ledger.words import fts5_query, tsquery

MOST_TOKENS = 32
# A quote inside a word is part of it, as in צה"ל.
_TERM = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>\S+))')
_CURLY = str.maketrans("“”„«»", '"""""')


def _read(text: str) -> Sought:
    terms = list(_terms(text))
    if sum(len(phrase) for _is_excluded, phrase in terms) > MOST_TOKENS:
        message = f"A search takes at most {MOST_TOKENS} words."
        raise Unreadable(message)
    required = tuple(phrase for is_excluded, phrase in terms if not is_excluded)
    if not required:
        raise Unreadable("There is no word to look for. Write letters or figures; “-” before a word excludes it.")
    return Sought(required, tuple(phrase for is_excluded, phrase in terms if is_excluded))


def _terms(text: str) -> Iterator[tuple[bool, Phrase]]:
    for found in _TERM.finditer(text.translate(_CURLY)):
        phrase = tuple(tokens(found["word"] if found["phrase"] is None else found["phrase"]))
        if phrase:
            yield bool(found["not"]), phrase


SOUGHT = Grammar(_read, {"type": "string", "minLength": 1, "maxLength": LONGEST}, '"at least six" raid -drill')


class Searches(Meets):
    """Keeps the documents whose words meet the query.

    SQLite lists what it finds newest first. PostgreSQL finds it in no order and all at once, so that few are put in
    order, and what stands everywhere is met on the way.
    """

    def __init__(self, says: str) -> None:
        says = f'{says} All words have to be there; "…" for a phrase, -word for what must not be.'
        super().__init__(SOUGHT, _found, says=says)


def _found(sought: Sought) -> Condition:
    if connection.vendor == "postgresql":
        # Looked up, or each query would be planned for anew, which takes longer than to answer it.
        meets, query = "w.words @@ (SELECT %s::tsquery)", (tsquery(sought),)
        among = f"p.from_seq IN (SELECT w.rowid FROM {{words}} w WHERE {meets})"
        each = f"EXISTS (SELECT 1 FROM {{words}} w WHERE w.rowid = p.from_seq AND {meets})"
        near = Way(Sql(meets, query), "(SELECT w.rowid, w.words FROM {words} w {next}) w", "w.rowid")
        return Condition(Sql(each, query), few=(Piece(Sql(among, query)),), near=near)
    query = (fts5_query(sought),)
    among = "p.from_seq IN (SELECT w.rowid FROM {words} w WHERE w.words MATCH %s)"
    return Condition(Sql(among, query), (Way(Sql("d.words MATCH %s", query), "{words} d", "d.rowid"),))

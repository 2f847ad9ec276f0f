"""The query `q`: words that all have to be there, “phrases” in quotes, and `-` before what must not be.

Which words a text has is `newsroom.ledger.tokens`; nothing is stemmed and nothing ranked. What is found comes
in the order of the list, newest entry first.
"""

import re
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from newsroom.api.filters import Meets
from newsroom.api.grammar import LONGEST, Grammar, Unreadable
from newsroom.ledger.models import Publication
from newsroom.ledger.tokens import Phrase, Sought, tokens

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
    """Keeps the documents whose words meet the query."""

    def __init__(self, says: str) -> None:
        says = f'{says} All words have to be there; "…" for a phrase, -word for what must not be.'
        super().__init__(SOUGHT, lambda _: Q(), says=says)

    def filter(self, queryset: QuerySet[Publication], value: Sought | None) -> QuerySet[Publication]:
        words = self.parent.of_kind.words
        if value is None or words is None:
            return queryset
        return queryset.filter(from_seq__in=words.objects.filter(words__matches=value).values("seq"))

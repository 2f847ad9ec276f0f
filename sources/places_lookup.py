"""Finding places by any spelling that is known of them.

Case, marks and doubled blanks never count (`sources.names.fold`). Where nothing is called so exactly, blanks,
hyphens and apostrophes do not count either, nor whether the article is “al-”, “el-” or left out at the beginning. Other
scripts and transliterations are found as far as they are among the spellings.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, Count, F, Lookup, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length

from sources.models import Place, PlaceAlias
from sources.names import fold

MOST_FOUND = 50
_MOST_CANDIDATES = 5000
_ARTICLES = ("al", "el")
_APOSTROPHES = "ʹʻʼʽʾʿˈ"  # letters, as far as Unicode is concerned


def find_places(words: str, country: str = "") -> list[Place]:
    """The places that are called so, at most `MOST_FOUND`, in that country (ISO 3166-1 alpha-2) if one is named.

    Those of which it is the usual name come first, then those that have it among their other spellings. Within
    each: those that editors made before those of the gazetteer, more people before fewer, more spellings
    before fewer, older rows before newer.
    """
    folded = fold(words)
    if not folded:
        return []
    spelt = PlaceAlias.objects.filter(folded=folded).values("place")
    return _found(Q(folded=folded), spelt, country) or _find_loosely(folded, country)


def _find_loosely(folded: str, country: str) -> list[Place]:
    """Candidates hold the letters in their order, the shortest first; which differ in nothing else is seen here."""
    wanted = _forms(folded)
    letters = "".join(word for word in _words(folded) if word not in _ARTICLES)
    if len(letters) < 2:
        return []
    pattern = "%" + "%".join(letters) + "%"
    named = _like(Place.objects.values_list("pk", "folded"), pattern, wanted)
    spelt = _like(PlaceAlias.objects.values_list("place", "folded"), pattern, wanted)
    return _found(Q(pk__in=named), spelt, country)


def _found(named: Q, spelt: Any, country: str) -> list[Place]:
    places = Place.objects.filter(named | Q(pk__in=spelt))
    places = places.filter(country=country) if country else places
    ranked = places.annotate(
        rank=Case(When(named, then=Value(0)), default=Value(1)),
        is_taken=Case(When(gazetteer_entry=None, then=Value(0)), default=Value(1)),
        people=Coalesce("gazetteer_entry__population", Value(0)),
        spellings=Count("aliases"),
    )
    return list(ranked.order_by("rank", "is_taken", "-people", "-spellings", "pk")[:MOST_FOUND])


def _like(names: "QuerySet[Any, tuple[int, str]]", pattern: str, wanted: set[str]) -> list[int]:
    candidates = names.filter(_Like(F("folded"), pattern)).order_by(Length("folded"), "pk")[:_MOST_CANDIDATES]
    return [place for place, folded in candidates if not wanted.isdisjoint(_forms(folded))]


class _Like(Lookup):
    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", (*left_values, *right_values)


def _forms(folded: str) -> set[str]:
    """A folded name without anything between its letters, with each article and without the first."""
    words = list(_words(folded))
    forms = {"".join(words)}
    for article in _ARTICLES:
        forms.add("".join(article if word in _ARTICLES else word for word in words))
    if len(words) > 1 and words[0] in _ARTICLES:
        forms |= _forms(" ".join(words[1:]))
    return forms


def _words(folded: str) -> Iterator[str]:
    """The runs of letters and digits; apostrophes, hyphens and blanks stand between them."""
    return filter(None, "".join(_plain(folded)).split(" "))


def _plain(folded: str) -> Iterable[str]:
    return (" " if char in _APOSTROPHES or unicodedata.category(char)[0] in "PZSC" else char for char in folded)

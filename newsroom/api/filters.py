"""Strict filters: an allow list, each with one grammar; what many values share goes through the term table.

A resource declares a `PublicationFilters`; every `Is` and `Names` in it gets a twin `…__not`.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django_filters import Filter, FilterSet

from newsroom.api.grammar import END, PUBLIC_ID, START, Grammar, Unreadable
from newsroom.api.problems import Fault
from newsroom.ledger.models import Publication
from newsroom.ledger.registry import Kind

NOT = "__not"
MOST_VALUES = 50
MOST_IDS = 200


class GrammarField(forms.Field):
    """One value, or a comma list where that means “or”."""

    def __init__(self, *, grammar: Grammar, most: int, **options: Any) -> None:
        self.grammar, self.most = grammar, most
        super().__init__(**options)

    def to_python(self, value: str | None) -> Any:
        if value is None:
            return None
        try:
            return self._read(value)
        except Unreadable as error:
            raise ValidationError(str(error), params={"did_you_mean": error.did_you_mean}) from error

    def _read(self, value: str) -> Any:
        if self.most == 1:
            return self.grammar.read(value)
        parts = value.split(",")
        if len(parts) > self.most:
            message = f"There are {len(parts)} values; at most {self.most} are taken at once."
            raise Unreadable(message)
        return [self.grammar.read(part.strip()) for part in parts]


class Meets(Filter):
    """Keeps what meets a condition made from the one value given."""

    parent: "PublicationFilters"
    field_class = GrammarField
    has_twin = False
    most = 1

    def __init__(
        self, grammar: Grammar, condition: Callable[[Any], Q], *, says: str = "", exclude: bool = False
    ) -> None:
        self.grammar, self.condition, self.says = grammar, condition, says
        super().__init__(exclude=exclude, grammar=grammar, most=self.most)

    def filter(self, queryset: QuerySet[Publication], value: Any) -> QuerySet[Publication]:
        """The publications that meet the condition; all of them where nothing was asked."""
        return queryset if value is None else self.get_method(queryset)(self.where(value))

    def where(self, value: Any) -> Q:
        return self.condition(value)

    def twin(self) -> Self:
        """The same, turned round."""
        return type(self)(self.grammar, self.condition, says=f"None of these. {self.says}".strip(), exclude=True)


class Is(Meets):
    """Keeps what has one of the values in a column."""

    has_twin = True
    most = MOST_VALUES

    def __init__(self, grammar: Grammar, column: str, *, says: str = "", exclude: bool = False) -> None:
        self.column = column
        super().__init__(grammar, lambda values: Q(**{f"{column}__in": values}), says=says, exclude=exclude)

    def twin(self) -> Self:
        return type(self)(self.grammar, self.column, says=f"None of these. {self.says}".strip(), exclude=True)


class IsOneOfIds(Is):
    """Keeps the records named."""

    has_twin = False
    most = MOST_IDS


class Names(Is):
    """Keeps what has one of the values among its terms of this name."""

    def where(self, value: Any) -> Q:
        terms = self.parent.of_kind.term._default_manager.filter(name=self.column)  # noqa: SLF001  documented
        terms = terms.filter(value__in=value if isinstance(value, list) else [value])
        return Q(from_seq__in=(terms if self.parent.is_past else terms.filter(until_seq=None)).values("from_seq"))


class NamesInWords(Names):
    """The same for words that may hold a comma: one value, no list."""

    most = 1


def ends_after(start: str, end: str, lookup: str = "gte") -> Callable[[Any], Q]:
    """True on some day from this one on, as far as the bounds tell; an open end reaches everywhere."""
    return lambda day: Q(**{f"{end}__{lookup}": day}) | Q(**{end: None, f"{start}__isnull": False})


def starts_before(start: str, end: str, lookup: str = "lte") -> Callable[[Any], Q]:
    """True on some day up to this one, as far as the bounds tell; an open start reaches everywhere."""
    return lambda day: Q(**{f"{start}__{lookup}": day}) | Q(**{start: None, f"{end}__isnull": False})


class PublicationFilters(FilterSet):
    """What every resource can be filtered by. Unknown names are refused before a filter set is made."""

    ORDERINGS: ClassVar[Mapping[str, str]] = {}
    """Further orderings by name: the column, a day that may be empty."""
    SYNONYMS: ClassVar[Mapping[str, str]] = {
        "limit": "page_size",
        "per_page": "page_size",
        "size": "page_size",
        "count": "with_count",
        "page": "cursor",
        "offset": "cursor",
        "after_id": "cursor",
        "sort": "ordering",
        "order": "ordering",
        "order_by": "ordering",
        "ids": "id__in",
        "version": "as_of",
        "known_at": "as_of",
        "since": "issued_after",
        "updated_after": "issued_after",
        "modified_since": "issued_after",
        "withdrawn": "include",
        "query": "q",
        "search": "q",
        "text": "q",
        "words": "q",
    }
    """Plain words that people try, and what they are called here."""
    ELSEWHERE: ClassVar[Mapping[str, str]] = {}
    """What only another resource can be asked, and how."""

    id__in = IsOneOfIds(PUBLIC_ID, "public_id", says=f"These records, at most {MOST_IDS}.")
    issued_after = Meets(START, lambda start: Q(issued_at__gte=start), says="Issued on that day or later, UTC.")
    issued_before = Meets(END, lambda end: Q(issued_at__lt=end), says="Issued up to the end of that day, UTC.")

    def __init__(self, kind: Kind, data: Mapping[str, str]) -> None:
        self.of_kind = kind
        self.is_past = False
        # Only what is asked is copied and made into a form: a whole set costs as much as the query.
        declared = self.declared()
        self.base_filters = {name: declared[name] for name in data}
        super().__init__(dict(data), kind.publication.objects.none())

    @classmethod
    def declared(cls) -> dict[str, Meets]:
        """Every filter by its name."""
        return cast("dict[str, Meets]", getattr(cls, "base_filters"))  # noqa: B009  the stubs have it on instances only

    @classmethod
    def get_filters(cls) -> dict[str, Meets]:
        """The declared filters, each with its twin."""
        found = cast("dict[str, Meets]", super().get_filters())  # type: ignore[no-untyped-call]
        twins = {f"{name}{NOT}": declared.twin() for name, declared in found.items() if declared.has_twin}
        return {**found, **twins}

    def faults(self) -> list[Fault]:
        """What is wrong with the values given."""
        return [
            Fault("invalid-value", error.message, name, (error.params or {}).get("did_you_mean", ()))
            for name, errors in self.errors.as_data().items()
            for error in errors
        ]

    def narrow(self, queryset: QuerySet[Publication], *, is_past: bool) -> QuerySet[Publication]:
        """Apply what was asked; `is_past` where documents may be looked at that are no longer current."""
        self.is_past = is_past
        return cast("QuerySet[Publication]", self.filter_queryset(queryset))

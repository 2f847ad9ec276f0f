"""Strict filters: an allow list, each with one grammar; what many values share goes through the term table.

A resource declares a `PublicationFilters`, a FilterSet of django-filter; every `Is` and `Names` in it gets a twin
`…__not`. What is declared is read twice. The API's own views take the conditions and write the statement themselves:
a FilterSet made for each request costs as much as the query. Any other view has the FilterSet as one knows it:

    ClaimFilters(request.GET, ClaimPublication.objects.issued()).qs
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.expressions import RawSQL
from django_filters.filters import Filter
from django_filters.filterset import FilterSet

from newsroom.api.conditions import Condition, Sql, answering, has_any, has_term
from newsroom.api.grammar import END, LARGEST_NUMBER, PUBLIC_ID, START, Grammar, Unreadable
from newsroom.api.problems import Fault
from newsroom.api.statements import Query, in_names_of_tables
from newsroom.ledger.registry import kind_of_id, kinds

NOT = "__not"
MOST_VALUES = 50
MOST_IDS = 200


class ReadField(forms.Field):
    """A form's field for the values of a filter, read as the API reads them."""

    def __init__(self, of: "Meets", **options: Any) -> None:
        self.of = of
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.of.read(str(value))
        except Unreadable as error:
            raise ValidationError(str(error), code="invalid-value") from error


class Meets(Filter):
    """Keeps what meets a condition made from the one value given.

    beside: another filter that has to be given with it, and whose value the condition is made from as well.
    """

    has_twin = False
    comes_last = False
    """Drives a list only where no other filter does."""
    most = 1
    parent: Any

    def __init__(
        self, grammar: Grammar, condition: Callable[..., Condition], *, beside: str = "", says: str = ""
    ) -> None:
        super().__init__(label=says)  # type: ignore[no-untyped-call]
        self.grammar, self.condition, self.beside, self.says = grammar, condition, beside, says

    @property
    def field(self) -> ReadField:
        return ReadField(self, required=False, label=self.says, help_text=self.says)

    def filter(self, qs: Any, value: Any) -> Any:
        """The same for a queryset of publications."""
        if value is None:
            return qs
        besides = [self.parent.form.cleaned_data.get(self.beside)] if self.beside else []
        if None in besides:
            return qs
        kind = next(kind for kind in kinds() if kind.publication is qs.model)
        kept = in_names_of_tables(Query(kind, []), self.where(value, *besides).kept)
        if not kept.text:
            return qs
        return qs.filter(from_seq__in=RawSQL(_among(qs.model, kept.text), kept.params))  # noqa: S611  our own words

    def read(self, text: str) -> Any:
        """The value, or the values of a comma list where that means “or”. Raises `Unreadable`."""
        if self.most == 1:
            return self.grammar.read(text)
        parts = text.split(",")
        if len(parts) > self.most:
            message = f"There are {len(parts)} values; at most {self.most} are taken at once."
            raise Unreadable(message)
        return list(dict.fromkeys(self.grammar.read(part.strip()) for part in parts))

    def where(self, *values: Any) -> Condition:
        return self.condition(*map(self.in_names_of_today, values))

    def in_names_of_today(self, value: Any) -> Any:
        """Records that were merged since somebody noted their ids are found by those that answer for them."""
        if self.grammar.names_a_record and isinstance(value, list):
            return [answering(public_id, _table_of(public_id)) for public_id in value]
        return value


def _among(model: Any, condition: str) -> str:
    return f"SELECT p.from_seq FROM {model._meta.db_table} p WHERE {condition}"  # noqa: SLF001  documented


def _table_of(public_id: str) -> str:
    return str(kind_of_id(public_id).publication._meta.db_table)  # noqa: SLF001  documented


class Is(Meets):
    """Keeps what has one of the values in a column."""

    has_twin = True
    most = MOST_VALUES

    def __init__(self, grammar: Grammar, column: str, *, says: str = "") -> None:
        self.column = column
        super().__init__(grammar, partial(has_any, column), says=says)


class IsOneOfIds(Is):
    """Keeps the records named."""

    has_twin = False
    most = MOST_IDS

    def where(self, *values: Any) -> Condition:
        return Condition(self.condition(*values).kept)


class Names(Is):
    """Keeps what has one of the values among its terms of this name."""

    def __init__(self, grammar: Grammar, name: str, *, says: str = "") -> None:
        super().__init__(grammar, name, says=says)
        self.condition = partial(has_term, name)


class IsIn(Is):
    """Keeps what meets a condition made of the values together."""

    def __init__(self, grammar: Grammar, condition: Callable[[Any], Condition], *, says: str = "") -> None:
        super().__init__(grammar, "", says=says)
        self.condition = condition


class NamesInWords(Names):
    """The same for words that may hold a comma: one value, no list."""

    most = 1

    def where(self, *values: Any) -> Condition:
        return self.condition(list(values))


class IsNot(Is):
    """The twin of a filter: keeps the rest."""

    has_twin = False

    def __init__(self, twin: Is) -> None:
        super().__init__(twin.grammar, twin.column, says=f"None of these. {twin.says}".strip())
        self.most, self._twin = twin.most, twin

    def where(self, *values: Any) -> Condition:
        return self._twin.where(*values).negated()


_ENTRY = "(SELECT e.seq FROM ledger_entry e WHERE e.at >= %s ORDER BY e.at, e.seq LIMIT 1)"


def _issued_from(start: Any) -> Condition:
    """Numbers and moments rise together, so a moment is a number, and numbers are what lists are ordered by."""
    return Condition(Sql(f"p.from_seq >= {_ENTRY}", (start,)))


def _issued_before(end: Any) -> Condition:
    return Condition(Sql(f"p.from_seq < COALESCE({_ENTRY}, {LARGEST_NUMBER})", (end,)))


class PublicationFilters(FilterSet):
    """What every resource can be filtered by, the narrowest first: the first one asked for drives a list.

    Unknown names are refused before the values are read.
    """

    base_filters: ClassVar[Mapping[str, Meets]]
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
    issued_after = Meets(START, _issued_from, says="Issued on that day or later, UTC.")
    issued_before = Meets(END, _issued_before, says="Issued up to the end of that day, UTC.")

    @classmethod
    def get_filters(cls) -> dict[str, Meets]:
        """Every filter by its name, those with a twin once more; asked once for each class, when it is made."""
        inherited = super().get_filters()  # type: ignore[no-untyped-call]
        own = sorted(inherited.items(), key=lambda item: item[1].comes_last)
        return dict(own) | {f"{name}{NOT}": IsNot(each) for name, each in own if isinstance(each, Is) and each.has_twin}

    @classmethod
    def declared(cls) -> Mapping[str, Meets]:
        return cls.base_filters

    @classmethod
    def read(cls, given: Mapping[str, str]) -> tuple[list[Condition], list[Fault]]:
        """The conditions asked for, in the order in which they are declared, and what is wrong with the values."""
        declared = cls.declared()
        wanted = {name: each for name, each in declared.items() if name in given} if given else {}
        faults = list(cls._alone(wanted))
        values = {}
        for name, each in wanted.items():
            try:
                values[name] = each.read(given[name])
            except Unreadable as error:
                faults.append(Fault("invalid-value", str(error), name, error.did_you_mean))
        if faults:
            return [], faults
        besides = {name: [values[each.beside]] if each.beside else [] for name, each in wanted.items()}
        return [each.where(values[name], *besides[name]) for name, each in wanted.items()], []

    @classmethod
    def _alone(cls, wanted: Mapping[str, Meets]) -> Iterator[Fault]:
        """What is asked without that which it has to be asked with."""
        for name, each in wanted.items():
            if each.beside and each.beside not in wanted:
                message = f"“{name}” says nothing without “{each.beside}”; give both."
                yield Fault("invalid-value", message, name, (each.beside,))

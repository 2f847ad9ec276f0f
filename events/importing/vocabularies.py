"""A mapping against what the product knows: types of incidents, predicates, populations."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from events.importing.mapping_files import nearest
from events.importing.mappings import DataSetMapping
from events.models import Population, Predicate
from events.models.incidents import IncidentType
from events.models.vocabularies import ValueType
from sources.importing.records import RecordProblem


def with_types(mapping: DataSetMapping) -> DataSetMapping:
    """The mapping with the labels and codes of all types of incidents, where it names a column of types.

    The mapping's own words come first; a type that nobody defined is met by `check_vocabulary`.
    """
    if mapping.incident is None or not (mapping.incident.type.column or mapping.incident.type.value):
        return mapping
    cell = mapping.incident.type
    words = {**{label: code for code, label in IncidentType.choices}, **{code: code for code in IncidentType.values}}
    return replace(mapping, incident=replace(mapping.incident, type=replace(cell, words={**words, **cell.words})))


def check_vocabulary(mapping: DataSetMapping) -> None:
    """Raises `RecordProblem` naming the key and the nearest word that is known."""
    types = mapping.incident.type.words.values() if mapping.incident else ()
    _check("incident.type", types, IncidentType.values)
    counted = Predicate.objects.filter(value_type=ValueType.QUANTITY).values_list("code", flat=True)
    _check("figures.predicate", (figure.predicate for figure in mapping.figures), counted)
    told = Predicate.objects.filter(value_type=ValueType.TEXT).values_list("code", flat=True)
    _check("texts.predicate", (text.predicate for text in mapping.texts), told)
    populations = Population.objects.values_list("code", flat=True)
    _check("figures.population", _populations(mapping), populations)


def _populations(mapping: DataSetMapping) -> Iterator[str]:
    return (figure.population for figure in mapping.figures)


def _check(key: str, words: Iterable[str], known: Iterable[str]) -> None:
    codes = set(known)
    for word in words:
        if word not in codes:
            hint = f"Choose one of: {', '.join(sorted(codes))}."
            raise RecordProblem("unknown_value", f"{key}: “{word}” is not known here.{nearest(word, codes)}", hint=hint)

"""What the conflict screen shows: each place where two editors differ, in words and with the box to type in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from newsroom.ledger.posted_sheets import bare, own_boxes, parts_of
from newsroom.ledger.three_way import Difference, Fields, Merged, Outcome, Typed, Values

NOT_THERE = "not there"
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Shown:
    """One place: what stood there at the start, what they saved, what I typed, and where it is picked or typed."""

    name: str
    label: str
    start: str
    theirs: str
    mine: str
    boxes: list[Any]
    kept_anyway: str
    is_missed: bool

    @property
    def pick(self) -> str:
        return f"pick:{self.name}"


@dataclass(frozen=True, slots=True)
class Screen:
    """The differences of one post, by what becomes of them. `form` and `formsets` are bound to what is merged."""

    merged: Merged
    form: Any
    formsets: list[Any]
    missed: frozenset[str] = frozenset()

    def those(self, outcome: Outcome) -> list[Shown]:
        return [shown for found in self.merged.those(outcome) for shown in self._shown(found)]

    def _shown(self, found: Difference) -> Iterator[Shown]:
        form, title = self._form_of(found), self._title_of(found)
        is_contested = found.outcome is Outcome.CONTESTED
        if form is None or (found.place.field and form.fields[found.place.field].widget.is_hidden and not is_contested):
            return
        names = [found.place.field] if found.place.field else own_boxes(form)
        kept: dict[str, str] = getattr(form, "kept_anyway", dict)() if is_contested else {}
        yield Shown(
            name=found.place.name,
            label=" · ".join(part for part in (title, label_of(form, found.place.field)) if part),
            start=fields_words(form, found.start),
            theirs=fields_words(form, found.theirs),
            mine=fields_words(form, found.mine),
            boxes=self._boxes(found, form, names) if is_contested else [],
            kept_anyway=kept.get(found.place.field, ""),
            is_missed=found.place.name in self.missed,
        )

    def _boxes(self, found: Difference, form: Any, names: list[str]) -> list[Any]:
        """Where I may go on typing; none for a row that I have deleted."""
        if found.mine is None:
            return []
        return [form[name] for name in names if not form.fields[name].widget.is_hidden]

    def boxes_shown(self) -> set[str]:
        """The controls that stand on the screen, by name; everything else is carried along unseen."""
        shown = self.those(Outcome.CONTESTED)
        boxes = [box for found in shown for box in found.boxes]
        return {name for box in boxes for name in control_names(box.field.widget, box.html_name)}

    def _form_of(self, found: Difference) -> Any:
        place = found.place
        if not place.rows:
            return self.form
        formset = self._formset(place.rows)
        for number, row in enumerate(self.merged.typed.rows[place.rows]):
            if place.key in (row.key, row.was) and place.key:
                return formset.forms[number]
        return formset.empty_form

    def _formset(self, prefix: str) -> Any:
        return next(formset for formset in self.formsets if formset.prefix == prefix)

    def _title_of(self, found: Difference) -> str:
        if not found.place.rows:
            return ""
        formset = self._formset(found.place.rows)
        rows = [row for row in self.merged.typed.rows[found.place.rows] if row.key == found.place.key]
        said = fields_words(formset.empty_form, rows[0].fields if rows else found.theirs or found.mine)
        kind = capfirst(str(formset.model._meta.verbose_name))  # noqa: SLF001  Django's documented attribute
        return f"{kind} “{said[:60]}{'…' if len(said) > 60 else ''}”" if found.place.field else kind


def typed_words(typed: Typed, form: Any, formsets: list[Any]) -> list[tuple[str, str]]:
    """Everything that was typed, as (label, words), for somebody whose record is gone."""
    own = [(label_of(form, name), words_of(form, name, values)) for name, values in typed.fields.items()]
    below = [
        (str(formset.model._meta.verbose_name).capitalize(), fields_words(formset.empty_form, row.fields))  # noqa: SLF001
        for formset in formsets
        for row in typed.rows[formset.prefix]
    ]
    return [(label, words) for label, words in [*own, *below] if words != NOTHING]


def label_of(form: Any, name: str) -> str:
    return str(form[name].label) if name else ""


def fields_words(form: Any, fields: Fields | None) -> str:
    """One box, or a whole row in one line."""
    if fields is None:
        return NOT_THERE
    visible = {
        name: values for name, values in fields.items() if not form.fields[name].widget.is_hidden or len(fields) < 2
    }
    words = [words_of(form, name, values) for name, values in visible.items()]
    return " · ".join(said for said in words if said != NOTHING) or NOTHING


def words_of(form: Any, name: str, values: Values) -> str:
    """What an editor reads in a box, from what it posts."""
    box = form.fields[name]
    posted = [value for control in values.values() for value in control if value]
    if isinstance(bare(box.widget), forms.CheckboxInput):
        return "yes" if posted else "no"
    if isinstance(box, forms.ModelChoiceField):
        posted = _row_words(box, posted)
    elif hasattr(box.widget, "choices"):
        labels = {str(value): str(label) for value, label in _flat(bare(box.widget).choices)}
        posted = [labels.get(value, value) for value in posted]
    joint = " " if isinstance(bare(box.widget), forms.MultiWidget) else ", "
    return joint.join(posted) or NOTHING


def control_names(widget: Any, name: str) -> list[str]:
    box: Any = bare(widget)
    if isinstance(box, forms.MultiWidget):
        parts = parts_of(box)
        return [found for suffix, part in parts for found in control_names(part, name + suffix)]
    return [name]


def _row_words(box: Any, posted: list[str]) -> list[str]:
    try:
        rows = list(box.queryset.filter(**{f"{box.to_field_name or 'pk'}__in": posted}))
    except (ValueError, TypeError, ValidationError):
        return posted
    return [str(box.label_from_instance(row)) for row in rows]


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label

"""A form's boxes in the one form in which they can be compared: as a browser posts them.

Whatever a form is made of, what is stored and what was typed meet in the names and values of its controls.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import QueryDict

from newsroom.ledger.related_boxes import WORDS
from newsroom.ledger.three_way import Fields, Sheet, Typed, TypedRow, Values

WAS = "_was"


def sheet_of(form: Any, formsets: Iterable[Any]) -> Sheet:
    """What a form that nobody has touched would post."""
    rows = {
        formset.prefix: {
            str(row.instance.pk): _stored(row, own_boxes(formset.empty_form, formset)) for row in formset.initial_forms
        }
        for formset in formsets
    }
    return Sheet(_stored(form, own_boxes(form)), rows)


def typed_in(post: QueryDict, form: Any, formsets: Iterable[Any], start: Sheet) -> Typed:
    """What was posted. A box that was not posted at all was not changed; a new row left blank is none."""
    rows = {formset.prefix: list(_typed_rows(post, formset, start)) for formset in formsets}
    blank = {**_stored(form, own_boxes(form)), **start.fields}
    return Typed(_typed(post, form, own_boxes(form), blank), rows)


def as_post(typed: Typed, post: QueryDict, form: Any, formsets: Iterable[Any]) -> QueryDict:
    """The post that says what `typed` says; whatever else was posted stays as it was."""
    data = post.copy()
    _write(data, form, "", typed.fields)
    for formset in formsets:
        rows = typed.rows.get(formset.prefix, [])
        for name in [name for name in data if _is_of_row(name, formset.prefix)]:
            del data[name]
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{formset.prefix}-INITIAL_FORMS"] = str(sum(1 for row in rows if row.key))
        for number, row in enumerate(rows):
            _write_row(data, formset, f"{formset.prefix}-{number}-", row)
    return data


def own_boxes(form: Any, formset: Any = None) -> list[str]:
    """The names of the boxes that say something of the row; not its id, its parent, or the wish to delete it."""
    bookkeeping = {formset.fk.name, formset.model._meta.pk.name, "DELETE"} if formset else set()  # noqa: SLF001  documented
    return [name for name, box in form.fields.items() if name not in bookkeeping and not box.disabled]


def bare(widget: Any) -> Any:
    """The widget without the admin's buttons around it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def parts_of(widget: Any) -> list[tuple[str, Any]]:
    """The controls of a box that has several, each with what its name ends in."""
    return list(zip(widget.widgets_names, widget.widgets, strict=True))


def _stored(form: Any, names: list[str]) -> Fields:
    return {name: dict(_controls(form.fields[name].widget, name, form[name].value())) for name in names}


def _controls(widget: Any, name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    """Each control of a box with what it posts for a stored value."""
    widget = bare(widget)
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list | tuple) else widget.decompress(value) or []
        for (suffix, part), of_part in zip_longest(parts_of(widget), values):
            yield from _controls(part, name + suffix, of_part)
    elif isinstance(widget, forms.CheckboxInput):
        yield name, ["on"] if widget.check_test(value) else []
    else:
        yield name, _even(_formatted(widget, value))


def _formatted(widget: Any, value: Any) -> list[str]:
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return [str(part) for part in shown if part not in ("", None)] or ([] if _is_multiple(widget) else [""])
    return ["" if shown is None else str(shown)]


def _is_multiple(widget: Any) -> bool:
    return bool(getattr(widget, "allow_multiple_selected", False))


def _even(posted: list[str]) -> list[str]:
    return sorted(value.replace("\r\n", "\n").replace("\r", "\n") for value in posted)


def _typed(post: QueryDict, form: Any, names: list[str], otherwise: Fields) -> Fields:
    return {name: _typed_box(post, form, name, otherwise.get(name)) for name in names}


def _typed_box(post: QueryDict, form: Any, name: str, otherwise: Values | None) -> Values:
    widget, posted_as = form.fields[name].widget, form.add_prefix(name)
    if otherwise is not None and widget.value_omitted_from_data(post, {}, posted_as):
        return otherwise
    start = len(posted_as) - len(name)
    names = [control for control, _ in _controls(widget, posted_as, None)]
    return {control[start:]: _posted(post, bare(widget), control) for control in names}


def _posted(post: QueryDict, widget: Any, control: str) -> list[str]:
    values = _even(_chosen_or_typed(post, widget, control))
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if values else []
    return values if values or _is_multiple(widget) else [""]


def _chosen_or_typed(post: QueryDict, widget: Any, control: str) -> list[str]:
    """What was posted; the name of a row typed in full stands for the row."""
    if not post.get(f"{control}{WORDS}", "").strip():
        return post.getlist(control)
    meant = widget.value_from_datadict(post, {}, control)
    return [str(value) for value in (meant if isinstance(meant, list) else [meant])]


def _typed_rows(post: QueryDict, formset: Any, start: Sheet) -> Iterator[TypedRow]:
    blank_form = formset.empty_form
    boxes = own_boxes(blank_form, formset)
    blank = _stored(blank_form, boxes)
    stored = start.rows.get(formset.prefix, {})
    for number in range(_row_count(post, formset)):
        blank_form.prefix = formset.add_prefix(number)
        key = post.get(blank_form.add_prefix(formset.model._meta.pk.name), "")  # noqa: SLF001  Django's documented attribute
        fields = _typed(post, blank_form, boxes, stored.get(key, blank))
        is_deleted = bool(post.get(blank_form.add_prefix("DELETE")))
        if key or not (is_deleted or fields == blank):
            yield TypedRow(key, fields, is_deleted, post.get(blank_form.add_prefix(WAS), "") if not key else "")


def _row_count(post: QueryDict, formset: Any) -> int:
    told = post.get(f"{formset.prefix}-TOTAL_FORMS", "")
    count = int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else 0
    return min(count, int(formset.absolute_max))


def _is_of_row(name: str, prefix: str) -> bool:
    number, _, rest = name.removeprefix(f"{prefix}-").partition("-")
    return name.startswith(f"{prefix}-") and number.isdecimal() and bool(rest)


def _write(data: QueryDict, form: Any, prefix: str, fields: Mapping[str, Values]) -> None:
    for values in fields.values():
        for control, posted in values.items():
            name = f"{prefix}{control}" if prefix else form.add_prefix(control)
            data.setlist(name, posted)
            data.pop(f"{name}{WORDS}", None)
            if not posted:
                del data[name]


def _write_row(data: QueryDict, formset: Any, prefix: str, row: TypedRow) -> None:
    _write(data, None, prefix, row.fields)
    data[f"{prefix}{formset.model._meta.pk.name}"] = row.key  # noqa: SLF001  Django's documented attribute
    data[f"{prefix}{formset.fk.name}"] = str(formset.instance.pk or "")
    if row.is_deleted:
        data[f"{prefix}DELETE"] = "on"
    if row.was:
        data[f"{prefix}{WAS}"] = row.was

"""Boxes that name another row: it is found by typing, or added; it is changed and deleted on its own page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

WORDS = "-words"
"""After the name of a box: the words typed where nothing was chosen."""
_MOST_OFFERED = 5
_MOST_SEARCHED = 50
_LONGEST_KEY = 18  # digits; a longer number may not fit the column
_REFUSALS = ("invalid_choice", "invalid_pk_value")


class _FoundByTyping(AutocompleteMixin):
    """A select that a script makes a combobox. Without it the name is typed in full beside the select.

    Typed words stand for a row only if its name is just these words, or its id is; any others come
    back as they were typed, in quotation marks, with the names that would have fitted.
    """

    request: HttpRequest | None = None
    choices: Any

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = forms.Select.build_attrs(self, base_attrs, extra_attrs)  # type: ignore[arg-type]  # mixed into one
        options = self.field.model._meta  # noqa: SLF001  Django's documented attribute
        asked = {"app_label": options.app_label, "model_name": options.model_name, "field_name": self.field.name}
        return {
            **attrs,
            "class": f"{attrs.get('class', '')} related-box".strip(),
            "data-lookup": f"{reverse(self.url_name % self.admin_site.name)}?{urlencode(asked)}",
            "data-noun": str(self._target.verbose_name),
        }

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        keys = [one for one in value if one.isdecimal() and len(one) <= _LONGEST_KEY]
        return super().optgroups(name, keys, attr)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        values = value if isinstance(value, (list, tuple)) else [value]
        words = " ".join(str(one)[1:-1] for one in values if _is_words(one))
        select = super().render(name, value, {**(attrs or {}), "data-words": words}, renderer)  # type: ignore[misc]
        label = f"Another {self._target.verbose_name}: its name in full, or its id"
        box = '{}<noscript><input type="text" class="vTextField" name="{}" value="{}" dir="auto" aria-label="{}" '
        return format_html(f'{box}placeholder="{{}}"></noscript>', select, f"{name}{WORDS}", words, label, label)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)  # type: ignore[misc]  # a mixin
        words = (data.get(f"{name}{WORDS}") or "").strip()
        if not words:
            return chosen
        meant = self._meant(words)
        return [*chosen, meant] if self.allow_multiple_selected else meant  # type: ignore[attr-defined]  # a mixin

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}{WORDS}" not in data and super().value_omitted_from_data(data, files, name)  # type: ignore[misc]

    @property
    def media(self) -> forms.Media:
        script = forms.Script("newsroom/related_boxes.js", type="module")
        return forms.Media(js=[script], css={"all": ["newsroom/combobox.css"]})  # type: ignore[list-item]  # of Django 5.1

    @property
    def _target(self) -> Any:
        return self.field.remote_field.model._meta  # noqa: SLF001  Django's documented attribute

    def _meant(self, words: str) -> str:
        """The key of the row that is called so; else the words in quotation marks, and the field says why."""
        found = self._found(words)
        meant = [row for row in found if words in (str(row), *_ids(row))]
        if len(meant) == 1:
            return str(meant[0].pk)
        told = _told(words, [str(row) for row in found], [one for row in meant for one in _ids(row)[:1]])
        self.choices.field.error_messages |= dict.fromkeys(_REFUSALS, told.replace("%", "%%"))
        return f"“{words}”"

    def _found(self, words: str) -> list[Any]:
        """What the editor may see of the rows that these words find, or that have them as their id."""
        target = self.admin_site.get_model_admin(self.field.remote_field.model)
        if self.request is None or "\0" in words or not target.has_view_permission(self.request):
            return []
        rows = self.choices.queryset
        found, _ = target.get_search_results(self.request, rows, words)
        keys = set(found.values_list("pk", flat=True)[:_MOST_SEARCHED])
        for name in _id_names(rows.model):
            keys |= set(rows.filter(**{name: words}).values_list("pk", flat=True))
        return list(rows.filter(pk__in=keys))


class RelatedBox(_FoundByTyping, forms.Select):
    """One row."""


class RelatedBoxes(_FoundByTyping, forms.SelectMultiple):
    """Several rows; each typed name adds one."""


class FindOrAdd:
    """For a ModelAdmin or inline.

    `boxes_of` names further boxes, of other models, that are searched the same way; what
    `only_found` names has to be there already.
    """

    boxes_of: tuple[str, ...] = ()
    only_found: tuple[str, ...] = ()

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*super().get_autocomplete_fields(request), *self.boxes_of]  # type: ignore[misc]  # a mixin

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", self._box(RelatedBox, db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]  # a mixin

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", self._box(RelatedBoxes, db_field, request))
        return super().formfield_for_manytomany(db_field, request, **options)  # type: ignore[misc]  # a mixin

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        form_field = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]  # a mixin
        widget = getattr(form_field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget.can_add_related = widget.can_add_related and db_field.name not in self.only_found
        return form_field

    def box_of(self, db_field: Any, request: HttpRequest) -> Any:
        """The box in which a row that this field of another model points to is found or added."""
        return self.formfield_for_dbfield(db_field, request).widget

    def _box(self, kind: type[_FoundByTyping], db_field: Any, request: HttpRequest) -> _FoundByTyping:
        box = kind(db_field, self.admin_site)  # type: ignore[attr-defined]  # a mixin
        box.request = request
        return box


def _is_words(value: Any) -> bool:
    """True of what `_meant` gave back because it is the name of no row."""
    return isinstance(value, str) and value.startswith("“")


def _id_names(model: Any) -> list[str]:
    """The columns of words that belong to one row alone: a public id, a code."""
    columns = model._meta.concrete_fields  # noqa: SLF001  Django's documented attribute
    return [column.name for column in columns if column.unique and isinstance(column, models.CharField)]


def _ids(row: Any) -> list[str]:
    return [getattr(row, name) for name in _id_names(type(row))]


def _told(words: str, found: list[str], same: list[str]) -> str:
    """Why typed words stand for no row: `found` are the names that they find, `same` the ids of those called so."""
    if same:
        return f"{len(same)} entries are called “{words}”. Write the id of the one you mean: {', '.join(same)}."
    if not found:
        return f"Nothing here is called “{words}”. Look for another name of it, or add it."
    offered = ", ".join(f"“{name}”" for name in found[:_MOST_OFFERED])
    return f"Nothing here is called just “{words}”. There is {offered}. Choose one, or write its name in full."

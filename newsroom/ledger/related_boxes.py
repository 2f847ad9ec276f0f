"""Boxes that name another row: it is found by typing, or added; it is changed and deleted on its own page."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest


class FindOrAdd:
    """For a ModelAdmin or inline.

    `boxes_of` names further boxes, of other models, that are searched the same way; what
    `only_found` names has to be there already.
    """

    boxes_of: tuple[str, ...] = ()
    only_found: tuple[str, ...] = ()

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*super().get_autocomplete_fields(request), *self.boxes_of]  # type: ignore[misc]  # a mixin

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

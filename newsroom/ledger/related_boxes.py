"""Boxes that name another row: it is found by typing, looked at or added; changed and deleted on its own page."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest


class CalmBoxes:
    """For a ModelAdmin or inline: no button beside a box that changes or deletes what the box names."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        form_field = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]  # a mixin
        widget = getattr(form_field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = False
        return form_field

"""Admin pages of rows that nobody retypes: looked at, searched, linked to."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom.ledger.lists import SureList
from newsroom.ledger.panel import admin_path


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return SureList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def link_to(row: Model) -> SafeString:
    """A row's words with a link to its admin page."""
    return format_html('<a href="{}">{}</a>', admin_path(row), row)

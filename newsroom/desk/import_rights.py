"""Who may import, and take an import back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

IMPORT = "sources.add_importrun"


def may_import(request: HttpRequest) -> bool:
    return request.user.has_perm(IMPORT)


def check_right(request: HttpRequest) -> None:
    """Raises `PermissionDenied`."""
    if not may_import(request):
        raise PermissionDenied

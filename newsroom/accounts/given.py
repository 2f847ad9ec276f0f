"""Rights that somebody was given by name. A superuser has every right, but not these for being one."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q


def was_given(user: Any, right: str) -> bool:
    """True if the user has this right (`app.codename`) through a group or of his own."""
    if not (user.is_authenticated and user.is_active):
        return False
    app, _, codename = right.partition(".")
    rights = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return rights.filter(Q(group__user=user) | Q(user=user)).exists()

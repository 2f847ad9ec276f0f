"""The pages of an account look like the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse


def as_the_desk(request: HttpRequest) -> dict[str, Any]:
    """What the desk's frame shows, for the pages of the account, which are not the admin's."""
    if request.resolver_match is None or not request.path_info.startswith(reverse("accounts")):
        return {}
    return {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "next": _next(request)}


def _next(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""

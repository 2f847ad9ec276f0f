"""Nobody works at the desk without a second factor, unless the newsroom has switched that off."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def has_second_factor(user_id: int | None) -> bool:
    return bool(Authenticator.objects.filter(user=user_id, type=Authenticator.Type.TOTP).exists())


class SecondFactorMiddleware:
    """Sends those who have none to the page on which they set one up, before they see anything of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_wanting(request):
            return self.get_response(request)
        messages.warning(request, "Set up your second factor first: the desk is opened with a password and a code.")
        return redirect("mfa_activate_totp")

    def _is_wanting(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_SECOND_FACTOR or not request.path_info.startswith(reverse("admin:index")):
            return False
        if request.path_info == reverse("admin:logout") or not request.user.is_authenticated:
            return False
        return not has_second_factor(request.user.pk)

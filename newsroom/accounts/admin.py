"""Users, and where they are logged in. Who manages users does not thereby rise above them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.accounts.models import User

OWN_RIGHTS = ("is_active", "is_staff", "groups")
"""What nobody changes of his own account."""

FOR_SUPERUSERS = ("is_superuser", "user_permissions")
"""What only a superuser gives: rights beside those of the roles."""

for _model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(_model)


@admin.register(User)
class DeskUserAdmin(UserAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Django's own, but nobody gives himself rights, and only a superuser touches one."""

    actions = ["end_sessions", "reset_second_factor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = tuple(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return fixed
        return (*fixed, *FOR_SUPERUSERS, *(OWN_RIGHTS if obj == request.user else ()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    @admin.action(description="End all sessions of the selected users", permissions=["change"])
    def end_sessions(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in self._within_reach(request, users):
            end_sessions(UserSession.objects.filter(user=user))
            self.log_change(request, user, "All sessions ended.")
        self.message_user(request, "Their sessions are ended.", messages.SUCCESS)

    @admin.action(description="Reset the second factor of the selected users", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in self._within_reach(request, users):
            with transaction.atomic():
                Authenticator.objects.filter(user=user).delete()
                self.log_change(request, user, "Second factor reset.")
            end_sessions(UserSession.objects.filter(user=user))
        self.message_user(request, "They set up a new second factor when they log in next.", messages.SUCCESS)

    def _within_reach(self, request: HttpRequest, users: QuerySet[User]) -> list[User]:
        return [user for user in users if self.has_change_permission(request, user)]


@admin.register(UserSession)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Where users are logged in, to be ended by whoever manages users."""

    list_display = ["user", "created_at", "ip", "user_agent"]
    list_select_related = ["user"]
    search_fields = ["user__username", "ip"]
    fields = ["user", "created_at", "ip", "user_agent"]
    actions = ["end_selected"]

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return request.user.has_perm("accounts.change_user")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    @admin.action(description="End selected sessions", permissions=["view"])
    def end_selected(self, request: HttpRequest, sessions: QuerySet[UserSession]) -> None:
        end_sessions(sessions)
        self.message_user(request, "The sessions are ended.", messages.SUCCESS)


def end_sessions(sessions: QuerySet[UserSession]) -> None:
    for session in sessions:
        session.end()

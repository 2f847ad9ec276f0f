"""People who log in through the real form."""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.desk.roles import ensure_roles
from tests.factories import UserFactory

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def member(db):
    """A user with this role and a password."""
    ensure_roles()

    def join(role="Editor", *, with_code=False, **given):
        user = UserFactory(is_staff=True, **given)
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=role))
        if with_code:
            TOTP.activate(user, SECRET)
            RecoveryCodes.activate(user)
        return user

    return join


def log_in(client: Client, username: str, password: str = PASSWORD, **headers: Any):
    return client.post("/accounts/login/", {"login": username, "password": password}, **headers)


def code_now(secret: str = SECRET) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))

"""What the login of django-allauth does otherwise here: no sign-up, our own count of tries, sealed secrets."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from newsroom.accounts.recent import showed_himself_within
from newsroom.accounts.tries import COUNTED, MOST, address_of, remember_browser

WRONG = (
    f"Name and password do not fit, or were tried too often: after {MOST} tries wait "
    f"{COUNTED.seconds // 60} minutes. Capitals matter in the password."
)


class AccountAdapter(DefaultAccountAdapter):
    """One message for everything that can be wrong with a name and a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": "Too many wrong codes. Wait 15 minutes, then try again.",
        "incorrect_password": WRONG,
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: the count by name alone, which is the package's, would let anybody shut out anybody."""

    def is_reauthentication_required(self, *, app: str, **words: Any) -> bool:
        """Not right after logging in, so that a new member sets up the second factor in one go."""
        return bool(super().is_reauthentication_required(app=app, **words)) and not showed_himself_within(
            self.request, 5
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        remember_browser(response, user.get_username())
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are stored only encrypted, under keys made from `SECRET_KEY`."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "The newsroom asks for a second factor. Ask an administrator to reset yours "
        "if you have a new device.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()

    def can_delete_authenticator(self, _authenticator: Any) -> bool:
        return not settings.REQUIRE_SECOND_FACTOR


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"second factor\x00{secret}".encode()).digest())

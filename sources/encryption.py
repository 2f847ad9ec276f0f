"""Encrypted text columns: what is stored can be read only with a key kept outside the database."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class UnreadableIdentity(RuntimeError):
    """None of the keys in IDENTITY_KEYS opens this value; add the key it was written with."""


def _cipher() -> MultiFernet:
    if not settings.IDENTITY_KEYS:
        message = (
            "IDENTITY_KEYS is not set, so no confidential identity can be stored or read. Make a key with "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'` "
            "and keep it outside the database."
        )
        raise ImproperlyConfigured(message)
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # not subscriptable at run time
    """Text stored only encrypted (Fernet: AES-128-CBC with HMAC-SHA-256). Cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared and _cipher().encrypt(prepared.encode()).decode("ascii")

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        try:
            return _cipher().decrypt(value.encode("ascii")).decode()
        except InvalidToken as problem:
            raise UnreadableIdentity(str(UnreadableIdentity.__doc__)) from problem

"""The one way in: a name and a password, not more often than `newsroom.accounts.tries` allows."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from newsroom.accounts.models import User
from newsroom.accounts.tries import forget_tries, may_try


class GuardedBackend(ModelBackend):
    """Django's own, which also hashes where no such user is; one try too many fails like a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **words: Any
    ) -> User | None:
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **words)
        if not may_try(request, username):
            make_password(password)  # takes as long as looking at it would
            return None
        user = super().authenticate(request, username, password, **words)
        if user is not None:
            forget_tries(request, username)
        return user

"""The product's settings with a key, fast password hashing and nothing else changed."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("IDENTITY_KEYS", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC0=")

from newsroom.settings import *  # noqa: E402, F403  settings modules are inherited by wildcard

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""The product's settings with keys, fast password hashing and, on SQLite, a database in a file."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("IDENTITY_KEYS", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC0=")

from newsroom.settings import *  # noqa: F403  settings modules are inherited by wildcard
from newsroom.settings import DATABASES

REQUIRE_SECOND_FACTOR = False  # most tests are about something else
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
RECEIVED_DIR = str(Path(tempfile.gettempdir()) / f"newsroom-received-{os.getpid()}")
WHITENOISE_AUTOREFRESH = True  # no scan of every static file for each test client
if DATABASES["default"]["ENGINE"] == "newsroom.sqlite":
    # In memory, SQLite locks whole tables between the browser's requests, as it never does in a file.
    name = f"newsroom-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / name)}
    # Nobody needs this database tomorrow, and no test cuts the power.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

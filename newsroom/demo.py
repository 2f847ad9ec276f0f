"""The demo's own settings and people: a folder beside the project with a database and keys made on the spot."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

FOLDER = Path(__file__).resolve().parent.parent / ".demo"
PEOPLE = {"chief": "Chief", "editor": "Editor", "contributor": "Contributor", "reader": "Reader"}


def use_demo_settings() -> None:
    """Give the environment what the demo needs and nobody has set; call it before settings are read.

    The secrets are made once, kept in the folder, readable by their owner only.
    """
    static = FOLDER / "static"
    static.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("STATIC_ROOT", str(static))
    os.environ.setdefault("DEMO", "1")
    for name, value in _secrets().items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER / 'newsroom.sqlite3'}")


def password() -> str:
    """The password of every demo account, made once with the other secrets."""
    return _secrets()["DEMO_PASSWORD"]


def _secrets() -> dict[str, str]:
    path = FOLDER / "secrets.json"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "IDENTITY_KEYS": Fernet.generate_key().decode(),
            "DEMO_PASSWORD": secrets.token_urlsafe(9),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made), encoding="utf-8")
    return dict(json.loads(path.read_text(encoding="utf-8")))

"""What `check --deploy` says of settings that are right, and of those that are not."""

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

pytestmark = pytest.mark.own_database
RIGHT = {
    "SECRET_KEY": "a key of more than fifty characters, with many different ones: 0123456789",
    "IDENTITY_KEYS": Fernet.generate_key().decode(),
    "HTTPS": "1",
    "ALLOWED_HOSTS": "desk.example.org",
}

OF_THESE_TESTS = {"DEMO", "DEBUG", "NO_SECOND_FACTOR", "DJANGO_ALLOW_ASYNC_UNSAFE"}
"""What no server is started with. The last is set for the browser, which may have been in this process before."""


def checked(tmp_path, **changed):
    kept = {name: value for name, value in os.environ.items() if name not in OF_THESE_TESTS}
    given = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {**kept, **RIGHT, **given, **changed}
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603  our own


def test_the_settings_of_the_front_door_pass(tmp_path):
    answer = checked(tmp_path)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"NO_SECOND_FACTOR": "1"}, "W004"),
        ({"IDENTITY_KEYS": ""}, "W001"),
        ({"HTTPS": ""}, "W004"),
        ({"DEBUG": "1"}, "W018"),
    ],
)
def test_what_is_missing_is_named(tmp_path, changed, said):
    answer = checked(tmp_path, **changed)
    assert answer.returncode == 1
    assert said in answer.stderr

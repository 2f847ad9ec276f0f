"""The one place that time and chance come in through; tests replace these two functions."""

import base64
import datetime as dt
import secrets


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def random_bytes(count: int) -> bytes:
    """So many unpredictable bytes."""
    return secrets.token_bytes(count)


def new_public_id(prefix: str) -> str:
    """A public id such as `clm_` and 26 base32 characters of 128 random bits."""
    letters = base64.b32encode(random_bytes(16)).decode("ascii").rstrip("=").lower()
    return f"{prefix}_{letters}"

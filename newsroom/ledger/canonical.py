"""Canonical JSON and the hashes over it: same content, same bytes, on every engine."""

import hashlib
import json
from typing import Any, NoReturn


class NotCanonical(TypeError):
    """A value that has no canonical form: write a date as text, a fraction as a decimal string."""


def _refuse(value: object) -> NoReturn:
    message = f"{value!r} ({type(value).__name__}) has no canonical form; use text, whole numbers or null"
    raise NotCanonical(message)


def _has_float(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_float(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_has_float(part) for part in value)
    return isinstance(value, float)


def canonical_json(value: Any) -> str:
    """Sorted keys, no white space, real characters, whole numbers only; raises `NotCanonical`."""
    if _has_float(value):
        raise NotCanonical("A floating-point number has no canonical form; write it as a decimal string")
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_refuse)


def sha256(*parts: str) -> str:
    """The SHA-256 of the parts joined by NUL, which canonical text cannot contain, as hex."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

"""Sealing identities with the newest key. An old key can go once nothing is left under it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from sources.models import SourceIdentity
from sources.vault import PARTS

Sealed = dict[str, str]


@dataclass
class Rotation:
    """How many identities were sealed anew, and the public ids of the sources whose identity no key opens."""

    sealed: int = 0
    unreadable: list[str] = field(default_factory=list)


def rotate_identities(report: Callable[[], object] = lambda: None) -> Rotation:
    """Seal with the newest key whatever is not. Each identity by itself: to be interrupted and begun again at will."""
    done = Rotation()
    for key, public_id in list(_under_older_keys()):
        try:
            with transaction.atomic():
                _seal_anew(key)
        except InvalidToken:
            done.unreadable.append(public_id)
        else:
            done.sealed += 1
        report()
    return done


def count_under_older_keys() -> int:
    """How many identities the newest key alone does not open."""
    return sum(1 for _ in _under_older_keys())


def _under_older_keys() -> Iterator[tuple[int, str]]:
    newest = Fernet(settings.IDENTITY_KEYS[0])
    for row in _as_stored().values("pk", "source__public_id", *_STORED).iterator():
        if not all(_opens(newest, row[name]) for name in _STORED):
            yield row["pk"], row["source__public_id"]


_STORED = [f"stored_{name}" for name in PARTS]


def _as_stored() -> Any:
    """The rows with their parts as they lie in the database: sealed."""
    columns = {f"stored_{name}": Cast(name, TextField()) for name in PARTS}
    return SourceIdentity.objects.defer(*PARTS).order_by("pk").annotate(**columns)


def _opens(cipher: Fernet, token: str) -> bool:
    try:
        return not token or bool(cipher.decrypt(token.encode("ascii")))
    except InvalidToken:
        return False


def _seal_anew(key: int) -> None:
    cipher = MultiFernet([Fernet(secret) for secret in settings.IDENTITY_KEYS])
    SourceIdentity.objects.select_for_update().defer(*PARTS).get(pk=key)
    row = _as_stored().values(*_STORED).get(pk=key)
    tokens = {name: row[f"stored_{name}"] for name in PARTS}
    sealed = {name: cipher.rotate(token.encode("ascii")).decode("ascii") for name, token in tokens.items() if token}
    SourceIdentity.objects.filter(pk=key).update(
        **{name: Value(token, output_field=TextField()) for name, token in sealed.items()}
    )

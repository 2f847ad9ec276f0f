"""Recording, opening and changing who a confidential source is, and saying who may.

Nobody opens an identity by his role: it takes a grant that is in force, a purpose, and leaves a row in the log.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from newsroom.accounts.given import was_given
from newsroom.ledger import seam
from sources.models import IdentityGrant, IdentityReading, Source, SourceIdentity

RECORD = "sources.record_identity"
GRANT = "sources.grant_identity"
PARTS = ("real_name", "other_names", "contacts", "note")
LONGEST = dt.timedelta(days=366)


class NotGranted(PermissionError):
    """Nobody has allowed this user to open this identity, or not any more."""


class NotAllowed(ValueError):
    """What was asked is not possible; the message says why and how to mend it."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else has changed the identity since it was opened. Open it again and put in what is missing."""


def may_open_page(user: Any, source: Source) -> bool:
    """True for those who have something to do on the page of an identity."""
    return may_read(user, source) or was_given(user, GRANT) or was_given(user, RECORD)


def may_read(user: Any, source: Source) -> bool:
    if not user.is_active:
        return False
    return IdentityGrant.objects.live().filter(identity__source=source, holder=user).exists()


@transaction.atomic
def record_identity(source: Source, user: Any, parts: dict[str, str]) -> SourceIdentity:
    """Keep who a source is. Raises `NotAllowed` where one is recorded already, and for a source on the record."""
    stored = Source.objects.select_for_update().get(pk=source.pk)
    if not stored.is_confidential:
        raise NotAllowed("This source is on the record: it has no identity to keep apart from its name.")
    if SourceIdentity.objects.filter(source=stored).exists():
        raise NotAllowed("An identity is recorded already. Ask for a grant, open it and change it there.")
    identity = SourceIdentity.objects.create(source=stored, **_parts(parts))
    _note(identity, user, IdentityReading.Deed.RECORDED, "recorded")
    return identity


def open_identity(source: Source, user: Any, purpose: str) -> SourceIdentity:
    """Who the source is. The row in the log is there before anything is read. Raises `NotGranted`."""
    with transaction.atomic():
        sealed = SourceIdentity.objects.only("pk").get(source=source)
        _check(user, source)
        _note(sealed, user, IdentityReading.Deed.READ, purpose)
    return SourceIdentity.objects.get(pk=sealed.pk)


@transaction.atomic
def change_identity(source: Source, user: Any, parts: dict[str, str], version: int) -> None:
    """Change what was opened as this version. Raises `NotGranted` and `ChangedMeanwhile`."""
    _check(user, source)
    identities = SourceIdentity.objects.select_for_update().defer(*PARTS)
    identity = identities.get(source=source)
    if identity.version != version:
        raise ChangedMeanwhile(ChangedMeanwhile.__doc__)
    _note(identity, user, IdentityReading.Deed.CHANGED, "changed")
    for name, text in _parts(parts).items():
        setattr(identity, name, text)
    identity.version += 1
    identity.save()


@transaction.atomic
def grant(identity: SourceIdentity, holder: Any, until: dt.datetime, given_by: Any) -> IdentityGrant:
    """Allow a member of the desk to open an identity. Raises `NotGranted` and `NotAllowed`."""
    if not was_given(given_by, GRANT):
        raise NotGranted("Only a chief says who may open an identity.")
    if settings.FOUR_EYES and holder == given_by:
        raise NotAllowed("Four eyes: let another chief allow it to you.")
    if not seam.now() < until <= seam.now() + LONGEST:
        raise NotAllowed("Give a day from today on, at most a year ahead.")
    for older in IdentityGrant.objects.live().filter(identity=identity, holder=holder):
        end_grant(older, given_by)
    return IdentityGrant.objects.create(identity=identity, holder=holder, until=until, given_by=given_by)


def end_grant(given: IdentityGrant, ended_by: Any) -> None:
    """Take a grant back before its time. Raises `NotGranted`."""
    if not was_given(ended_by, GRANT):
        raise NotGranted("Only a chief takes back who may open an identity.")
    IdentityGrant.objects.filter(pk=given.pk, ended_at=None).update(ended_at=seam.now(), ended_by=ended_by)


def _check(user: Any, source: Source) -> None:
    if not may_read(user, source):
        raise NotGranted(NotGranted.__doc__)


def _note(identity: SourceIdentity, user: Any, deed: str, purpose: str) -> None:
    IdentityReading.objects.create(identity=identity, by=user, deed=deed, purpose=purpose)


def _parts(parts: dict[str, str]) -> dict[str, str]:
    return {name: parts.get(name, "") for name in PARTS}

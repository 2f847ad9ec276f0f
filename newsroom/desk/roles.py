"""Roles as data: what each may do, each containing the one before. Nobody is a member until somebody says so."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

LOOKED_AT = (
    "events.claim events.citation events.relay events.finding events.findingclaim events.incident "
    "events.incidentlink events.incidentparty events.population events.predicate events.question events.review "
    "events.export events.upstreamrow events.upstreamclaim sources.affiliation sources.article "
    "sources.articleversion sources.contribution sources.derivation "
    "sources.derivationjudgement sources.importitem sources.importrun sources.passage sources.place "
    "sources.placealias sources.source sources.sourcealias sources.sourceidentifier sources.topic "
    "ledger.merge ledger.split"
)
DRAFTED = (
    "events.claim events.citation events.relay events.incident events.incidentlink events.incidentparty "
    "sources.affiliation sources.article sources.contribution sources.derivation sources.derivationjudgement "
    "sources.place sources.placealias sources.source sources.sourcealias sources.sourceidentifier"
)
PARTS = (
    "events.citation events.relay events.incidentlink events.incidentparty sources.affiliation "
    "sources.contribution sources.placealias sources.sourcealias sources.sourceidentifier"
)
DROPPED = "events.claim events.incident sources.article sources.place sources.source"


def _may(acts: str, models: str) -> frozenset[str]:
    rows = (name.split(".") for name in models.split())
    return frozenset(f"{app}.{act}_{model}" for app, model in rows for act in acts.split())


READER = _may("view", LOOKED_AT)
CONTRIBUTOR = READER | _may("add change", DRAFTED) | _may("delete", PARTS) | _may("add", "events.question")
EDITOR = (
    CONTRIBUTOR
    | _may("add change", "events.finding events.findingclaim")
    | _may("delete", DROPPED)
    | _may("change", "events.review")
    | {"ledger.publish_record", "sources.record_identity"}
)
CHIEF = (
    EDITOR
    | _may("add", "sources.importrun")
    | {"ledger.withdraw_record", "ledger.merge_record", "sources.grant_identity"}
)
ADMINISTRATOR = _may("view add change", "accounts.user auth.group")

ROLES: dict[str, frozenset[str]] = {
    "Reader": READER,
    "Contributor": CONTRIBUTOR,
    "Editor": EDITOR,
    "Chief": CHIEF,
    "Administrator": ADMINISTRATOR,
}


@transaction.atomic
def ensure_roles() -> dict[str, int]:
    """Give every role exactly its rights, making the groups that are missing. Returns role → number of rights.

    Rights that an administrator added to one of these groups by hand are taken away again; put
    them into a group of another name. Raises `LookupError` naming rights that do not exist.
    """
    known = {
        f"{right.content_type.app_label}.{right.codename}": right
        for right in Permission.objects.select_related("content_type")
    }
    _refuse_unknown({name for names in ROLES.values() for name in names} - known.keys())
    for role, names in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([known[name] for name in names])
    return {role: len(names) for role, names in ROLES.items()}


def _refuse_unknown(names: Iterable[str]) -> None:
    if names:
        message = f"no such right: {', '.join(sorted(names))}; run migrate first"
        raise LookupError(message)

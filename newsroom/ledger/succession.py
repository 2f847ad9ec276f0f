"""Which record answers for one that was merged into another, in the ledger and in what is compared with it."""

import re
from collections.abc import Iterable, Mapping

from newsroom.ledger.models import Publication
from newsroom.ledger.registry import kinds

PUBLIC_ID = re.compile(r"[a-z]{3}_[a-z2-7]{26}")


def successors_of(public_ids: Iterable[str]) -> dict[str, str]:
    """For those of these records that were merged, the one that answers for them now, to the end of the chain."""
    wanted, found = set(public_ids), dict[str, str]()
    while wanted:
        steps = dict(_steps(wanted))
        found |= steps
        wanted = set(steps.values()) - found.keys()
    return {old: _end(old, found) for old in found}


def in_names_of_today(content: str) -> str:
    """A stored basis with the ids of merged records replaced by those that answer for them now."""
    successors = successors_of(PUBLIC_ID.findall(content))
    return PUBLIC_ID.sub(lambda found: successors.get(found[0], found[0]), content) if successors else content


def _steps(public_ids: set[str]) -> Iterable[tuple[str, str]]:
    for kind in kinds():
        own = [public_id for public_id in public_ids if public_id.startswith(f"{kind.prefix}_")]
        publications: type[Publication] = kind.publication
        merged = publications.objects.current().filter(public_id__in=own).exclude(successor="") if own else ()
        yield from ((row.public_id, row.successor) for row in merged)


def _end(public_id: str, steps: Mapping[str, str]) -> str:
    while public_id in steps:
        public_id = steps[public_id]
    return public_id

"""Which held article an entry is, by the strongest key it has: id at the outlet, address, path with the outlet.

An unknown outlet stands for any, so that an article keeps its identity when somebody names its outlet later.
"""

from dataclasses import dataclass

from sources.importing.evidence import LEAST_SHARED, shared_words, words_of
from sources.importing.holding import Held, Holdings, OutletKey, outlet_key
from sources.importing.preparing import Entry
from sources.importing.records import RecordProblem

_NAME_IT = "Say which report it is: give --outlet or --id."


@dataclass(frozen=True, slots=True)
class Match:
    """The article that an entry is; `is_by_path` where only the place of its file says so."""

    held: Held
    is_by_path: bool = False


def match(entry: Entry, holdings: Holdings) -> Match | None:
    """The article that this entry is, or null for a new one.

    Raises `RecordProblem` (conflict) where its keys belong to different articles, or one that they do belong
    to can hardly be meant.
    """
    by_id, by_address = _by_id(entry, holdings), _by_address(entry, holdings)
    if by_id and by_address and by_id is not by_address:
        message = f"its id is that of {_named(by_id)}, its address that of {_named(by_address)}"
        raise RecordProblem("conflict", message, hint="Correct the id or the address.")
    found = by_id or by_address
    return Match(found) if found else _by_path(entry, holdings)


def _by_id(entry: Entry, holdings: Holdings) -> Held | None:
    outlet = outlet_key(entry.outlet)
    having = [held for held in holdings.get("id", entry.record.external_id) if held.is_of(outlet)]
    certain = [held for held in having if _is_certainly_of(held, outlet)]
    if certain:
        return certain[0]  # the database holds no second
    found = _only(entry, [held for held in having if _lies_with(held, entry)] or having)
    if found and not (_may_be(entry, found) or found.has_text(entry.sha256)):
        if outlet is not None:
            return None
        message = f"it has the id of {_named(found)}, but hardly a word of its text"
        raise RecordProblem("conflict", message, hint="The id alone does not settle it: give --outlet.")
    return found


def _by_address(entry: Entry, holdings: Holdings) -> Held | None:
    found = next(iter(holdings.get("address", entry.address)), None)
    if found is None:
        return None
    if not found.is_of(outlet_key(entry.outlet)):
        message = f"its address is that of {_named(found)}, of the outlet {found.article.outlet}"
        raise RecordProblem("conflict", message, hint="Correct the address or the outlet.")
    if _differ(found.article.external_id, entry.record.external_id):
        message = f"its address is that of {_named(found)}, whose id is “{found.article.external_id}”"
        raise RecordProblem("conflict", message, hint="Correct the address or the id.")
    return found


def _by_path(entry: Entry, holdings: Holdings) -> Match | None:
    outlet = outlet_key(entry.outlet)
    there = [
        held
        for held in holdings.get("path", entry.path)
        if held.is_of(outlet)
        and not _differ(held.article.external_id, entry.record.external_id)
        and not _differ(held.article.canonical_url, entry.address)
    ]
    best = min((_distance(held, entry, outlet) for held in there), default=None)
    found = _only(entry, [held for held in there if _distance(held, entry, outlet) == best])
    if found is None:
        return None
    if _may_be(entry, found) or found.has_text(entry.sha256):
        return Match(found, is_by_path=True)
    if entry.has_own_key:
        return None
    message = (
        f"a file of this name in the folder “{found.article.import_root}” is {_named(found)}, "
        "and the two texts share hardly a word"
    )
    raise RecordProblem("conflict", message, hint=_NAME_IT)


def _only(entry: Entry, candidates: list[Held]) -> Held | None:
    """The one candidate; of several the one that has this very text. Raises `RecordProblem` (conflict)."""
    if len(candidates) <= 1:
        return next(iter(candidates), None)
    with_text = [held for held in candidates if held.has_text(entry.sha256)]
    if len(with_text) != 1:
        listed = " or ".join(_named(held) for held in candidates[:3])
        raise RecordProblem("conflict", f"it may be {listed}", hint=_NAME_IT)
    return with_text[0]


def _distance(held: Held, entry: Entry, outlet: OutletKey) -> tuple[bool, bool]:
    return not _lies_with(held, entry), not _is_certainly_of(held, outlet)


def _may_be(entry: Entry, held: Held) -> bool:
    """False where nothing but a weak key joins them: other folder or none, no outlet, hardly a common word."""
    if not (entry.sha256 and held.newest):
        return True
    if entry.root and (_lies_with(held, entry) or _is_certainly_of(held, outlet_key(entry.outlet))):
        return True
    return shared_words(held.words or frozenset(), words_of(entry.record.text)) >= LEAST_SHARED


def _lies_with(held: Held, entry: Entry) -> bool:
    return held.article.import_root == entry.root


def _is_certainly_of(held: Held, outlet: OutletKey) -> bool:
    return outlet is not None and held.outlet == outlet


def _differ(first: str, second: str) -> bool:
    return bool(first and second and first != second)


def _named(held: Held) -> str:
    article = held.article
    place = f"{article.import_root}/{article.import_path}" if article.import_path else article.public_id
    return f"“{article.headline}” ({place})"

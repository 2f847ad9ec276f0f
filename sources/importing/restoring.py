"""Bringing an article back to what it said before an import that is undone. Works on the rows in memory.

What the versions that remain say counts first; what none of them says goes back to what stood there before the
import, as the history has it. What anybody has changed since stays.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sources.addresses import canonical_address
from sources.importing.filling import Changes, follow_versions
from sources.importing.holding import Held
from sources.importing.projecting import COLUMNS, NOTES, Projection, project

_TIME = ("published_on", "published_at", "published_precision", "published_zone", "zone_assumed")
_OUTLET = ("outlet_id",)
_SINGLE = (*COLUMNS, *NOTES, "pub_status", "embargoed_until")
_UNITS = (
    ("headline", "headline_is_proposed"),
    _TIME,
    _OUTLET,
    *((name,) for name in _SINGLE if name not in ("headline", "canonical_url")),
)
"""Columns that are brought back together or not at all; the canonical address follows the address."""

Columns = Mapping[str, Any]


def restore(held: Held, removed: Collection[int], earlier: Columns | None, written: Columns | None) -> Changes:
    """Take back what versions and an import have put into the article; `held` has all versions, also these.

    `earlier` is the article's row of history before the import, `written` the last one that is by it; null where
    it changed no column. Bylines and topics that only the removed versions gave are emptied.
    """
    remaining = [version for version in held.versions if version.pk not in removed]
    before, after = project(held.versions), project(remaining)
    changes = follow_versions(held, before, _differing(held, before, after)) if removed else Changes()
    if earlier and written:
        skipped = {_OUTLET} if _is_overtaken(held, removed) else set()
        changes.columns += _go_back(held, after, earlier, written, skipped)
    _empty(held, before, after, changes)
    return changes


def _is_overtaken(held: Held, removed: Collection[int]) -> bool:
    """True if a version that stays came after these: it was found at the outlet that they named."""
    newest = max((version.number for version in held.versions if version.pk in removed), default=held.next_number)
    return any(version.number > newest for version in held.versions)


def _differing(held: Held, before: Projection, after: Projection) -> Projection:
    """What is said otherwise, of that which still is as the versions had it: what the desk has set or cleared stays."""
    article = held.article
    columns = {
        name: value for name, value in after.columns.items() if value != before.columns[name] == getattr(article, name)
    }
    if "headline" in after.columns and not _keeps_headline(held, before, after):
        columns["headline"] = after.columns["headline"]
    return replace(
        after,
        columns=columns,
        published=after.published if article.published == before.published else None,
        bylines=after.bylines if held.bylines == before.bylines else [],
        topics=after.topics if held.topics == before.topics else [],
        proposed_headline="" if _keeps_headline(held, before, after) else after.proposed_headline,
    )


def _keeps_headline(held: Held, before: Projection, after: Projection) -> bool:
    """True if the versions call for no other headline, or the desk has one of its own."""
    given, proposed = before.columns.get("headline"), before.proposed_headline
    is_said_alike = (given, proposed) == (after.columns.get("headline"), after.proposed_headline)
    return is_said_alike or held.article.headline not in (given, proposed)


def _go_back(
    held: Held, after: Projection, earlier: Columns, written: Columns, skipped: Collection[tuple[str, ...]]
) -> Iterator[str]:
    """Put back what the import had changed, nobody has changed since, and no remaining version says."""
    article = held.article
    for unit in _UNITS:
        is_said = any(name in after.columns for name in unit) or (unit is _TIME and after.published is not None)
        is_untouched = all(getattr(article, name) == written[name] for name in unit)
        changed = [name for name in unit if written[name] != earlier[name]]
        if is_said or not is_untouched or unit in skipped:
            continue
        for name in changed:
            setattr(article, name, earlier[name])
            yield name.removesuffix("_id") if unit is _OUTLET else name
        if "url" in changed:
            article.canonical_url = canonical_address(article.url) if article.url else ""
            yield "canonical_url"


def _empty(held: Held, before: Projection, after: Projection, changes: Changes) -> None:
    if before.bylines and not after.bylines and held.bylines == before.bylines:
        changes.drops_bylines = True
    if before.topics and not after.topics and held.topics == before.topics:
        changes.topics = []

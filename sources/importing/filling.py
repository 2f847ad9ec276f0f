"""Filling what an article lacks from an item that knows it. A stored value is never changed or cleared.

Only what the item itself says is taken: what the software would read out of the text (a dateline, a wire
credit) was proposed when that text came in, and an editor may have removed it since.
"""

from typing import Any

from sources.importing.holding import Held
from sources.importing.preparing import Entry
from sources.importing.proposals import read_dateline
from sources.models import Contribution

_PUBLISHED = ("published_on", "published_at", "published_precision", "published_zone", "zone_assumed")


def fill(held: Held, entry: Entry) -> list[str]:
    """Fills the empty columns of the article in memory; returns their names.

    The publication time only of an article with this one version: that of a later one is not the article's.
    """
    filled = [name for name, value in _said(entry).items() if _set_empty(held, name, value)]
    filled += _fill_headline(held, entry)
    is_only_version = len(held.versions) == 1 and held.has_text(entry.sha256)
    if is_only_version and entry.record.published and not held.article.published:
        held.article.published = entry.record.published
        filled += _PUBLISHED
    return filled


def missing_bylines(held: Held, entry: Entry) -> list[Contribution]:
    """The bylines of the item if the article has none at all."""
    if any(role == Contribution.Role.BYLINE for role, _name in held.credits):
        return []
    return [
        _credit(held, Contribution(role=Contribution.Role.BYLINE, name=name, position=position))
        for position, name in enumerate(entry.record.bylines)
    ]


def missing_credits(held: Held, entry: Entry) -> list[Contribution]:
    """The wire credits that the item's text proposes and the article has not got."""
    role = Contribution.Role.CONTRIBUTING_AGENCY
    return [
        _credit(
            held,
            Contribution(
                role=role,
                name=credit.agency,
                source=source,
                credit_text=credit.credit_text,
                is_proposed=True,
                position=position,
            ),
        )
        for position, (credit, source) in enumerate(entry.credits)
        if (role, credit.agency) not in held.credits
    ]


def _said(entry: Entry) -> dict[str, Any]:
    record = entry.record
    return {
        "outlet": entry.outlet,
        "external_id": record.external_id,
        "url": record.url,
        "canonical_url": entry.address,
        "language": record.language,
        "dateline": "" if record.dateline == read_dateline(record.text) else record.dateline,
    }


def _set_empty(held: Held, name: str, value: Any) -> bool:
    is_empty = not getattr(held.article, name)
    if is_empty and value:
        setattr(held.article, name, value)
    return bool(is_empty and value)


def _fill_headline(held: Held, entry: Entry) -> list[str]:
    article, record = held.article, entry.record
    if not article.headline_is_proposed or record.headline_is_proposed:
        return []
    article.headline, article.headline_is_proposed = record.headline, False
    return ["headline", "headline_is_proposed"]


def _credit(held: Held, contribution: Contribution) -> Contribution:
    contribution.article = held.article
    held.credits.add((contribution.role, contribution.name))
    return contribution

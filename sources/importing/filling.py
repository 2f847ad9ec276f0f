"""What an item changes of the article that it belongs to, besides its text. Works on the rows in memory.

A stored value that somebody set at the desk is never changed, a blank one of the item never clears anything.
"""

from dataclasses import dataclass, field
from typing import Any

from sources.importing.holding import Held
from sources.importing.preparing import Entry
from sources.importing.projecting import Projection
from sources.importing.proposals import read_dateline
from sources.models import Article, Contribution
from sources.models.articles import PubStatus

_PUBLISHED = ("published_on", "published_at", "published_precision", "published_zone", "zone_assumed")
BYLINE = Contribution.Role.BYLINE


@dataclass(slots=True)
class Changes:
    """`columns` of the article that changed, `topics` it shall have (null: as before), `added` credits.

    `drops_bylines`: those stored are replaced by the ones added.
    """

    columns: list[str] = field(default_factory=list)
    added: list[Contribution] = field(default_factory=list)
    topics: list[str] | None = None
    drops_bylines: bool = False

    def __bool__(self) -> bool:
        return bool(self.columns or self.added or self.topics is not None)

    def in_words(self) -> str:
        """Which fields changed: “byline, headline”; "" where none did."""
        said = {"published" if name in _PUBLISHED else name for name in self.columns}
        said -= {"canonical_url", "headline_is_proposed"}
        said |= {"byline" for made in self.added if made.role == BYLINE}
        return ", ".join(sorted(said | ({"topics"} if self.topics is not None else set())))


def follow_versions(held: Held, before: Projection, after: Projection) -> Changes:
    """Bring the article up to what its versions say now; what says something else than `before` is the desk's."""
    changes = Changes([*_follow_columns(held.article, before, after), *_follow_time(held.article, before, after)])
    changes.columns += _follow_headline(held.article, before, after)
    if after.topics and held.topics != after.topics and held.topics in ([], before.topics):
        changes.topics = held.topics = list(after.topics)
    if after.bylines and held.bylines != after.bylines and held.bylines in ([], before.bylines):
        changes.drops_bylines = bool(held.bylines)
        held.credits = [made for made in held.credits if made[0] != BYLINE]
        changes.added += [_byline(held, name, at) for at, name in enumerate(after.bylines)]
    return changes


def fill(held: Held, entry: Entry) -> Changes:
    """Fill what the article lacks from an item whose text is known.

    Only what the item itself says is taken: what the software would read out of the text (a dateline, a wire
    credit) was proposed when that text came in, and an editor may have removed it since. The publication time
    only of an article with this one version: that of a later one is not the article's.
    """
    changes = Changes([name for name, value in _said(entry).items() if _set_empty(held, name, value)])
    changes.columns += _fill_headline(held, entry)
    is_only_version = len(held.versions) == 1 and held.has_text(entry.sha256)
    published = entry.record.first_published or entry.record.published
    if is_only_version and published and not held.article.published:
        held.article.published = published
        changes.columns += _PUBLISHED
    if not held.bylines:
        changes.added = [_byline(held, name, at) for at, name in enumerate(entry.record.bylines)]
    return changes


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


def _follow_columns(article: Article, before: Projection, after: Projection) -> list[str]:
    return [
        name
        for name, value in after.columns.items()
        if name != "headline" and _may_follow(article, name, before, value) and _set(article, name, value)
    ]


def _may_follow(article: Article, name: str, before: Projection, value: Any) -> bool:
    stored = getattr(article, name)
    if name == "pub_status":  # a kill counts whatever the desk has set
        return bool(value == PubStatus.CANCELED or stored == before.columns.get(name, PubStatus.USABLE))
    return not stored or bool(stored == before.columns.get(name))


def _follow_time(article: Article, before: Projection, after: Projection) -> tuple[str, ...]:
    if after.published is None or article.published == after.published:
        return ()
    if article.published not in (None, before.published):
        return ()
    article.published = after.published
    return _PUBLISHED


def _follow_headline(article: Article, before: Projection, after: Projection) -> list[str]:
    given = after.columns.get("headline", "")
    if article.headline_is_proposed:
        headline, is_proposed = given or after.proposed_headline, not given
    elif given and article.headline == before.columns.get("headline"):
        headline, is_proposed = given, False
    else:
        return []
    changed = _set(article, "headline", headline or article.headline)
    return ["headline"] * changed + ["headline_is_proposed"] * _set(article, "headline_is_proposed", is_proposed)


def _said(entry: Entry) -> dict[str, Any]:
    record = entry.record
    return {
        "outlet": entry.outlet,
        **{name: getattr(record, name) for name in ("external_id", "url", "language", "rights", "public_notice")},
        "canonical_url": entry.address,
        "dateline": "" if record.dateline == read_dateline(record.text) else record.dateline,
    }


def _set_empty(held: Held, name: str, value: Any) -> bool:
    """Sets it unless it is set, or an editor cleared what came with a version."""
    was_cleared = any(version.received.get(name) == value for version in held.versions)
    if getattr(held.article, name) or not value or was_cleared:
        return False
    return _set(held.article, name, value)


def _set(article: Article, name: str, value: Any) -> bool:
    if getattr(article, name) == value:
        return False
    setattr(article, name, value)
    return True


def _fill_headline(held: Held, entry: Entry) -> list[str]:
    article, record = held.article, entry.record
    if not article.headline_is_proposed or record.headline_is_proposed or not record.headline:
        return []
    article.headline, article.headline_is_proposed = record.headline, False
    return ["headline", "headline_is_proposed"]


def _byline(held: Held, name: str, position: int) -> Contribution:
    return _credit(held, Contribution(role=BYLINE, name=name, position=position))


def _credit(held: Held, contribution: Contribution) -> Contribution:
    contribution.article = held.article
    held.credits.append((contribution.role, contribution.name))
    return contribution

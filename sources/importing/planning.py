"""What becomes of each item of a batch: decided in their order, in memory; nothing is written here."""

from dataclasses import dataclass, field

from sources.importing.filling import fill, missing_bylines, missing_credits
from sources.importing.holding import Held, Holdings, Index, outlet_key
from sources.importing.matching import match
from sources.importing.outcomes import Outcome, OutcomeName
from sources.importing.preparing import Entry, Prepared, Refusal
from sources.importing.records import RecordProblem
from sources.models import Article, ArticleVersion, Contribution
from sources.models.texts import ArticleEvent
from sources.publication_times import PublicationTime
from sources.text import clip

_DETAILS = frozenset(["canonical_url", "headline_is_proposed"])


@dataclass(slots=True)
class Plan:
    """What one item leads to. Without an article nothing is stored but the report of a refusal.

    `version` is a new one, except where only empty columns (`filled`) of the article are.
    """

    outcome: Outcome
    article: Article | None = None
    version: ArticleVersion | None = None
    contributions: list[Contribution] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    def forget_text(self) -> None:
        """Let go of what is only needed to store it."""
        if self.version:
            self.version.text = ""


def plan_batch(prepared: Prepared, planned: Index) -> list[Plan]:
    """One plan an item. Reads the database with at most eight queries, whatever their number.

    `planned` takes in the articles that would be stored or changed.
    """
    holdings = Holdings([entry for entry in prepared if isinstance(entry, Entry)], planned)
    return [_plan(each, holdings) for each in prepared]


def _plan(each: Entry | Refusal, holdings: Holdings) -> Plan:
    if isinstance(each, Refusal):
        return Plan(Outcome.refused(each.name, each.raw_sha256, each.problem))
    try:
        return _plan_entry(each, holdings)
    except RecordProblem as problem:
        return Plan(Outcome.refused(each.name, each.raw_sha256, problem))


def _plan_entry(entry: Entry, holdings: Holdings) -> Plan:
    found = match(entry, holdings)
    if found and found.held.has_text(entry.sha256):
        is_elsewhere = found.is_by_path and found.held.article.import_root != entry.root
        return _duplicate(entry, found.held) if is_elsewhere else _keep(entry, found.held, holdings)
    with_text = holdings.get("text", entry.sha256)
    if with_text:
        return _duplicate(entry, with_text[0])
    return _change(entry, found.held, holdings) if found else _create(entry, holdings)


def _duplicate(entry: Entry, held: Held) -> Plan:
    message = f"the same text as “{clip(held.article.headline)}” ({_place(held.article)})"
    return Plan(_outcome(entry, "duplicate", reason="same_text", message=message))


def _keep(entry: Entry, held: Held, holdings: Holdings) -> Plan:
    columns, bylines = fill(held, entry), missing_bylines(held, entry)
    if not (columns or bylines):
        return Plan(_unchanged(entry, held))
    holdings.planned.add(held)
    outcome = _outcome(entry, "filled", message=_said_filled(columns, bylines))
    return Plan(outcome, held.article, held.newest, bylines, columns)


def _unchanged(entry: Entry, held: Held) -> Outcome:
    newest = held.newest
    if newest and newest.sha256 != entry.sha256:
        message = f"the text of an older version; the newest is version {newest.number}"
        return _outcome(entry, "unchanged", reason="older_version", message=message)
    return _outcome(entry, "unchanged")


def _change(entry: Entry, held: Held, holdings: Holdings) -> Plan:
    version = _version(entry, held)
    note = _late(version, held.newest)
    held.versions.append(version)
    columns, bylines = fill(held, entry), missing_bylines(held, entry)
    holdings.planned.add(held)
    message = f"version {version.number}" + (f"; {_said_filled(columns, bylines)}" if columns or bylines else "")
    outcome = _outcome(entry, "new_version", message=message, note=note)
    return Plan(outcome, held.article, version, bylines + missing_credits(held, entry), columns)


def _create(entry: Entry, holdings: Holdings) -> Plan:
    record = entry.record
    is_path_free = not any(
        held.outlet == outlet_key(entry.outlet) and held.article.import_root == entry.root
        for held in holdings.get("path", entry.path)
    )
    article = Article(
        outlet=entry.outlet,
        headline=record.headline or clip(" ".join(record.text.split())),
        headline_is_proposed=record.headline_is_proposed,
        url=record.url,
        canonical_url=entry.address,
        external_id=record.external_id,
        import_root=entry.root if is_path_free else "",
        import_path=entry.path if is_path_free else "",
        dateline=record.dateline,
        language=record.language,
    )
    article.published = record.published
    held = Held(article)
    held.versions.append(_version(entry, held))
    contributions = missing_bylines(held, entry) + missing_credits(held, entry)
    holdings.planned.add(held)
    return Plan(_outcome(entry, "created"), article, held.newest, contributions)


def _version(entry: Entry, held: Held) -> ArticleVersion:
    record, newest = entry.record, held.newest
    version = ArticleVersion(
        article=held.article,
        number=newest.number + 1 if newest else 1,
        event=ArticleEvent.UPDATE if newest else ArticleEvent.FIRST,
        headline="" if record.headline_is_proposed else record.headline,
        text=record.text,
        sha256=entry.sha256,
        raw_sha256=entry.raw_sha256,
    )
    version.published = record.published
    return version


def _late(version: ArticleVersion, newest: ArticleVersion | None) -> str:
    published, before = version.published, newest and newest.published
    if not (newest and published and before) or not _is_before(published, before):
        return ""
    return (
        f"published {published.on}, before version {newest.number} of {before.on}; "
        f"it came later and is version {version.number}"
    )


def _is_before(first: PublicationTime, second: PublicationTime) -> bool:
    """By the moments where both are known, else by the days as printed."""
    return first.at < second.at if first.at and second.at else first.on < second.on


def _outcome(entry: Entry, outcome: OutcomeName, *, reason: str = "", message: str = "", note: str = "") -> Outcome:
    return Outcome(entry.name, outcome, entry.raw_sha256, reason, message=message, note=note)


def _said_filled(columns: list[str], bylines: list[Contribution]) -> str:
    said = {"published" if name.startswith(("published", "zone")) else name for name in columns} - _DETAILS
    return "filled: " + ", ".join(sorted(said | ({"byline"} if bylines else set())))


def _place(article: Article) -> str:
    return f"{article.import_root}/{article.import_path}" if article.import_path else article.public_id

"""What becomes of each item of a batch: decided in their order, in memory; nothing is written here."""

from dataclasses import dataclass, field

from sources.importing.filling import Changes, fill, follow_versions, missing_credits
from sources.importing.holding import Held, Holdings, Index, outlet_key
from sources.importing.matching import Match, match
from sources.importing.outcomes import Outcome, OutcomeName
from sources.importing.preparing import Entry, Prepared, Refusal, Repeated
from sources.importing.projecting import project, received_of
from sources.importing.records import ClaimRecord, RecordProblem
from sources.models import Article, ArticleVersion
from sources.text import clip

FEWEST_WORDS = 8
"""So many words, word for word under two identities, are one report."""


@dataclass(slots=True)
class Plan:
    """What one item leads to. Without an article nothing is stored but the report of a refusal.

    `version` is a new one, except where only something beside the text changes. `claims` are those that the
    item gives of the article.
    """

    outcome: Outcome
    article: Article | None = None
    version: ArticleVersion | None = None
    changes: Changes = field(default_factory=Changes)
    claims: tuple[ClaimRecord, ...] = ()

    def forget_text(self) -> None:
        """Let go of what is only needed to store it."""
        if self.version:
            self.version.text = ""


def plan_batch(prepared: Prepared, planned: Index) -> list[Plan]:
    """One plan an item. Reads the database with at most nine queries, whatever their number.

    `planned` takes in the articles that would be stored or changed.
    """
    holdings = Holdings([entry for entry in prepared if isinstance(entry, Entry)], planned)
    return [_plan(each, holdings) for each in prepared]


def _plan(each: Entry | Refusal | Repeated, holdings: Holdings) -> Plan:
    if isinstance(each, Repeated):
        return Plan(Outcome(each.name, "unchanged", each.raw_sha256))
    if isinstance(each, Refusal):
        return Plan(Outcome.refused(each.name, each.raw_sha256, each.problem))
    try:
        return _plan_entry(each, holdings)
    except RecordProblem as problem:
        return Plan(Outcome.refused(each.name, each.raw_sha256, problem))


def _plan_entry(entry: Entry, holdings: Holdings) -> Plan:
    found = match(entry, holdings)
    if found and _is_known(entry, found):
        is_elsewhere = found.is_by_path and found.held.article.import_root != entry.root
        return _duplicate(entry, found.held) if is_elsewhere else _keep(entry, found.held, holdings)
    same = [held for held in holdings.get("text", entry.sha256) if not _prints_it_too(entry, held)]
    if same and (found is None or found.is_by_path) and not _says_little(entry):
        return _duplicate(entry, same[0])
    return _change(entry, found.held, holdings) if found else _create(entry, holdings)


def _is_known(entry: Entry, found: Match) -> bool:
    """True if nothing new is said. Raises `RecordProblem` (conflict) for one version with two texts."""
    held, record = found.held, entry.record
    numbered = held.numbered(record.version)
    if numbered:
        if numbered.sha256 != entry.sha256:
            message = f"version {record.version} of “{clip(held.article.headline)}” is held with another text"
            raise RecordProblem("conflict", message, hint="Ask the outlet which is right, or give it a new version.")
        return True
    if record.version is not None:
        return False
    if entry.is_notice:
        return any(version.event == record.event and version.sha256 == entry.sha256 for version in held.versions)
    if record.published is None:
        return held.has_text(entry.sha256)
    return held.had_text_at(entry.sha256, entry.order_key)


def _prints_it_too(entry: Entry, held: Held) -> bool:
    """True for the same text at another outlet: a second report, whose derivation is proposed."""
    both_known = entry.outlet is not None and held.article.outlet is not None
    return both_known and held.outlet != outlet_key(entry.outlet)


def _says_little(entry: Entry) -> bool:
    """True for a report of its own with so few words that another may have them too: “Live updates”."""
    return entry.has_own_key and len(entry.record.text.split(maxsplit=FEWEST_WORDS)) < FEWEST_WORDS


def _duplicate(entry: Entry, held: Held) -> Plan:
    message = f"the same text as “{clip(held.article.headline)}” ({_place(held.article)})"
    return Plan(_outcome(entry, "duplicate", reason="same_text", message=message))


def _keep(entry: Entry, held: Held, holdings: Holdings) -> Plan:
    changes = fill(held, entry)
    if not changes:
        return Plan(_unchanged(entry, held), held.article, _version_of(entry, held), claims=entry.record.claims)
    holdings.planned.add(held)
    outcome = _outcome(entry, "filled", message=f"filled: {changes.in_words()}")
    return Plan(outcome, held.article, _version_of(entry, held), changes, entry.record.claims)


def _version_of(entry: Entry, held: Held) -> ArticleVersion | None:
    """The version that holds the item's text."""
    return next((version for version in reversed(held.versions) if version.sha256 == entry.sha256), held.newest)


def _unchanged(entry: Entry, held: Held) -> Outcome:
    newest = held.newest
    if newest and entry.sha256 and newest.sha256 != entry.sha256:
        message = f"the text of an older version; the newest is version {newest.number}"
        return _outcome(entry, "unchanged", reason="older_version", message=message)
    return _outcome(entry, "unchanged")


def _change(entry: Entry, held: Held, holdings: Holdings) -> Plan:
    before = project(held.versions)
    newest, version = held.newest, _version(entry, held)
    held.add(version)
    changes = follow_versions(held, before, project(held.versions))
    changes.added += missing_credits(held, entry)
    if held.article.outlet is None and entry.outlet:
        held.article.outlet = entry.outlet
        changes.columns.append("outlet")
    holdings.planned.add(held)
    changed = changes.in_words()
    message = f"version {version.number}" + (f"; changed: {changed}" if changed else "")
    outcome = _outcome(entry, "new_version", message=message, note=_late(version, newest, held))
    return Plan(outcome, held.article, version, changes, entry.record.claims)


def _create(entry: Entry, holdings: Holdings) -> Plan:
    is_path_free = not any(
        held.outlet == outlet_key(entry.outlet) and held.article.import_root == entry.root
        for held in holdings.get("path", entry.path)
    )
    article = Article(
        outlet=entry.outlet,
        headline=_first_headline(entry),
        headline_is_proposed=True,
        import_root=entry.root if is_path_free else "",
        import_path=entry.path if is_path_free else "",
    )
    held = Held(article)
    before = project([])
    held.add(_version(entry, held))
    changes = follow_versions(held, before, project(held.versions))
    changes.added += missing_credits(held, entry)
    holdings.planned.add(held)
    return Plan(_outcome(entry, "created"), article, held.versions[0], changes, entry.record.claims)


def _first_headline(entry: Entry) -> str:
    """Something to call the article by until a text or an editor names it."""
    record = entry.record
    lead = clip(" ".join(record.text.split()))
    return record.headline or lead or f"{record.event or 'report'}: {record.external_id or entry.address or entry.path}"


def _version(entry: Entry, held: Held) -> ArticleVersion:
    record = entry.record
    version = ArticleVersion(
        article=held.article,
        number=held.next_number,
        upstream_version=record.version,
        order_key=entry.order_key,
        event=record.event,
        headline="" if record.headline_is_proposed else record.headline,
        text=record.text,
        sha256=entry.sha256,
        raw_sha256=entry.raw_sha256,
        received=received_of(entry),
        note="\n".join(record.notes),
    )
    version.published = record.published
    return version


def _late(version: ArticleVersion, newest: ArticleVersion | None, held: Held) -> str:
    if newest is None or held.newest is not newest or not version.sha256:
        return ""
    return f"it came late: the newest text stays version {newest.number}, and this one stands before it"


def _outcome(entry: Entry, outcome: OutcomeName, *, reason: str = "", message: str = "", note: str = "") -> Outcome:
    said = " ".join(filter(None, [note, *entry.record.notes]))
    return Outcome(entry.name, outcome, entry.raw_sha256, reason, message=message, note=said)


def _place(article: Article) -> str:
    return f"{article.import_root}/{article.import_path}" if article.import_path else article.public_id

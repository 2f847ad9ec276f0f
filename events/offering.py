"""Offer the claims that a text may hold: computed from its words, marked with what was decided about each.

Nothing here is a fact, and nothing is stored by looking: `keep_suggestions` keeps what was offered, for the report
on how good the rules are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from events.models import KeptSuggestion, MachineReading, SuggestionDecision
from events.suggesting.content import content_of, key_of
from events.suggesting.engines import Engine, engine_named
from events.suggesting.suggestions import Dateline, Suggestion
from sources.models import Article, ArticleVersion


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion, the key by which a decision about it is recorded, and the decision that stands, if any."""

    key: str
    suggestion: Suggestion
    decision: SuggestionDecision | None = None

    @property
    def is_decided(self) -> bool:
        return self.decision is not None


def suggestions_for(version: ArticleVersion, engine: Engine | None = None) -> list[Offer]:
    """The suggestions for a text, in the order of its words, each with the decision that stands.

    Offsets count code points of `version.text`. One query; the reading itself takes some milliseconds a page.
    """
    decided = _standing_decisions(version)
    return [Offer(key, one, decided.get(key)) for key, one in _keyed(version, engine or configured_engine()).items()]


def keep_suggestions(version: ArticleVersion, engine: Engine | None = None) -> MachineReading:
    """Keep what the engine suggests for a text, once for every version of the engine; again changes nothing."""
    engine = engine or configured_engine()
    with transaction.atomic():
        reading, is_new = MachineReading.objects.get_or_create(version=version, engine=engine.version)
        if is_new:
            KeptSuggestion.objects.bulk_create(_kept(reading, _keyed(version, engine).items()), batch_size=500)
    return reading


def unread_versions(engine: Engine) -> "QuerySet[Article, int]":
    """The keys of the newest texts of articles that this version of the engine has not read, in order of arrival."""
    newest = ArticleVersion.objects.with_text().newest_first().filter(article=OuterRef("pk")).values("pk")[:1]
    read = MachineReading.objects.filter(version=OuterRef("newest"), engine=engine.version)
    articles = Article.objects.annotate(newest=Subquery(newest)).exclude(newest=None)
    return articles.exclude(Exists(read)).order_by("pk").values_list("newest", flat=True)


def configured_engine() -> Engine:
    """The engine that the newsroom has chosen. Raises `UnknownEngine`."""
    return engine_named(settings.SUGGESTING_ENGINE)


def dateline_of(version: ArticleVersion) -> Dateline:
    """Where and when the report was written, as far as it says."""
    article = version.article
    printed = article.dateline.partition(",")[0].partition("(")[0].strip()
    place = article.dateline_place.name if article.dateline_place else printed
    return Dateline(place, version.published_on or article.published_on)


def _keyed(version: ArticleVersion, engine: Engine) -> dict[str, Suggestion]:
    """By their keys; none for a text that says it is not English, whose words mean something else."""
    found: dict[str, Suggestion] = {}
    if version.article.language.partition("-")[0].lower() not in ("", "en"):
        return found
    for suggestion in engine.suggest(version.text, dateline_of(version)):
        found.setdefault(key_of(suggestion), suggestion)
    return found


def _standing_decisions(version: ArticleVersion) -> dict[str, SuggestionDecision]:
    newest = {
        decision.suggestion.key: decision
        for decision in SuggestionDecision.objects.of_version(version).select_related("suggestion", "claim", "by")
    }
    return {key: decision for key, decision in newest.items() if decision.stands}


def _kept(reading: MachineReading, keyed: Iterable[tuple[str, Suggestion]]) -> list[KeptSuggestion]:
    return [
        KeptSuggestion(
            reading=reading,
            key=key,
            start=one.passage.start,
            end=one.passage.end,
            measure=one.measure,
            rule=one.rule,
            tier=one.tier,
            content=content_of(one),
        )
        for key, one in keyed
    ]

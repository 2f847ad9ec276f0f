"""What an editor changed of a suggestion, found by comparing it with the claim that he saved.

Only what the suggestion said is compared: a field that it left empty was completed, not changed.
"""

from collections.abc import Callable, Iterator
from typing import Any

from events.models import Citation, Claim
from events.models.claims import Rendering
from events.suggesting.content import Content
from sources.models import ArticleVersion, Source
from sources.names import fold


def edited_fields(content: Content, claim: Claim, version: ArticleVersion) -> list[str]:
    """The names of what differs, in a fixed order; empty where the suggestion was taken as it was."""
    citation = claim.citations.filter(passage__version=version).select_related("passage", "article__outlet").last()
    on_claim = [name for name, differs in _ON_CLAIM.items() if differs(content, claim)]
    if citation is None:
        return ["words", *on_claim]
    return [*(name for name, differs in _ON_CITATION.items() if differs(content, citation)), *on_claim]


def _words(content: Content, citation: Citation) -> bool:
    passage = citation.passage
    stands_at = (passage.start, passage.end) if passage else None
    return stands_at != (content["passage"]["start"], content["passage"]["end"])


def _rendering(content: Content, citation: Citation) -> bool:
    return bool(citation.rendering != content["attribution"]["rendering"])


def _verb(content: Content, citation: Citation) -> bool:
    verb = content["attribution"]["verb"]
    return bool(verb) and citation.verb_text != verb["exact"]


def _speaker(content: Content, citation: Citation) -> bool:
    claim, speaker = citation.claim, content["attribution"]["speaker"]
    if speaker is None:
        is_narrative = content["attribution"]["rendering"] == Rendering.NARRATIVE
        return is_narrative and claim.said_by != citation.article.outlet
    printed = {_bare(span["exact"]) for name, span in speaker.items() if span and name != "title"}
    return printed.isdisjoint(_names(claim.said_by)) and printed.isdisjoint(_names(claim.speaks_for))


def _names(source: Source | None) -> Iterator[str]:
    if source is not None:
        yield from map(_bare, [source.name, *source.aliases.values_list("name", flat=True)])


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ")


def _measure(content: Content, claim: Claim) -> bool:
    return claim.question is None or claim.question.predicate_id != content["measure"]


def _population(content: Content, claim: Claim) -> bool:
    suggested = (content["figure"] or {}).get("population")
    return bool(suggested) and claim.question is not None and claim.question.population_id != suggested


def _figure(content: Content, claim: Claim) -> bool:
    if not content["figure"]:
        return False
    said = content["figure"]["quantity"]
    stated = (claim.quantity_kind, claim.quantity_n, claim.quantity_n2, claim.quantity_word)
    return stated != (said["kind"], said.get("n"), said.get("n2"), said.get("word", ""))


def _statement(content: Content, claim: Claim) -> bool:
    return bool(content["statement"]) and claim.value_text != content["statement"]["exact"]


def _medium(content: Content, claim: Claim) -> bool:
    return content["attribution"]["medium"] not in ("unknown", claim.medium)


def _polarity(content: Content, claim: Claim) -> bool:
    return bool(claim.polarity != content["polarity"])


def _certainty(content: Content, claim: Claim) -> bool:
    return bool(claim.certainty != content["certainty"])


_ON_CITATION: dict[str, Callable[[Any, Citation], bool]] = {
    "words": _words,
    "rendering": _rendering,
    "verb": _verb,
    "speaker": _speaker,
}
_ON_CLAIM: dict[str, Callable[[Any, Claim], bool]] = {
    "measure": _measure,
    "population": _population,
    "figure": _figure,
    "statement": _statement,
    "polarity": _polarity,
    "certainty": _certainty,
    "medium": _medium,
}

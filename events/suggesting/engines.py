"""The engines that suggest claims, by the name a newsroom gives in its settings."""

from typing import Protocol

from events.suggesting.engine import suggest
from events.suggesting.named_entities import NamedEntities
from events.suggesting.spacy_pipeline import EngineMissing, load_pipeline
from events.suggesting.suggestions import ENGINE, Dateline, Suggestion

__all__ = ["Engine", "EngineMissing", "Rules", "UnknownEngine", "engine_named"]

RULES, SPACY = "rules", "spacy:"


class Engine(Protocol):
    """Reads one text. The same words give the same suggestions as long as `version` is the same."""

    @property
    def version(self) -> str:
        """Engine and rules, at most 100 characters; every suggestion names it."""

    def suggest(self, text: str, dateline: Dateline) -> list[Suggestion]:
        """The suggestions for one report, in the order of its words; every span is exact."""


class UnknownEngine(ValueError):
    """No engine has this name; the message lists those that there are."""


class Rules:
    """The engine that is always there."""

    version = ENGINE

    def suggest(self, text: str, dateline: Dateline) -> list[Suggestion]:
        return suggest(text, dateline)


def engine_named(name: str) -> Engine:
    """The engine of a name. Raises `UnknownEngine`, and `EngineMissing` for one that is not installed."""
    if name == RULES:
        return Rules()
    if name.startswith(SPACY):
        pipeline = load_pipeline(name.removeprefix(SPACY))
        return NamedEntities(pipeline)
    message = f"There is no engine “{name}”. Choose “{RULES}”, or “{SPACY}” and the name of an installed model."
    raise UnknownEngine(message)

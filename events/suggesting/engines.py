"""The engines that suggest claims, by the name a newsroom gives in its settings."""

from typing import Protocol

from events.suggesting.engine import suggest
from events.suggesting.suggestions import ENGINE, Dateline, Suggestion

RULES = "rules"


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
    """The engine of a name. Raises `UnknownEngine`."""
    if name == RULES:
        return Rules()
    message = f"There is no engine “{name}”. Choose “{RULES}”."
    raise UnknownEngine(message)

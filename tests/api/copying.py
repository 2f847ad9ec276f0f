"""A copy of everything public, kept by `/changes/` alone, as somebody elsewhere keeps one."""

from dataclasses import dataclass, field
from typing import Any

from tests.api.asking import ask

PLURALS = ("articles", "sources", "incidents", "questions", "claims")
ENDINGS = {"withdrawn", "taken_down", "merged", "erased"}


@dataclass
class Copy:
    """`issued` is what lists show, `withdrawn` what they show besides with `include=withdrawn`; by kind and id."""

    since: int = 0
    issued: dict[tuple[str, str], Any] = field(default_factory=dict)
    withdrawn: dict[tuple[str, str], Any] = field(default_factory=dict)

    def catch_up(self, limit: int = 100, **params: Any) -> "Copy":
        """Apply what is new, as the guide says."""
        page = ask("/api/v1/changes/", since=self.since, limit=limit, **params)
        while True:
            for change in page["results"]:
                self.apply(change)
            if page["next"] is None:
                return self
            page = ask(page["next"])

    def apply(self, change: Any) -> None:
        assert change["seq"] == self.since + 1, "a gap"
        self.since = change["seq"]
        key = (f"{change['kind']}s", change["id"])
        self.issued.pop(key, None)
        self.withdrawn.pop(key, None)
        if change["op"] not in ENDINGS and change["document"]:
            self.issued[key] = change["document"]
        elif change["op"] == "withdrawn" and change["document"]:
            self.withdrawn[key] = change["document"]


def listed(**params: Any) -> dict[tuple[str, str], Any]:
    """Everything that the lists show, all pages of them."""
    found: dict[tuple[str, str], Any] = {}
    for plural in PLURALS:
        page = ask(f"/api/v1/{plural}/", page_size=3, **params)
        while True:
            found |= {(plural, each["id"]): each for each in page["results"]}
            if page["next"] is None:
                break
            page = ask(page["next"])
    return found

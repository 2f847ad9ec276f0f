"""The closed lists that documents and filters use, with their labels. Apps name theirs in a module of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices
from django.db.models.enums import ChoicesType


@dataclass(frozen=True)
class Vocabulary:
    """One closed list: choices, or rows of a table with code, label and whatever else a word of it has."""

    name: str
    says: str
    words: type[Choices] | Callable[[], Iterable[dict[str, Any]]]

    def rows(self) -> list[dict[str, Any]]:
        if isinstance(self.words, ChoicesType):
            return [{"code": code, "label": str(label)} for code, label in self.words.choices if code]
        return list(self.words())

"""What a planted leak is, and the ways of putting one into the product for a while."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.utils.module_loading import import_string

from sources.models import Source, SourceIdentity

Instead = Callable[..., Any]


@dataclass(frozen=True)
class Leak:
    """One plausible mistake. `asked` finds requests that would show it; `comes_first`: before anything is issued.

    It is planted where sources of one level of disclosure are.
    """

    name: str
    asked: str
    plant: Callable[[], AbstractContextManager[Any]]
    comes_first: bool = False
    level: str = "background"


def real_names() -> str:
    return " and ".join(SourceIdentity.objects.order_by("pk").values_list("real_name", flat=True))


def signs() -> str:
    """A part of the names that every format writes in a way of its own."""
    return real_names().split()[1]


def name_of(source: Source) -> str:
    """The real name of a confidential source; what it is called, of any other."""
    identity = SourceIdentity.objects.filter(source=source.pk).first()
    return identity.real_name if identity else source.name


def order_of_names() -> dict[int, str]:
    return {each.source_id: each.real_name for each in SourceIdentity.objects.order_by("pk")}


@contextmanager
def wrapped(place: str, around: Callable[..., Any]) -> Iterator[None]:
    """`around(original, …)` is called in the place of a function or method of the product."""
    owner, _, name = place.rpartition(".")
    with patch.object(found(owner), name, _calling(around, getattr(found(owner), name))):
        yield


def wraps(place: str, around: Callable[..., Any]) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: wrapped(place, around)


def instead(place: str, value: Any) -> Callable[[], AbstractContextManager[Any]]:
    """Another value stands in the place of a name of the product."""
    return lambda: patch(place, value)


def found(path: str) -> Any:
    """A module, or what stands in one."""
    try:
        return __import__(path, fromlist=["_"])
    except ModuleNotFoundError:
        return import_string(path)


def _calling(around: Callable[..., Any], original: Callable[..., Any]) -> Instead:
    def called(*args: Any, **options: Any) -> Any:
        return around(original, *args, **options)

    return called

"""What waits for somebody: the queues of the desk's first page, each a link to the list that it counts."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from events.models import Claim, Finding, Incident, Review
from newsroom.desk.conflicts import SEES_IT, contested
from newsroom.desk.worklists import in_review, last_saved, to_read
from newsroom.ledger.lists import drafts_of
from sources.models import Article, Derivation, ImportRun, Source

WORKED_ON = (Article, Claim, Incident, Source)
"""The records that people draft and send for review."""


@dataclass(frozen=True)
class Line:
    """One list of a queue: what its rows are called, how many wait there, since when the first, how many are new."""

    name: str
    path: str
    count: int
    oldest: dt.datetime | None
    fresh: int


@dataclass(frozen=True)
class Queue:
    """Lists of one kind of work; `hint` says what comes in here, and where nothing waits that it is empty."""

    name: str
    hint: str
    lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def fresh(self) -> int:
        return sum(line.fresh for line in self.lines)

    @property
    def oldest(self) -> dt.datetime | None:
        return min((line.oldest for line in self.lines if line.oldest), default=None)

    @property
    def shown(self) -> list[Line]:
        """The lists in which something waits; of an empty queue the first, so that it can be opened too."""
        return [line for line in self.lines if line.count] or self.lines[:1]


def queues_of(request: HttpRequest, since: dt.datetime | None) -> list[Queue]:
    """Those that this person may open, in the order of a working day. One query for each of their lists."""
    asked = Asked(request, since)
    made = (Queue(name, hint, list(lines(asked))) for name, hint, lines in QUEUES)
    return [queue for queue in made if queue.lines]


@dataclass(frozen=True)
class Asked:
    """For whom, and since when something is new to him."""

    request: HttpRequest
    since: dt.datetime | None

    def line(self, path: str, rows: QuerySet[Any], at: Any) -> Line:
        asked: dict[str, Any] = {"count": Count("pk"), "oldest": Min("waits_from")}
        if self.since:
            asked["fresh"] = Count("pk", filter=Q(waits_from__gt=self.since))
        found = {"fresh": 0, **rows.order_by().annotate(waits_from=at).aggregate(**asked)}
        options = rows.model._meta  # noqa: SLF001  Django's documented attribute
        name = options.verbose_name if found["count"] == 1 else options.verbose_name_plural
        return Line(str(name), path, **found)

    def listed(self, model: type[Model], query: str, rows: QuerySet[Any], at: Any) -> Iterator[Line]:
        """The line of a list of the admin, for whoever may see it."""
        options = model._meta  # noqa: SLF001  Django's documented attribute
        if self.request.user.has_perm(f"{options.app_label}.view_{options.model_name}"):
            path = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
            yield self.line(f"{path}?{query}", rows, at)


def _to_read(asked: Asked) -> Iterator[Line]:
    return asked.listed(Article, "read=no", to_read(Article.objects.all()), F("created_at"))


def _drafts(asked: Asked) -> Iterator[Line]:
    for model in WORKED_ON:
        rows: Any = model._default_manager.all()  # noqa: SLF001  Django's documented attribute
        if asked.request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):  # noqa: SLF001  same
            yield from asked.listed(model, "mine=drafts", drafts_of(rows, asked.request.user), F("created_at"))


def _for_review(asked: Asked) -> Iterator[Line]:
    for model in WORKED_ON:
        rows: Any = model._default_manager.all()  # noqa: SLF001  Django's documented attribute
        yield from asked.listed(model, "state__exact=in_review", in_review(rows), last_saved(model))


def _conflicts(asked: Asked) -> Iterator[Line]:
    if asked.request.user.has_perm(SEES_IT):
        yield asked.line(reverse("admin:desk_conflicts"), contested(), F("issued_at"))


def _reviews(asked: Asked) -> Iterator[Line]:
    return asked.listed(Review, "state=open", Review.objects.open(), F("opened_at"))


def _imports(asked: Asked) -> Iterator[Line]:
    return asked.listed(ImportRun, "errors=waiting", ImportRun.objects.with_errors(), F("started_at"))


def _derivations(asked: Asked) -> Iterator[Line]:
    return asked.listed(Derivation, "judgement=none", Derivation.objects.unjudged(), F("article__created_at"))


def _signatures(asked: Asked) -> Iterator[Line]:
    if settings.FOUR_EYES:
        yield from asked.listed(Finding, "signature=waiting", Finding.objects.waiting(), F("signed_at"))


QUEUES: list[tuple[str, str, Callable[[Asked], Iterator[Line]]]] = [
    ("To read", "Reports with a text in which nothing is recorded yet.", _to_read),
    ("My drafts", "What you made and neither sent for review nor published.", _drafts),
    ("For review", "Sent by somebody to be looked at and published.", _for_review),
    ("Conflicts", "Questions whose public answers cannot all be right.", _conflicts),
    ("Changed passages", "Claims, findings and exports under which a report was changed or withdrawn.", _reviews),
    ("Imports with errors", "Runs of the last 30 days that refused something or broke off.", _imports),
    ("Derivations to judge", "Reports that may be copied from others: proposed, nobody has judged.", _derivations),
    ("Second signatures", "Findings that one person has signed and that take two.", _signatures),
]

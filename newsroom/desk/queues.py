"""What waits for somebody, and where work begins: the links at the top of the desk's first page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from events.models import Review
from newsroom.desk.conflicts import conflict_count
from newsroom.desk.import_rights import may_import


@dataclass(frozen=True)
class Queue:
    """A link of the first page, its count in brackets where it counts something."""

    name: str
    path: str
    count: int | None = None


def queues_of(request: HttpRequest) -> list[Queue]:
    """Those that this person may open."""
    return list(_queues(request))


def _queues(request: HttpRequest) -> Iterator[Queue]:
    conflicts = conflict_count(request)
    if conflicts is not None:
        yield Queue("Conflicts", reverse("admin:desk_conflicts"), conflicts)
    if request.user.has_perm("events.view_review"):
        yield Queue("Reviews", f"{reverse('admin:events_review_changelist')}?state=open", Review.objects.open().count())
    if may_import(request):
        yield Queue("Import articles", reverse("admin:desk_import"))

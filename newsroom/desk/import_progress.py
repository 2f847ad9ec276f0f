"""How far a large import is: a page that works by reloading, and the same as JSON for the script that saves it that."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom.desk import import_process
from newsroom.desk.import_process import Folder, NoSuchImport
from newsroom.desk.import_rights import check_right
from newsroom.ledger.panel import admin_path
from sources.importing.locking import ImportLocked
from sources.models import ImportRun

State = Literal["starting", "running", "done", "interrupted", "failed", "locked", "not_begun"]
UNDER_WAY: tuple[State, ...] = ("starting", "running")
_SENTENCES: dict[State, str] = {
    "starting": "It is starting.",
    "running": "It is running.",
    "done": "It is done.",
    "interrupted": "It was interrupted. What is counted here is in, and it can go on where it stopped.",
    "failed": "It failed before anything was written.",
    "locked": "It has not begun, because another import is running. Try again when that has ended.",
    "not_begun": "It has not begun.",
}


@dataclass(frozen=True)
class Progress:
    """What is known of a large import now. Asks the database once."""

    folder: Folder

    @cached_property
    def run(self) -> ImportRun | None:
        return self.folder.run

    @cached_property
    def state(self) -> State:
        is_alive = self.folder.is_alive()  # before the run is read, so that what just ended has said so
        if self.run is None:
            return "starting" if is_alive else self._why_not_begun()
        if self.run.state == ImportRun.State.DONE:
            return "done"
        if is_alive:
            return "running"
        return "failed" if self.run.state == ImportRun.State.FAILED else "interrupted"

    @property
    def read(self) -> int:
        return self.run.read if self.run else 0

    @property
    def sentence(self) -> str:
        of_all = f" of {self.folder.total:,}" if self.folder.total else ""
        counted = f" {self.read:,}{of_all} items read." if self.run else ""
        return f"{_SENTENCES[self.state]}{counted}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def can_go_on(self) -> bool:
        return not self.is_under_way and self.state != "done"

    @property
    def run_path(self) -> str:
        return admin_path(self.run) if self.run else ""

    def _why_not_begun(self) -> State:
        return "locked" if str(ImportLocked.__doc__) in self.folder.problems else "not_begun"


def progress_view(request: HttpRequest, context: dict[str, Any], token: str) -> HttpResponse:
    """The page. POST resumes an import that was interrupted, or begins it where it could not."""
    check_right(request)
    progress = Progress(_folder(token))
    if request.method == "POST":
        _go_on(request, progress)
        return HttpResponseRedirect(request.path)
    shown = {"title": "Import", "subtitle": progress.folder.name, "progress": progress, "opts": ImportRun._meta}  # noqa: SLF001  Django documents it
    return TemplateResponse(request, "admin/desk/import_progress.html", {**context, **shown})


def state_view(request: HttpRequest, token: str) -> JsonResponse:
    """What the page's script asks for."""
    check_right(request)
    progress = Progress(_folder(token))
    told = {
        "is_under_way": progress.is_under_way,
        "sentence": progress.sentence,
        "read": progress.read,
        "total": progress.folder.total,
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def of_run_view(request: HttpRequest, key: int) -> HttpResponse:
    """Where a run that has not ended is looked after: its progress, or what to type on the command line."""
    check_right(request)
    run = get_object_or_404(ImportRun, pk=key)
    token = import_process.token_of(run)
    if token:
        return HttpResponseRedirect(reverse("admin:desk_import_progress", args=[token]))
    if run.state == ImportRun.State.RUNNING:
        messages.info(request, "It was not begun at the desk; whoever began it sees how far it is.")
    elif run.target.startswith("/"):
        command = f"manage.py {run.command} --resume {run.pk}"
        messages.info(request, f"It was begun on the command line. Go on there with: {command}")
    else:
        messages.info(request, "Import the same again to go on: what is in stays as it is.")
    return HttpResponseRedirect(admin_path(run))


def progress_path(folder: Folder) -> str:
    return reverse("admin:desk_import_progress", args=[folder.token])


def _folder(token: str) -> Folder:
    try:
        return import_process.find(token)
    except NoSuchImport as error:
        raise Http404(str(error)) from error


def _go_on(request: HttpRequest, progress: Progress) -> None:
    if not progress.can_go_on:
        messages.warning(request, progress.sentence)
        return
    try:
        import_process.go_on(progress.folder)
    except OSError as error:
        messages.error(request, f"It could not be started: {error}.")

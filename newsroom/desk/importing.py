"""The import screen: give files or a text, see what would happen, then import what is good or start over."""

from typing import Any, cast

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom.accounts.models import User
from newsroom.desk import import_process
from newsroom.desk.import_form import PUBLISH, ImportForm
from newsroom.desk.import_progress import progress_path
from newsroom.desk.import_rehearsal import UploadImporter, rehearse, report_of_refused
from newsroom.desk.import_rights import check_right
from newsroom.desk.import_uploads import Upload
from newsroom.desk.import_words import groups_of, on_screen, refused_of, sentences_of
from sources.importing.locking import ImportLocked
from sources.importing.pipeline import ImportStopped, run_import
from sources.importing.records import RecordProblem
from sources.importing.stopping import Stop
from sources.importing.summaries import Summary
from sources.models import ImportRun
from sources.received import NotSound, is_kept

AT_ONCE = 500
"""The most items that are imported while the editor waits; more go to a process of their own."""


def import_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """All steps of the screen. What was given comes back from the second page as a signed value."""
    check_right(request)
    page = {**context, "title": "Import articles", "opts": ImportRun._meta}  # noqa: SLF001  Django documents it
    if "upload" in request.POST:
        return _second_step(request, page)
    form = ImportForm(request)
    if request.method == "POST" and is_kept() and form.is_valid():
        try:
            return _what_would_happen(request, page, form.keep())
        except (OSError, NotSound) as error:
            form.add_error(None, f"The server could not keep what you gave: {error}.")
        except RecordProblem as problem:
            form.add_error(None, on_screen(str(problem)))
    return TemplateResponse(request, "admin/desk/import.html", {**page, "form": form, "is_kept": is_kept()})


def _what_would_happen(request: HttpRequest, page: dict[str, Any], upload: Upload) -> HttpResponse:
    """The second page. Raises `RecordProblem` for options that cannot be met."""
    rehearsal = rehearse(upload)
    total = None if rehearsal.is_cut else rehearsal.summary.read
    found = {
        "title": "What would happen",
        "signed": upload.signed(_user(request), total),
        "rehearsal": rehearsal,
        "sentences": list(sentences_of(rehearsal, upload)),
        "groups": groups_of(rehearsal),
        "refused": refused_of(rehearsal),
        "is_large": _is_large(total),
    }
    return TemplateResponse(request, "admin/desk/import_rehearsal.html", {**page, **found})


def _second_step(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    try:
        upload, total = Upload.from_signed(request.POST["upload"], _user(request))
    except BadSignature:
        return _start_over(request, "What you gave could not be found again. Please give it once more.")
    if "refused" in request.POST:
        return _refused_as_csv(upload)
    if upload.publish and not request.user.has_perm(PUBLISH):
        return _start_over(request, "You have no right to publish. Import it without, and ask an editor to publish it.")
    try:
        return _begin(request, upload, total) if _is_large(total) else _import(request, upload)
    except ImportLocked:
        messages.error(request, "Another import is under way. Nothing was written; try again when that has ended.")
        return _what_would_happen(request, page, upload)
    except (OSError, RecordProblem) as error:
        return _start_over(request, f"The import could not be started: {error}.")


def _is_large(total: int | None) -> bool:
    """True for more items than anybody should wait for, or for nobody knows how many."""
    return total is None or total > AT_ONCE


def _begin(request: HttpRequest, upload: Upload, total: int | None) -> HttpResponse:
    """In a process of its own."""
    folder = import_process.begin(upload, total, request.user.get_username())
    return HttpResponseRedirect(progress_path(folder))


def _import(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Here and now. Raises `ImportLocked`, and `RecordProblem` for options that cannot be met any more."""
    try:
        summary = run_import(UploadImporter(upload), Stop(), lambda _: None)
        messages.success(request, _done(summary))
    except ImportStopped as stopped:
        summary = stopped.summary
        messages.error(request, f"The database ended the import: {stopped}. Import the same again to go on.")
    if summary.run is None:
        return HttpResponseRedirect(request.path)
    ImportRun.objects.filter(pk=summary.run).update(by=request.user.get_username())
    return HttpResponseRedirect(reverse("admin:sources_importrun_change", args=[summary.run]))


def _done(summary: Summary) -> str:
    counts = summary.counts
    told = {
        "created": "new",
        "new_version": "new versions",
        "unchanged": "unchanged",
        "duplicate": "duplicates",
        "refused": "refused",
        "issued": "made public",
    }
    listed = ", ".join(f"{counts[name]} {words}" for name, words in told.items() if counts[name])
    return f"Imported. {summary.read} read: {listed}."


def _refused_as_csv(upload: Upload) -> HttpResponse:
    answer = HttpResponse(report_of_refused(upload), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _start_over(request: HttpRequest, message: str) -> HttpResponse:
    messages.error(request, message)
    return HttpResponseRedirect(request.path)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)

"""“Undo this import”: what would be taken back and what stays, then the act."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext

from newsroom.accounts.models import User
from newsroom.desk import import_process
from newsroom.desk.claims_of_imports import ClaimsOfImports
from newsroom.desk.import_rights import check_right
from sources.importing.locking import ImportLocked
from sources.importing.undo_planning import NotUndone, UndoPlan, plan_undo
from sources.importing.undoing import Undone, undo_import
from sources.models import ArticleVersion, ImportItem, ImportRun

MOST_LISTED = 200
AT_ONCE = 2000
"""The most items that are taken back while the editor waits; more go to a process of their own."""
_NOUNS = {
    "articles": ("%d article", "%d articles"),
    "versions": ("%d version", "%d versions"),
    "articles with filled fields": ("what was filled in %d article", "what was filled in %d articles"),
    "outlets": ("%d outlet", "%d outlets"),
    "claims": ("%d claim", "%d claims"),
    "questions": ("%d question", "%d questions"),
    "reviews closed": ("%d open review", "%d open reviews"),
}


def undo_view(request: HttpRequest, context: dict[str, Any], key: int) -> HttpResponse:
    """GET: what would go and what would stay. POST: the act."""
    check_right(request)
    run = get_object_or_404(ImportRun, pk=key)
    try:
        if request.method == "POST":
            (_begin if _is_large(run) else _undo)(request, run)
        elif import_process.undoing(run).is_alive():
            messages.info(request, f"Import {run.pk} is being undone. Its page says so when that is done.")
        else:
            return _preview(request, context, run)
    except NotUndone as refusal:
        messages.warning(request, str(refusal))
    except ImportLocked:
        messages.error(request, "Another import is under way. Nothing was changed; try again when that has ended.")
    return HttpResponseRedirect(_page_of(run))


def _is_large(run: ImportRun) -> bool:
    return run.items.exclude(outcome=ImportItem.Outcome.REFUSED).count() > AT_ONCE


def _preview(request: HttpRequest, context: dict[str, Any], run: ImportRun) -> HttpResponse:
    plan = plan_undo(run, ClaimsOfImports(), AT_ONCE)
    page = {
        "title": "Undo an import",
        "subtitle": str(run),
        "opts": run._meta,  # noqa: SLF001  Django documents it
        "run": run,
        "run_path": _page_of(run),
        "plan": plan,
        "claims": ClaimsOfImports().count(run, _versions_of(plan)),
        "most": MOST_LISTED,
        "most_slice": f":{MOST_LISTED}",
        "looked_at": AT_ONCE if _is_large(run) else None,
        "problems": import_process.undoing(run).problems,
    }
    return TemplateResponse(request, "admin/desk/import_undo.html", {**context, **page})


def _versions_of(plan: UndoPlan) -> list[int]:
    going = ArticleVersion.objects.filter(article__in=plan.articles).values_list("pk", flat=True)
    return [*going, *(version.pk for version in plan.versions)]


def _begin(request: HttpRequest, run: ImportRun) -> None:
    """In a process of its own."""
    try:
        import_process.begin_undo(run, request.user.get_username())
    except OSError as error:
        messages.error(request, f"The undo could not be started: {error}.")
        return
    messages.info(request, f"Import {run.pk} is being undone; it may take minutes. This page says so when it is done.")


def _undo(request: HttpRequest, run: ImportRun) -> None:
    user = cast("User", request.user)
    undone = undo_import(run, user, ClaimsOfImports())
    if undone.removed:
        LogEntry.objects.log_actions(
            user.pk, ImportRun.objects.filter(pk=run.pk), CHANGE, "Undone.", single_object=True
        )
        messages.success(request, _taken_back(undone))
    else:
        messages.warning(request, "Nothing was taken back: all of it has to stay.")


def _taken_back(undone: Undone) -> str:
    listed = ", ".join(ngettext(*words, count) % count for words, count in _in_order(undone))
    stays = " The rest stays, because somebody has built upon it." if undone.kept else ""
    return f"Taken back: {listed}.{stays}"


def _in_order(undone: Undone) -> list[tuple[tuple[str, str], int]]:
    return [(words, undone.removed[name]) for name, words in _NOUNS.items() if name in undone.removed]


def _page_of(run: ImportRun) -> str:
    return reverse("admin:sources_importrun_change", args=[run.pk])

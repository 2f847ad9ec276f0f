"""Restoring an older text of an article: it is captured again as a new version, and nothing is changed or lost."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsroom.ledger import seam
from newsroom.ledger.panel import admin_path
from sources.models import Article, ArticleVersion


class RestoreForm(forms.Form):
    """Which text is restored, over which newest one as it was seen, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    newest = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason for restoring it",
        widget=AdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
        help_text="For the desk only: kept in the history and as the note of the new version.",
        error_messages={"required": "Not restored: say why."},
    )


def restore_text_view(request: HttpRequest, key: int) -> HttpResponse:
    """The older text becomes the newest version; refused if somebody has captured another one meanwhile."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm("sources.change_article"):
        raise PermissionDenied
    with transaction.atomic():
        article = get_object_or_404(Article.objects.select_for_update(), pk=key)
        form = RestoreForm(request.POST)
        refusal = _refusal(article, form)
        if refusal:
            messages.error(request, refusal)
            return HttpResponseRedirect(_back(article, form))
        version = _restore(request, article, form.cleaned_data)
    messages.success(request, f"The text of version {form.cleaned_data['version']} is version {version.number} now.")
    return HttpResponseRedirect(admin_path(article))


def _refusal(article: Article, form: RestoreForm) -> str:
    """Why nothing is restored; "" if nothing stands in the way."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    newest = article.newest_version
    wanted = article.versions.with_text().filter(number=form.cleaned_data["version"]).first()
    if newest is None or wanted is None:
        return "Not restored: the article has no such version."
    if newest.number != form.cleaned_data["newest"]:
        return f"Not restored: version {newest.number} was captured meanwhile. Compare it first."
    return f"Not restored: version {newest.number} has this text already." if newest.text == wanted.text else ""


def _restore(request: HttpRequest, article: Article, said: dict[str, Any]) -> ArticleVersion:
    old, newest = article.versions.get(number=said["version"]), article.newest_version
    told = f"Text of version {old.number} restored: {said['reason']}"
    version = ArticleVersion(
        article=article,
        number=article.next_version_number,
        headline=old.headline,
        text=old.text,
        captured_at=seam.now(),
        note=told,
        order_key=newest.order_key if newest else "",
    )
    version.save()
    article._change_reason = told  # type: ignore[attr-defined]  # noqa: SLF001  the history's own name
    article.save()
    LogEntry.objects.log_actions(cast("int", request.user.pk), [article], CHANGE, told, single_object=True)
    return version


def _back(article: Article, form: RestoreForm) -> str:
    path = reverse("admin:desk_compare_texts", args=[article.pk])
    number = form.data.get("version", "")
    return f"{path}?old={number}" if number.isdecimal() else path

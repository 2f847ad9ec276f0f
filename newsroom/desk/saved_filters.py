"""Filters that people keep: a list of the admin as it was filtered, searched and sorted, under a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from newsroom.accounts.models import User
from newsroom.desk.models import SavedFilter

PASSING = ("p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters")
"""Parts of a list's address that say nothing of what is looked for."""


@dataclass(frozen=True)
class Kept:
    """A saved filter as it is shown: where it leads, of which list, whose it is."""

    saved: SavedFilter
    path: str
    of: str
    is_own: bool


class SaveFilterForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = SavedFilter
        fields = ["name", "model", "query", "is_shared"]
        error_messages = {"name": {"required": "Give the filter a name."}}

    def clean_query(self) -> str:
        query = lasting(self.cleaned_data["query"])
        if not query:
            raise ValidationError("Nothing is filtered, searched or sorted here yet. Do that first, then keep it.")
        return query


def lasting(query: str) -> str:
    """The part of a list's address that a filter keeps."""
    given = QueryDict(query, mutable=True)
    for name in PASSING:
        given.pop(name, None)
    return given.urlencode()


def filters_for(request: HttpRequest, model: type[Model] | None = None) -> list[Kept]:
    """Those of his own and the shared ones, of one list or of all that this person may see."""
    rows = SavedFilter.objects.filter(Q(owner=request.user.pk) | Q(is_shared=True)).select_related("owner")
    if model is not None:
        rows = rows.filter(model=model._meta.label_lower)  # noqa: SLF001  Django's documented attribute
    return list(_kept(request, rows))


def _kept(request: HttpRequest, rows: Any) -> Iterator[Kept]:
    for saved in rows:
        model = _model(saved.model)
        if model is not None and _may_see(request, model):
            options = model._meta  # noqa: SLF001  Django's documented attribute
            path = f"{_list_path(model)}?{saved.query}"
            yield Kept(saved, path, capfirst(str(options.verbose_name_plural)), saved.owner_id == request.user.pk)


def save_filter_view(request: HttpRequest) -> HttpResponse:
    """Keep a list as it is looked at; the same name again takes the new filters."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    model = _model(request.POST.get("model", ""))
    if model is None:
        raise Http404
    if not _may_see(request, model):
        raise PermissionDenied
    own = SavedFilter.objects.filter(owner=request.user.pk, model=request.POST["model"])
    same = own.filter(name=request.POST.get("name", "").strip()).first()
    form = SaveFilterForm(request.POST, instance=same or SavedFilter(owner=cast("User", request.user)))
    if form.is_valid():
        form.save()
        messages.success(request, f"Kept as “{form.instance}”. It is on the desk's first page too.")
    else:
        for errors in form.errors.values():
            messages.error(request, f"Not kept: {' '.join(map(str, errors))}")
    return HttpResponseRedirect(f"{_list_path(model)}?{lasting(request.POST.get('query', ''))}")


def drop_filter_view(request: HttpRequest, key: int) -> HttpResponse:
    """Forget a filter of one's own; a superuser may forget anybody's."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    saved = get_object_or_404(SavedFilter, pk=key)
    if saved.owner_id != request.user.pk and not request.user.is_superuser:
        raise PermissionDenied
    model = _model(saved.model)
    saved.delete()
    messages.success(request, f"“{saved}” is no longer kept.")
    return HttpResponseRedirect(_list_path(model) if model else reverse("admin:index"))


def _model(label: str) -> type[Model] | None:
    """The model of a list; None for what has none, or no longer."""
    try:
        model = apps.get_model(label)
        _list_path(model)
    except (LookupError, ValueError, NoReverseMatch):
        return None
    return model


def _list_path(model: type[Model]) -> str:
    options = model._meta  # noqa: SLF001  Django's documented attribute
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist")


def _may_see(request: HttpRequest, model: type[Model]) -> bool:
    options = model._meta  # noqa: SLF001  Django's documented attribute
    names = (f"{options.app_label}.{act}_{options.model_name}" for act in ("view", "change"))
    return any(request.user.has_perm(name) for name in names)

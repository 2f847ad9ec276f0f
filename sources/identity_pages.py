"""The page of an identity: reached from its source alone, never listed, never searched, never kept by a browser."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from newsroom.accounts.given import was_given
from newsroom.accounts.recent import showed_himself_within
from newsroom.ledger.withdrawing import WITHDRAW
from sources.encryption import UnreadableIdentity
from sources.identity_forms import GrantForm, IdentityForm, RevealForm, parts_of
from sources.models import Disclosure, IdentityGrant, Source, SourceIdentity
from sources.vault import (
    GRANT,
    RECORD,
    ChangedMeanwhile,
    NotAllowed,
    NotGranted,
    change_identity,
    end_grant,
    grant,
    may_open_page,
    may_read,
    open_identity,
    record_identity,
)

Page = dict[str, Any]
MOST_LISTED = 200
STALE = "Show that it is you first, then say again what for."


class IdentityPages:
    """For the admin of sources: its page for the identity below the page of a source."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(never_cache(sensitive_post_parameters()(self.identity_view)))
        own = path("<path:object_id>/identity/", view, name="sources_source_identity")
        return [own, *super().get_urls()]  # type: ignore[misc]  # a mixin

    def render_change_form(self, request: HttpRequest, context: Page, *args: Any, **options: Any) -> HttpResponse:
        source = options.get("obj")
        if source is not None and source.is_confidential and may_open_page(request.user, source):
            context["identity_path"] = identity_path(source)
        if source is not None and source.disclosure != Disclosure.OFF_RECORD and request.user.has_perm(WITHDRAW):
            context["stricter_path"] = reverse("admin:desk_make_stricter", args=[source.pk])
        return cast("HttpResponse", super().render_change_form(request, context, *args, **options))  # type: ignore[misc]

    def identity_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        request.is_sealed = True  # type: ignore[attr-defined]  # see newsroom.sealing
        source = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]  # a mixin
        if source is None:
            raise Http404
        if not (self.has_view_permission(request, source) and may_open_page(request.user, source)):  # type: ignore[attr-defined]
            raise PermissionDenied
        page = {**self.admin_site.each_context(request), **_page(request, source)}
        act = _ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
        answer = act(request, source, page) if act else None
        return answer or TemplateResponse(request, "admin/sources/identity.html", page)


def identity_path(source: Source) -> str:
    return reverse("admin:sources_source_identity", args=[source.pk])


def _page(request: HttpRequest, source: Source) -> Page:
    """What everybody who may open the page sees: who may read, who has read; nothing of the identity itself."""
    identity = SourceIdentity.objects.only("pk").filter(source=source).first()
    is_fresh = showed_himself_within(request, settings.REVEAL_WITHIN_MINUTES)
    return {
        "title": "Identity",
        "subtitle": str(source),
        "opts": Source._meta,  # noqa: SLF001  Django's documented attribute
        "source": source,
        "is_recorded": identity is not None,
        "opened": None,
        "may_read": identity is not None and may_read(request.user, source),
        "must_show_himself": not is_fresh,
        "minutes": settings.REVEAL_WITHIN_MINUTES,
        "reveal_form": RevealForm(),
        "identity_form": IdentityForm() if _may_record(request, source, identity) else None,
        "grant_form": GrantForm() if identity and was_given(request.user, GRANT) else None,
        "grants": identity.grants.select_related("holder", "given_by", "ended_by")[:MOST_LISTED] if identity else [],
        "readings": identity.readings.select_related("by")[:MOST_LISTED] if identity else [],
    }


def _may_record(request: HttpRequest, source: Source, identity: SourceIdentity | None) -> bool:
    return identity is None and source.is_confidential and was_given(request.user, RECORD)


def _record(request: HttpRequest, source: Source, page: Page) -> HttpResponse | None:
    if not was_given(request.user, RECORD):
        raise PermissionDenied
    form = page["identity_form"] = IdentityForm(request.POST)
    if not form.is_valid():
        return None
    return _done(
        request, source, "The identity is sealed.", lambda: record_identity(source, request.user, form.cleaned_data)
    )


def _reveal(request: HttpRequest, source: Source, page: Page) -> HttpResponse | None:
    """The one answer with an identity in it; it is nowhere but in these bytes."""
    form = page["reveal_form"] = RevealForm(request.POST)
    if not page["may_read"]:
        raise PermissionDenied
    if page["must_show_himself"]:
        form.add_error(None, STALE)
    if form.is_valid():
        try:
            page["opened"] = open_identity(source, request.user, form.cleaned_data["purpose"])
            page["identity_form"] = IdentityForm(initial=parts_of(page["opened"]))
        except UnreadableIdentity as problem:
            form.add_error(None, str(problem))
    return None


def _change(request: HttpRequest, source: Source, page: Page) -> HttpResponse | None:
    form = IdentityForm(request.POST)
    if not page["may_read"] or page["must_show_himself"]:
        raise PermissionDenied
    if form.is_valid():
        try:
            change_identity(source, request.user, form.cleaned_data, form.cleaned_data["version"] or 0)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The identity is changed and sealed.")
            return HttpResponseRedirect(identity_path(source))
    page["identity_form"], page["is_changing"] = form, True
    return None


def _grant(request: HttpRequest, source: Source, page: Page) -> HttpResponse | None:
    if not page["grant_form"]:
        raise PermissionDenied
    form = page["grant_form"] = GrantForm(request.POST)
    if not form.is_valid():
        return None
    said, identity = form.cleaned_data, SourceIdentity.objects.only("pk").get(source=source)
    told = f"{said['holder']} may open it until {said['until']:%d %B %Y}."
    return _done(request, source, told, lambda: grant(identity, said["holder"], said["until"], request.user))


def _end(request: HttpRequest, source: Source, page: Page) -> HttpResponse | None:
    if not page["grant_form"]:
        raise PermissionDenied
    wanted = request.POST.get("grant", "")
    given = IdentityGrant.objects.filter(identity__source=source, pk=wanted if wanted.isdecimal() else 0).first()
    if given is None:
        raise Http404
    return _done(request, source, f"{given.holder} may not open it any more.", lambda: end_grant(given, request.user))


def _done(request: HttpRequest, source: Source, told: str, act: Callable[[], Any]) -> HttpResponse:
    """Do it and come back to the page; what cannot be done is told there."""
    try:
        act()
    except (NotAllowed, NotGranted) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(identity_path(source))


_ACTS: dict[str, Callable[[HttpRequest, Source, Page], HttpResponse | None]] = {
    "record": _record,
    "reveal": _reveal,
    "change": _change,
    "grant": _grant,
    "end": _end,
}

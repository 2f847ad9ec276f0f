"""Two editors save one record: the second sees what the first has changed, before anything of it is overwritten."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from newsroom.ledger.conflict_words import Screen, typed_words
from newsroom.ledger.editing import AS_LISTED, AS_OPENED, Mark, Opened, last_logged, last_saved, mark_of, unseen_words
from newsroom.ledger.posted_sheets import as_post, sheet_of, typed_in
from newsroom.ledger.three_way import Merged, Merging, Outcome, Sheet, Typed, with_picks

PICK = "pick:"
BUTTONS = ("_save", "_publish", "_review", "_take_back", "_continue", "_addanother")
NOT_CARRIED = ("csrfmiddlewaretoken", AS_OPENED, *BUTTONS)


@dataclass(frozen=True)
class Forms:
    """A record's form with the rows below it that this person may change."""

    form: Any
    formsets: list[Any]

    @property
    def sheet(self) -> Sheet:
        return sheet_of(self.form, self.formsets)


@dataclass(frozen=True)
class Post:
    """One post beside the record as it is stored now: `stored` are its forms untouched."""

    data: QueryDict
    stored: Forms
    opened: Opened

    @cached_property
    def picks(self) -> dict[str, str]:
        return {name.removeprefix(PICK): str(value) for name, value in self.data.items() if name.startswith(PICK)}

    @cached_property
    def theirs(self) -> Sheet:
        return self.stored.sheet

    @cached_property
    def mine(self) -> Typed:
        typed = typed_in(self.data, self.stored.form, self.stored.formsets, self.opened.sheet)
        return with_picks(typed, self.opened.sheet, self.picks)

    @cached_property
    def missed(self) -> frozenset[str]:
        """The picks still owed."""
        return frozenset(self.opened.undecided.keys() - self.picks.keys())

    @property
    def is_fresh(self) -> bool:
        """True if nobody has saved since the form was opened and everything is picked."""
        return self.opened.sheet == self.theirs and not self.missed

    @cached_property
    def merged(self) -> Merged:
        undecided = {name: self.opened.undecided[name] for name in self.missed}
        once = getattr(self.stored.form, "about_the_change", ())
        return Merging(self.opened.sheet, self.theirs, undecided, once).merge(self.mine)

    def as_settled(self, typed: Typed) -> QueryDict:
        return as_post(typed, self.data, self.stored.form, self.stored.formsets)


_ModelAdmin: Any = admin.ModelAdmin  # loosely typed, as the package whose admin is mixed in beside it


class ConflictsOnSave(_ModelAdmin):  # type: ignore[misc]
    """For every form on which a record is changed; a template of its own derives from `change_form_template`.

    The form carries what it showed when it was opened. A save locks the row with its rows below, compares,
    and goes through only if nothing else has been saved since; else the conflict screen comes, which posts here
    again. What comes without a mark of ours counts as opened on nothing: whatever it would change is asked.
    """

    change_form_template: Any = "admin/ledger/conflict_change_form.html"
    delete_confirmation_template: Any = "admin/ledger/conflict_delete_confirmation.html"
    conflict_template = "admin/ledger/conflict.html"
    gone_template = "admin/ledger/conflict_gone.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            answer = self.compared(request, object_id)
            if isinstance(answer, HttpResponse):
                return answer
            return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **answer})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        record = options.get("obj")
        if record is not None and "as_opened" not in context and self.has_change_permission(request, record):
            below = [shown.formset for shown in context["inline_admin_formsets"] if shown.has_change_permission]
            sheet = Forms(context["adminform"].form, below).sheet
            context["as_opened"] = Opened(sheet, mark_of(record)).signed_for(record)
        return super().render_change_form(request, context, *args, **options)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """What somebody else has saved since the question was put is not deleted unread."""
        with transaction.atomic():
            record = (
                self._locked(request, object_id)
                if request.method == "POST"
                else self.get_object(request, unquote(object_id))
            )
            asked = Mark.read(request.POST.get(AS_LISTED, ""))
            unseen = unseen_words(record, asked, request.user) if record is not None and asked else ""
            if unseen and self.has_delete_permission(request, record):
                self.message_user(request, f"Not deleted: {unseen}", messages.ERROR)
                return HttpResponseRedirect(request.get_full_path())
            mark = mark_of(record).signed if record is not None else ""
            return super().delete_view(request, object_id, {"as_listed": mark, **(extra_context or {})})

    def opened_on(self, request: HttpRequest, object_id: str) -> dict[str, str]:
        """What a form without the rows below is shown with, when it puts another state over a record."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_change_permission(request, record):
            return {}
        own = Forms(self._forms(request, record).form, [])
        return {"as_opened": Opened(own.sheet, mark_of(record)).signed_for(record)}

    def compared(self, request: HttpRequest, object_id: str, *, with_rows: bool = True) -> Any:
        """The screen that is needed first; else what the form is shown with, should it be refused.

        Call inside the transaction that saves. `with_rows` says whether the form has the rows below too.
        """
        record = self._locked(request, object_id)
        if record is None:
            return self._gone(request, object_id) or {}
        if not self.has_change_permission(request, record):
            return {}
        stored = self._forms(request, record)
        stored = stored if with_rows else Forms(stored.form, [])
        opened = Opened.read(request.POST.get(AS_OPENED, ""), self.model, record.pk)
        post = Post(request.POST, stored, opened or Opened())
        if not post.is_fresh and post.merged.is_unseen:
            return self._conflict(request, record, post)
        if not post.is_fresh and not post.merged.differences:
            return self.response_change(request, record)
        self._take(request, post)
        return {"as_opened": Opened(post.theirs, mark_of(record)).signed_for(record)}

    def _take(self, request: HttpRequest, post: Post) -> None:
        """Go on with what was picked and merged; a post that met nobody is left as it came."""
        if post.picks or not post.is_fresh:
            request.POST = post.as_settled(post.mine if post.is_fresh else post.merged.typed)  # type: ignore[assignment]

    def _locked(self, request: HttpRequest, object_id: str) -> Any:
        """The row as it is now that nobody else can change it any more, until this transaction ends."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return None
        self.model._base_manager.select_for_update().filter(pk=found.pk).first()  # noqa: SLF001  documented
        for inline in self.get_inline_instances(request, found):
            formset = inline.get_formset(request, found)
            list(inline.model._base_manager.select_for_update().filter(**{formset.fk.name: found.pk}))  # noqa: SLF001
        return self.get_object(request, unquote(object_id))

    def _forms(
        self, request: HttpRequest, record: Any, data: QueryDict | None = None, *, is_new: bool = False
    ) -> Forms:
        """The forms of a record as it is stored, or bound to what was posted."""
        asked = copy(request)
        asked.method, asked.POST = ("GET", QueryDict()) if data is None else ("POST", data)  # type: ignore[assignment]
        shown = None if is_new else record
        fields = flatten_fieldsets(self.get_fieldsets(request, shown))
        form = self.get_form(request, shown, change=not is_new, fields=fields)(data, instance=record)
        formsets, inlines = self._create_formsets(asked, form.instance, change=not is_new)
        changeable = (inline.has_change_permission(request, shown) for inline in inlines)
        return Forms(form, [formset for formset, may_change in zip(formsets, changeable, strict=True) if may_change])

    # The screens.

    def _conflict(self, request: HttpRequest, record: Any, post: Post) -> HttpResponse:
        merged = post.merged
        data = post.as_settled(merged.typed)
        bound = self._forms(request, self.get_object(request, str(record.pk)), data)
        screen = Screen(merged, bound.form, bound.formsets, post.missed)
        contested = screen.those(Outcome.CONTESTED)
        undecided = {found.place.name: found.start for found in merged.those(Outcome.CONTESTED)}
        context = {
            "title": "This was saved meanwhile",
            "saved": last_saved(record, post.opened.mark),
            "contested": contested,
            "errors": [found.kept_anyway for found in contested if found.kept_anyway],
            "taken": screen.those(Outcome.THEIRS),
            "kept": screen.those(Outcome.MINE),
            "missed": len(post.missed),
            "carried": carried(data, screen.boxes_shown()),
            "form": bound.form,
            "reason": bound.form["change_reason"] if "change_reason" in bound.form.fields else None,
            "as_opened": Opened(post.theirs, mark_of(record), undecided).signed_for(record),
            "media": self.media + bound.form.media,
        }
        return self._page(request, record, self.conflict_template, context)

    def _gone(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Somebody has deleted the record while it was being typed in."""
        key = unquote(object_id)
        opened = Opened.read(request.POST.get(AS_OPENED, ""), self.model, key)
        if opened is None or not self.has_change_permission(request):
            return None
        forms = self._forms(request, self.model(), is_new=True)
        typed = typed_in(request.POST, forms.form, forms.formsets, opened.sheet)
        context = {
            "title": "This was deleted meanwhile",
            "saved": last_logged(self.model, key, opened.mark),
            "typed": typed_words(typed, forms.form, forms.formsets),
            "carried": carried(as_post(_as_new(typed), request.POST, forms.form, forms.formsets), set()),
            "may_add": self.has_add_permission(request),
            "media": self.media,
        }
        return self._page(request, None, self.gone_template, context)

    def _page(self, request: HttpRequest, record: Any, template: str, context: dict[str, Any]) -> HttpResponse:
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "add_url": f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_add",
            "may_publish": getattr(self, "has_publish_permission", lambda _request: False)(request),
            "may_review": hasattr(self.model, "state"),
            **context,
        }
        return TemplateResponse(request, template, shown)


def carried(data: QueryDict, shown: set[str]) -> list[tuple[str, str]]:
    """Everything posted that stands on the screen in no box of its own."""
    return list(_carried(data, {*shown, *NOT_CARRIED, "change_reason"}))


def _carried(data: QueryDict, left_out: set[str]) -> Iterator[tuple[str, str]]:
    for name, values in data.lists():
        if name not in left_out and not name.startswith(PICK):
            yield from ((name, str(value)) for value in values)


def _as_new(typed: Typed) -> Typed:
    """The same for a record that is not there yet: none of its rows is stored."""
    rows = {prefix: [row for row in below if not row.is_deleted] for prefix, below in typed.rows.items()}
    return Typed(typed.fields, {prefix: [type(row)("", row.fields) for row in below] for prefix, below in rows.items()})

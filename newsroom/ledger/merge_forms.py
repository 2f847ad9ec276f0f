"""What is asked before records become one, or one becomes two."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.http import HttpRequest

from newsroom.ledger.editing import AS_LISTED, Mark, unseen_words
from newsroom.ledger.panel import admin_path
from newsroom.ledger.regrouping.columns import Column, columns_pointing_at, with_names
from newsroom.ledger.regrouping.plans import Choice, MergePlan
from newsroom.ledger.regrouping.rules import SplitRules
from newsroom.ledger.related_boxes import RelatedBox

MOST_SHOWN = 200
"""The most rows of one sort that a page offers to go with a new record."""

MERGED, INTO = "merged", "into"


class WhyForm(forms.Form):
    """The reason of an act that cannot be read from its result."""

    why = forms.CharField(
        label="Reason",
        widget=AdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
        help_text="For the desk only: kept with the act and in every history that it touches.",
        error_messages={"required": "Say why: this cannot be read from the records."},
    )


class OtherForm(forms.Form):
    """Which record is the same as this one."""

    def __init__(self, admin: Any, request: HttpRequest, record: Any) -> None:
        super().__init__(request.GET if "with" in request.GET or "with-words" in request.GET else None)
        columns = columns_pointing_at(admin.model)
        free = next(column.field for column in columns if not column.field.get_limit_choices_to())
        box = RelatedBox(free, admin.admin_site)
        box.request = request
        noun = admin.opts.verbose_name
        self.fields["with"] = forms.ModelChoiceField(
            queryset=admin.model._default_manager.exclude(pk=record.pk),  # noqa: SLF001  Django's documented attribute
            widget=box,
            label=f"The other {noun}",
            help_text=f"It becomes part of this one: “{record}”. Nothing is done before you have seen what would be.",
            error_messages={"required": f"Choose the other {noun}."},
        )


class MergeForm(WhyForm):
    """Which value stands where the two differ, and why they are one."""

    def __init__(self, plan: MergePlan, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        for choice in plan.choices:
            if choice.differs:
                self.fields[f"take-{choice.name}"] = forms.ChoiceField(
                    choices=[(INTO, INTO), (MERGED, MERGED)], initial=_proposed(choice), label=choice.label
                )

    def refuse_unseen(self, user: Any) -> None:
        """Nothing is merged that somebody has changed after the page was shown."""
        shown = Mark.read(self.data.get(AS_LISTED, "")) if self.is_bound else None
        for record in (self.plan.merged, self.plan.into):
            if shown and (unseen := unseen_words(record, shown, user)):
                self.add_error(None, unseen)

    @property
    def mark(self) -> str:
        """Where the records stood when the page was shown."""
        return Mark.of_all(type(self.plan.into)).signed

    @property
    def sides(self) -> Iterator[tuple[Choice, Any]]:
        for choice in self.plan.choices:
            if choice.differs:
                yield choice, self[f"take-{choice.name}"]

    @property
    def alike(self) -> list[Choice]:
        return [choice for choice in self.plan.choices if not choice.differs and choice.into not in (None, "")]

    @property
    def taken(self) -> list[str]:
        names = [choice.name for choice in self.plan.choices]
        return [name for name in names if self.cleaned_data.get(f"take-{name}") == MERGED]


def _proposed(choice: Choice) -> str:
    """What stands, unless nothing does."""
    return MERGED if choice.into in (None, "") else INTO


class SplitForm(WhyForm):
    """What becomes a record of its own, under which name, and why."""

    name = forms.CharField(label="Name of the new record", max_length=200, widget=AdminTextInputWidget)
    field_order = ("name",)

    def __init__(self, record: Any, rules: SplitRules, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.paths: dict[str, list[str]] = {}
        for label, rows in rules.parts(record).items():
            shown = list(with_names(rows)[:MOST_SHOWN])
            if shown:
                self.paths[label] = [admin_path(row) for row in shown]
                self.fields[label] = forms.TypedMultipleChoiceField(
                    choices=[(row.pk, str(row)) for row in shown],
                    coerce=int,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    label=Column.named(label).words(rows.count()),
                    help_text=f"The newest {MOST_SHOWN} are listed." if rows.count() > MOST_SHOWN else "",
                )

    @property
    def parts(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in ("why", "name")]

    @property
    def offered(self) -> Iterator[tuple[Any, list[tuple[Any, str]]]]:
        """Each sort of rows: its check boxes, each with the page of its row, "" for none."""
        for field in self.parts:
            yield field, list(zip(field, self.paths[field.name], strict=True))

    @property
    def chosen(self) -> dict[str, list[int]]:
        return {field.name: self.cleaned_data[field.name] for field in self.parts if self.cleaned_data[field.name]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(field.name) for field in self.parts):
            self.add_error(None, "Choose what becomes a record of its own.")
        return cleaned

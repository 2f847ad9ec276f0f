"""Forms of the admin that every record shares: why something is changed."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime, AdminTextareaWidget, AdminTimeWidget

from newsroom.ledger.lists import was_issued
from newsroom.ledger.models import Reason
from newsroom.ledger.records import Record

DESK_REASONS = (Reason.CORRECTION, Reason.EDITORIAL, Reason.SOURCE_REQUEST, Reason.LEGAL)
"""The reasons that a person may give; the others are the software's own."""


class MomentWidget(AdminSplitDateTime):
    """The stock boxes for date and time, with a name for those who do not see them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [AdminDateWidget({"aria-label": "Date"}), AdminTimeWidget({"aria-label": "Time"})]
        forms.MultiWidget.__init__(self, boxes, attrs)


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A row's form with the reason for the change, which goes into the history. Shown beside the buttons.

    `about_the_change` names the boxes that say something of one save and are stored nowhere in the row.
    """

    about_the_change: ClassVar[tuple[str, ...]] = ("change_reason",)

    change_reason = forms.CharField(
        label="Reason for the change",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="For the desk only: kept in the history, never issued.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_public() and "change_reason" in self.fields:
            reason = self.fields["change_reason"]
            reason.required = True
            reason.error_messages["required"] = "Say why: this record is public, and its history must tell."
            reason.help_text = f"Required, because this record is public. {reason.help_text}"

    def is_public(self) -> bool:
        """True if anything of the row was ever issued: then no change goes without a reason."""
        return False

    def kept_anyway(self) -> dict[str, str]:
        """Boxes of which theirs stays readable whatever is saved, so that mine may be proposed; and why, in words."""
        return {}


class PublishableForm(ReasonForm):
    """The same for a record, which is public once anything was issued of it."""

    def is_public(self) -> bool:
        return isinstance(self.instance, Record) and bool(self.instance.pk) and was_issued(self.instance)

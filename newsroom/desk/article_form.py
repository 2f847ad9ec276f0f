"""The article's form: its text is typed here, and every change of it is kept as a new version."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from newsroom.desk.printed_times import Printed, PrintedField
from newsroom.ledger import seam
from newsroom.ledger.forms import MomentWidget, PublishableForm
from sources.addresses import canonical_address
from sources.models import Article, ArticleVersion
from sources.models.texts import ArticleEvent, order_key
from sources.publication_times import ImpossibleDate, PublicationTime
from sources.text import UnusableText, normalise

LATER_EVENTS = [(event.value, event.label) for event in ArticleEvent if event != ArticleEvent.FIRST]


class ArticleTextField(forms.CharField):
    """Text in the one form it is stored in, so that a browser's CRLF is no change."""

    widget = AdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return normalise(text)
        except UnusableText as problem:
            raise ValidationError(str(problem)) from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return normalise(initial or "") != normalise(data or "")
        except UnusableText:
            return True


class ArticleForm(PublishableForm):
    about_the_change = (
        *PublishableForm.about_the_change,
        *("event", "version_published", "captured_at", "version_note"),
    )

    published = PrintedField(
        required=False,
        label="Published",
        help_text="As printed. Without a zone the outlet's own is taken, and marked as assumed.",
    )
    text = ArticleTextField(
        required=False,
        label="Text",
        widget=AdminTextareaWidget(attrs={"rows": 24, "dir": "auto"}),
        help_text="The whole text, paragraphs apart by an empty line. Never public. Changing it keeps the old text "
        "and makes a new version.",
    )
    event = forms.ChoiceField(
        choices=LATER_EVENTS,
        initial=ArticleEvent.UPDATE,
        required=False,
        label="What is this change?",
        help_text="Only where the text is changed: what the outlet did.",
    )
    version_published = PrintedField(
        required=False,
        label="This text published",
        help_text="When the outlet published the changed text. Empty where that is not known.",
    )
    captured_at = forms.SplitDateTimeField(
        required=False,
        widget=MomentWidget,
        label="Captured at",
        help_text="When the text was copied from the outlet. Empty: now.",
    )
    version_note = forms.CharField(
        required=False,
        label="Note on this text",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="For the desk only: what changed and why.",
    )

    class Meta:
        model = Article
        fields = "__all__"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.newest = self.instance.newest_version if self.instance.pk else None
        self.captures = False
        self.initial.setdefault("published", self.instance.published)
        if self.newest:
            self.initial["text"] = self.newest.text

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._settle_address()
        self._settle_time()
        self._settle_text()
        return self.cleaned_data

    def _settle_address(self) -> None:
        url = self.cleaned_data.get("url")
        if "url" not in self.changed_data or url is None:
            return
        try:
            self.instance.canonical_url = canonical_address(url) if url else ""
        except ValueError as problem:
            self.add_error("url", str(problem))

    def _settle_time(self) -> None:
        if "published" in self.changed_data:
            self.instance.published = self._time("published")
        self.version_time = self._time("version_published")

    def _time(self, field: str) -> PublicationTime | None:
        typed: Printed | None = self.cleaned_data.get(field)
        outlet = self.cleaned_data.get("outlet")
        try:
            return typed.as_time(outlet.time_zone if outlet else "") if typed else None
        except ImpossibleDate as problem:
            self.add_error(field, str(problem))
            return None

    def _settle_text(self) -> None:
        """Decide whether the text typed becomes a version. Not posted at all means not changed."""
        if "text" not in self.cleaned_data or self.add_prefix("text") not in self.data:
            return
        text = self.cleaned_data["text"]
        if self.newest is None:
            self.captures = bool(text.strip())
        elif not text.strip():
            self.add_error("text", f"Version {self.newest.number} was captured and stays; a text cannot be emptied.")
        elif text != self.newest.text:
            self.captures = True

    def kept_anyway(self) -> dict[str, str]:
        if self.newest is None:
            return {}
        theirs = f"Version {self.newest.number} was captured by somebody else while you were typing, and it stays."
        return {"text": f"{theirs} Saving yours makes it version {self.instance.next_version_number}."}

    def _post_clean(self) -> None:
        """Hold the row to all its named constraints, also those over fields that the form does not show."""
        super()._post_clean()  # type: ignore[misc]  # the stubs do not know it
        for constraint in [] if self.errors else Article._meta.constraints:  # noqa: SLF001  Django's documented attribute
            try:
                constraint.validate(Article, self.instance)
            except ValidationError as problem:
                self.add_error("url" if constraint.name == "article_address_is_unique" else None, problem)

    def new_version(self) -> ArticleVersion | None:
        """The version to be stored with the saved article; None where the text is unchanged."""
        if not self.captures:
            return None
        typed = self.cleaned_data
        version = ArticleVersion(
            article=self.instance,
            number=self.instance.next_version_number,
            event=(typed["event"] or ArticleEvent.UPDATE) if self.newest else ArticleEvent.FIRST,
            headline=self.instance.headline,
            text=typed["text"],
            captured_at=typed["captured_at"] or seam.now(),
            note=typed["version_note"],
        )
        version.published = self.version_time or (None if self.newest else self.instance.published)
        version.order_key = order_key(None, version.published)
        if self.newest:  # what is typed now follows what was read before, whatever the outlet's numbers
            version.order_key = max(version.order_key, self.newest.order_key)
        return version

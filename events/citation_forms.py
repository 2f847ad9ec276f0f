"""Citing a claim in a form: the quoted words are typed, the software finds where they stand."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.models import Citation
from events.recording import WordsInSeveralPlaces, WordsNotFound, anchor, find_the_words, relay
from events.typed_forms import TypedForm
from sources.models import Article, ArticleVersion, Passage, Source
from sources.text import Span, UnusableText, find_words, paragraph_at, span_of

RELAYS = ("relay_1", "relay_2", "relay_3")
ANCHOR = ("version", "start", "end")


class QuotedWordsField(forms.CharField):
    """Words of a text; the line ends of a browser are no change."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def _relay_field(label: str, help_text: str = "") -> Any:
    return forms.ModelChoiceField(Source.objects.all(), required=False, label=label, help_text=help_text)


def _hidden() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


def number_in(typed: object) -> int | None:
    """The whole number in a hidden box; None for whatever else somebody put there."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def anchored_span(version: ArticleVersion | None, start: object, end: object, words: str) -> Span | None:
    """The span at these offsets if it holds these words, however they were typed; else None."""
    first, last = number_in(start), number_in(end)
    if version is None or first is None or last is None or not first < last <= len(version.text):
        return None
    span = span_of(version.text, first, last)
    hits = find_words(span.exact, words, limit=1)
    return span if hits and hits[0].exact.strip() == span.exact.strip() else None


class CitationForm(TypedForm):
    """Where and how an article gives the words of a claim.

    The anchor (version, start, end) comes hidden from the quote page or from the stored passage
    and holds as long as it fits the words; otherwise they are looked for in the newest version.
    """

    words = QuotedWordsField(
        required=False,
        label="Quoted words",
        help_text="Copy them from the article. Line breaks and the kind of quotation marks do not matter.",
    )
    occurrence = forms.CharField(required=False, label="Which of them", widget=forms.HiddenInput)
    relay_1 = _relay_field("Passed on by", "Who stood between the speaker and the article: “told Reuters”.")
    relay_2 = _relay_field("Then by")
    relay_3 = _relay_field("And then by")
    version, start, end = _hidden(), _hidden(), _hidden()

    class Meta:
        model = Citation
        fields = ("article", "locator", "rendering", "verb_text", "verb_class")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._take_stored(self.instance)
        self.fields["article"].help_text = "The report in which the words stand."
        self.fields["verb_class"].label = "Kind of verb"
        self.span: Span | None = None
        self._show_where_found()

    def _take_stored(self, citation: Citation) -> None:
        if citation.passage:
            passage = citation.passage
            anchored = (passage.version_id, passage.start, passage.end)
            found = {"words": passage.exact, **dict(zip(ANCHOR, map(str, anchored), strict=True))}
            self.initial = {**found, **self.initial}
        if citation.pk:
            relays = citation.relays.values_list("source_id", flat=True)
            self.initial = {**self.initial, **dict(zip(RELAYS, relays, strict=False))}

    def _show_where_found(self) -> None:
        """Show the words in their surroundings while the boxes still hold what was found."""
        version = ArticleVersion.objects.filter(pk=number_in(self._shown("version")) or 0).first()
        if version is None:
            return
        try:
            span = anchored_span(version, self._shown("start"), self._shown("end"), str(self._shown("words") or ""))
        except UnusableText:
            return
        if span:
            self.fields["words"].help_text = _in_context(version, span)

    def _shown(self, name: str) -> Any:
        """What a box shows, asked without making its bound field, which would fix the help text."""
        if self.is_bound:
            return self.data.get(self.add_prefix(name))
        return self.get_initial_for_field(self.fields[name], name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        words, locator = self.cleaned_data.get("words", ""), self.cleaned_data.get("locator", "")
        if words and locator:
            self.add_error("locator", "Give the quoted words, or a locator where no text was captured; not both.")
        elif words:
            self._find(self.cleaned_data.get("article"), words)
        elif locator:
            self.instance.passage = None
        elif not {"words", "locator"} & set(self.errors):
            text = "Give the quoted words as they stand in the article. If its text was not captured, give a locator."
            self.add_error("words", text)
        return self.cleaned_data

    def _find(self, article: Article | None, words: str) -> None:
        if article is None:
            return
        version = article.versions.filter(pk=number_in(self.cleaned_data.get("version")) or 0).first()
        span = anchored_span(version, self.cleaned_data.get("start"), self.cleaned_data.get("end"), words)
        if version is None or span is None:
            version = article.newest_version
            span = self._search(article, version, words)
        self.span = span
        self.instance.passage = _passage(version, span) if version and span else None
        if version and span:
            self["words"].help_text = _in_context(version, span)

    def _search(self, article: Article, version: ArticleVersion | None, words: str) -> Span | None:
        if version is None:
            self.add_error("words", f"No text of “{article}” was captured. Empty this box and give a locator below.")
            return None
        try:
            return find_the_words(version, words)
        except WordsNotFound as problem:
            self.add_error("words", str(problem))
            return None
        except WordsInSeveralPlaces as problem:
            return self._choose(version, problem)

    def _choose(self, version: ArticleVersion, problem: WordsInSeveralPlaces) -> Span | None:
        by_key = {f"{version.pk}:{span.start}:{span.end}": span for span in problem.spans}
        chosen = by_key.get(self.cleaned_data.get("occurrence", ""))
        if chosen is None:
            choices = [(key, _place(version, span)) for key, span in by_key.items()]
            self.fields["occurrence"].widget = forms.RadioSelect(choices=choices)
            self.add_error("occurrence", str(problem))
        return chosen

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        if self.span and self.instance.passage:
            self.instance.passage = anchor(self.instance.passage.version, self.span)
        citation = super().save(commit)
        if commit and any(name in self.changed_data for name in RELAYS):
            # Those that the form has no box for stay behind the ones it has.
            citation.relays.filter(position__lte=len(RELAYS)).delete()
            relay(citation, [self.cleaned_data[name] for name in RELAYS if self.cleaned_data[name]])
        return citation


def _passage(version: ArticleVersion, span: Span) -> Passage:
    """Not stored yet: the form may still be refused."""
    return Passage(version=version, start=span.start, end=span.end, exact=span.exact)


class CitationFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """The citations of one claim, no two of the same words."""

    def clean(self) -> None:
        """The stock check for doubles cannot see the passage, which is no field; this one can."""
        stored = {_anchor_of(citation.passage): citation.pk for citation in self.get_queryset() if citation.passage}
        for form in self._kept():
            anchor_key = _anchor_of(form.instance.passage)
            if stored.setdefault(anchor_key, form.instance.pk or form.prefix) != (form.instance.pk or form.prefix):
                form.add_error("words", "Another citation of this claim has these words. Remove one of the two.")

    def _kept(self) -> Iterator[Any]:
        for form in self.forms:
            is_deleted = self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]  # not in the stubs
            if not is_deleted and form.is_valid() and form.instance.passage:
                yield form

    def delete_existing(self, obj: Any, commit: bool = True) -> None:  # noqa: FBT001, FBT002  Django's signature
        """Relays are part of their citation and go with it."""
        if commit:
            obj.relays.all().delete()
        super().delete_existing(obj, commit)


def _anchor_of(passage: Passage) -> tuple[int, int, int]:
    return passage.version_id, passage.start, passage.end


def _in_context(version: ArticleVersion, span: Span) -> SafeString:
    return format_html(
        'Found in paragraph {} of version {}: <span dir="auto">{}{}<mark>{}</mark>{}{}</span>',
        paragraph_at(version.text, span.start).number,
        version.number,
        *("…" if span.start > len(span.prefix) else "", span.prefix),
        *(span.exact, span.suffix),
        "…" if span.end + len(span.suffix) < len(version.text) else "",
    )


def _place(version: ArticleVersion, span: Span) -> SafeString:
    text = 'Paragraph {}: <span dir="auto">…{}<mark>{}</mark>{}…</span>'
    return format_html(text, paragraph_at(version.text, span.start).number, span.prefix, span.exact, span.suffix)

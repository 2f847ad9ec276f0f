"""Find the quoted words of a new claim in an article's newest text, then open the claim's form on them."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.recording import WordsInSeveralPlaces, WordsNotFound, find_the_words
from newsroom.ledger.panel import admin_path
from sources.marked_text import numbered_paragraphs
from sources.models import Article, ArticleVersion
from sources.text import Span, UnusableText, find_words, paragraph_at

AROUND = 40
"""Characters of context shown on each side of a place to choose."""


class QuoteForm(forms.Form):
    """Cleans to one `span` of the version; asks which, where the words stand in several places."""

    words = forms.CharField(
        label="Quoted words",
        strip=True,
        widget=AdminTextareaWidget(attrs={"rows": 3, "dir": "auto", "autofocus": True}),
        help_text="Type or paste the words as they stand in the text. Quotation marks and line breaks may differ.",
    )
    place = forms.ChoiceField(label="Which place?", required=False, widget=forms.HiddenInput)

    def __init__(self, version: ArticleVersion, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.version = version
        self.span: Span | None = None
        self.fields["place"].choices = [("", "")]  # type: ignore[attr-defined]  # a ChoiceField
        self._offer(data.get("words", "") if data else "")

    def _offer(self, words: str) -> None:
        self.hits = _hits(self.version.text, words)
        if len(self.hits) > 1:
            choices = [(_key(hit), _choice(self.version.text, hit)) for hit in self.hits]
            self.fields["place"] = forms.ChoiceField(
                label="Which place?", required=False, choices=choices, widget=forms.RadioSelect
            )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        try:
            find_the_words(self.version, words)
        except (WordsNotFound, UnusableText) as problem:
            raise forms.ValidationError(str(problem)) from problem
        except WordsInSeveralPlaces:
            pass  # clean_place asks which
        return words

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        if len(self.hits) > 1 and not place:
            message = f"These words stand in {len(self.hits)} places. Choose the one that the claim was read in."
            raise forms.ValidationError(message)
        chosen = [hit for hit in self.hits if len(self.hits) == 1 or _key(hit) == place]
        self.span = chosen[0] if chosen else None
        return place


def quote_view(request: HttpRequest, article: Article | None, context: dict[str, Any]) -> HttpResponse:
    """The page under an article; `context` is the admin site's own."""
    if article is None:
        raise Http404
    if not request.user.has_perm("events.add_claim"):
        raise PermissionDenied
    version = article.newest_version
    if version is None:
        return HttpResponseRedirect(_claim_form(article=article.pk))
    form = QuoteForm(version, request.POST or None)
    if form.is_valid() and form.span:
        span = form.span
        return HttpResponseRedirect(_claim_form(article=article.pk, version=version.pk, start=span.start, end=span.end))
    page = {
        "title": "Add a claim",
        "subtitle": article.headline,
        "opts": article._meta,  # noqa: SLF001  Django's documented attribute
        "article": article,
        "article_path": admin_path(article),
        "version": version,
        "text": numbered_paragraphs(version.text),
        "form": form,
    }
    return TemplateResponse(request, "admin/desk/quote.html", {**context, **page})


def _claim_form(**given: int) -> str:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in given.items()})
    return f"{reverse('admin:events_claim_add')}?{query.urlencode()}"


def _hits(text: str, words: str) -> list[Span]:
    try:
        return find_words(text, words)
    except UnusableText:
        return []


def _key(span: Span) -> str:
    return f"{span.start}:{span.end}"


def _choice(text: str, span: Span) -> SafeString:
    """The paragraph's number and the words with what stands around them in it."""
    found = paragraph_at(text, span.start)
    low, high = max(found.start, span.start - AROUND), min(max(found.end, span.end), span.end + AROUND)
    before = f"{'…' if low > found.start else ''}{text[low : span.start]}"
    after = f"{text[span.end : high]}{'…' if high < found.end else ''}"
    return format_html("Paragraph {}: {}<mark>{}</mark>{}", found.number, before, span.exact, after)

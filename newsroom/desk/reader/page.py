"""The page of the Reader: the text as it is stored, the empty panel, and what has been read already."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events.citation_forms import CitationForm
from events.claim_forms import ClaimForm
from newsroom.desk.printed_times import time_words
from newsroom.desk.reader.boxes import BOXES, INCIDENT, Box
from newsroom.desk.reader.keys import KEYS
from newsroom.desk.reader.new_rows import NewIncident, NewSource
from newsroom.desk.reader.reports import article_to_read
from newsroom.desk.reader.told import told_of_box, told_of_claim
from newsroom.desk.reading import Reading
from newsroom.ledger.panel import admin_path
from sources.models import Article
from sources.text import paragraphs

PREFIX = "citations-0"
MODULES = [
    "newsroom/combobox.js",
    *(
        f"desk/reader/{name}.js"
        for name in (
            *("asking", "boxes", "claiming", "claims", "drafts", "highlights", "items", "keys", "linking", "marking"),
            *("panel", "recorded", "saving", "sending", "text", "words"),
        )
    ),
]
"""What the page's script imports: asked for at once rather than one after the other."""
LABELS = {"predicate": "Asked", "population": "Counted", "said_words": "When, in words"}
MAY = {"claim": "events.add_claim", "source": "sources.add_source", "incident": "events.add_incident"}


def reader_view(request: HttpRequest, context: dict[str, Any], key: int) -> HttpResponse:
    """`context` is the admin site's own."""
    article = article_to_read(request, key)
    reading = Reading(article)
    if reading.newest is None:
        messages.warning(request, "No text of this article was captured, so there is nothing to read in it.")
        return HttpResponseRedirect(admin_path(article))
    page = {
        "title": article.headline,
        "subtitle": "Read",
        "opts": article._meta,  # noqa: SLF001  Django's documented attribute
        "is_nav_sidebar_enabled": False,  # the width is for the text
        "article": article,
        "article_path": admin_path(article),
        "published": time_words(article.published),
        "version": reading.newest,
        "text": text_as_stored(reading.newest.text),
        "form": _with_short_labels(ClaimForm()),
        "citation": CitationForm(prefix=PREFIX),
        "boxes": {box.short: _shown(box) for box in BOXES},
        "new_incident": NewIncident(prefix=f"{INCIDENT.name}-new", reported_on=None),
        "keys": KEYS,
        "modules": MODULES,
        "state": _state(request, article, reading),
    }
    return TemplateResponse(request, "admin/desk/reader.html", {**context, **page})


def _with_short_labels(form: ClaimForm) -> ClaimForm:
    """The panel is narrow, and its parts have headings."""
    for name, label in LABELS.items():
        form.fields[name].label = label
    return form


def _shown(box: Box) -> dict[str, Any]:
    """With the question of what kind a source is that is made in this box."""
    return {"box": box, "kind": NewSource(prefix=f"{box.name}-new")["kind"] if box.makes == "source" else None}


def text_as_stored(text: str) -> SafeString:
    """The paragraphs as elements, what stands between them as it is: the text content is the text itself.

    Offsets are counted through it by the scripts, so not a character may be added or lost.
    """
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text)))


def _pieces(text: str) -> Iterator[SafeString | str]:
    at = 0
    for paragraph in paragraphs(text):
        yield text[at : paragraph.start]
        yield format_html('<p dir="auto" id="paragraph-{}">{}</p>', paragraph.number, paragraph.text)
        at = paragraph.end
    yield text[at:]


def _state(request: HttpRequest, article: Article, reading: Reading) -> dict[str, Any]:
    """What the scripts start from; nothing in it is a row that the reader of the page may not see."""
    names = ("suggestions", "ask", "save", "links", "link", "dismiss")
    version = reading.newest
    return {
        "version": version.pk if version else None,
        "user": request.user.pk,
        "language": article.language,
        "outlet": told_of_box(article.outlet),
        "may": {name: request.user.has_perm(right) for name, right in MAY.items()},
        "paths": {
            "login": reverse("admin:login"),
            **{name: reverse(f"admin:desk_read_{name}", args=[article.pk]) for name in names},
        },
        "claims": [told_of_claim(claim) for claim in reading.claims],
    }

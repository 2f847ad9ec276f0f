"""Posting to the Reader as its page does."""

from typing import Any

from django.test import Client
from django.urls import reverse

from sources.models import Article


def path(name: str, article: Article) -> str:
    return reverse(f"admin:desk_read{name and f'_{name}'}", args=[article.pk])


def posted(article: Article, words: str, **boxes: Any) -> dict[str, str]:
    """A claim of these words of the newest text, with the boxes given: “four people killed”, by default."""
    version = article.newest_version
    assert version is not None
    start = version.text.index(words)
    stated = {
        "citations-0-version": version.pk,
        "citations-0-start": start,
        "citations-0-end": start + len(words),
        "citations-0-words": words,
        "citations-0-rendering": "paraphrase",
        "citations-0-verb_class": "neutral",
        "predicate": "killed",
        "population": "persons",
        "quantity_words": "four",
        "polarity": "affirms",
        "certainty": "stated",
        "medium": "unknown",
    }
    return {name: str(value) for name, value in {**stated, **boxes}.items()}


def save(browser: Client, article: Article, words: str, **boxes: Any) -> Any:
    return browser.post(path("save", article), posted(article, words, **boxes))


def suggestions(browser: Client, article: Article) -> list[dict[str, Any]]:
    response = browser.get(path("suggestions", article))
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["suggestions"]
    return found

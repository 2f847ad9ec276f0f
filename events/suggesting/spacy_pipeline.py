"""spaCy as one function from a text to the names in it. The only module that knows the package, which is optional."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class EngineMissing(RuntimeError):
    """An optional engine is not installed; the message says what to install."""


class Entity(NamedTuple):
    """A name in the text, `start` to `end` in code points; the label is one of OntoNotes (PERSON, ORG, GPE …)."""

    start: int
    end: int
    label: str


class Pipeline(NamedTuple):
    """What recognises names, and what it is called with its version."""

    version: str
    entities: Callable[[str], list[Entity]]


def load_pipeline(model: str) -> Pipeline:
    """The pipeline of an installed model. Nothing is ever downloaded. Raises `EngineMissing`."""
    try:
        import spacy
    except ImportError as missing:
        message = "spaCy is not installed: pip install 'newsroom[spacy]', then a model for it (en_core_web_sm)."
        raise EngineMissing(message) from missing
    try:
        language = spacy.load(model)
    except OSError as missing:
        message = f"The spaCy model “{model}” is not installed: python -m spacy download {model}."
        raise EngineMissing(message) from missing
    return pipeline_of(language)


def pipeline_of(language: Any) -> Pipeline:
    """A loaded spaCy language; its name and version become part of the engine's."""
    about = language.meta
    version = f"{about.get('lang', '')}_{about.get('name', '')}-{about.get('version', '')}"
    return Pipeline(version, lambda text: list(_entities(language(text))))


def _entities(document: Any) -> Iterator[Entity]:
    for entity in document.ents:
        yield Entity(entity.start_char, entity.end_char, entity.label_)

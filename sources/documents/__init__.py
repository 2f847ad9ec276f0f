"""What is public of sources and articles, and how it is made from the working rows."""

from newsroom.ledger.registry import register
from sources.documents.articles import ARTICLE
from sources.documents.sources import SOURCE


def register_kinds() -> None:
    register(SOURCE)
    register(ARTICLE)

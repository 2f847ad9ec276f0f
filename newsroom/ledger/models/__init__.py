"""The tables of the ledger, one file a purpose."""

from newsroom.ledger.models.documents import (
    PUBLIC_ID_LENGTH,
    SHA256_LENGTH,
    Act,
    Basis,
    Entry,
    Line,
    Mention,
    Operation,
    Outdated,
    Publication,
    PublicationQuerySet,
    Reason,
    Term,
    Visibility,
    moment_text,
    newest_by,
)
from newsroom.ledger.models.regroupings import Merge, Split

__all__ = [
    "PUBLIC_ID_LENGTH",
    "SHA256_LENGTH",
    "Act",
    "Basis",
    "Entry",
    "Line",
    "Mention",
    "Merge",
    "Operation",
    "Outdated",
    "Publication",
    "PublicationQuerySet",
    "Reason",
    "Split",
    "Term",
    "Visibility",
    "moment_text",
    "newest_by",
]

"""Names in the form they are looked up by: case and marks folded, one blank between words."""

import unicodedata


def fold(name: str) -> str:
    """The name without case, marks and doubled blanks: “Ǧanīn ” → “ganin”."""
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())

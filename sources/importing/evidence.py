"""How much speaks for two texts being versions of one report, where their keys alone do not settle it."""

import re

LEAST_SHARED = 0.4
"""Below this share of common words two texts under one weak key are not taken for versions of one report.

Measured as Jaccard similarity of the sets of words of four letters and more. A correction shares over 0.9, a
story rewritten as it grows 0.4 to 0.7, two stories of the same events below 0.2, two licences in legal English
up to 0.38 and unrelated texts below 0.1. Below it a question is asked (give --outlet or --id).
"""

_WORD = re.compile(r"\w{4,}")


def words_of(text: str) -> frozenset[str]:
    """The different words of four letters and more, case folded; all runs of letters if none is so long."""
    folded = text.casefold()
    return frozenset(_WORD.findall(folded) or folded.split())


def shared_words(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of the words of both that stand in each: 0 to 1."""
    together = len(first | second)
    return len(first & second) / together if together else 0.0

"""Text that was decoded in the wrong encoding and stored so (“â€œ” for a quotation mark, “Ã©” for é).

Said and shown, never mended silently: in rare texts such letters are meant.
"""

import re
from dataclasses import replace

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

from sources.importing.proposals import propose_wire_credits
from sources.importing.records import ArticleRecord
from sources.text import clip

_NO_GUESSING = TextFixerConfig(replace_lossy_sequences=False)
_CAN_BE_BAD = re.compile("[^\x00-\x7f]{2}|[\x80-\x9fÂÃ]")
_LINES_TRIED = 100
_LETTERS_TRIED = 1000
_BEFORE, _SHOWN = 20, 60


def propose_repair(text: str) -> str | None:
    """A sentence that says how much of a text looks wrongly decoded, and how it would read; null if none of it does.

    Linear in the text; of the lines that look so, the beginnings of the first hundred are tried.
    """
    bad = [line for line in text.split("\n") if _is_bad(line)]
    for line in bad[:_LINES_TRIED]:
        tried = line[:_LETTERS_TRIED]
        fixed = _fixed(tried)
        if fixed != tried:
            return _sentence(tried, fixed, len(bad))
    return None


def repaired(text: str) -> str:
    """The text as it read before it was wrongly decoded; lines that do not look so stay as they are."""
    return "\n".join(_fixed(line) if _is_bad(line) else line for line in text.split("\n"))


def read_rightly(record: ArticleRecord, *, mends: bool) -> ArticleRecord:
    """The record with a note on text that looks wrongly decoded, or with that text put right where it is asked for."""
    proposed = propose_repair(record.text) if _CAN_BE_BAD.search(record.text) else None
    if proposed is None:
        return record
    if not mends:
        hint = "If that is right, import it with --repair-mojibake."
        return replace(record, notes=(*record.notes, f"{proposed} {hint}"))
    text, headline = repaired(record.text), repaired(record.headline)
    note = "It was decoded wrongly once and was put right, as asked with --repair-mojibake."
    wire_credits = propose_wire_credits(text) if record.wire_credits else ()
    return replace(record, text=text, headline=headline, wire_credits=wire_credits, notes=(*record.notes, note))


def _is_bad(line: str) -> bool:
    return bool(_CAN_BE_BAD.search(line)) and is_bad(line)


def _fixed(line: str) -> str:
    return fix_encoding(line, _NO_GUESSING)


def _sentence(line: str, fixed: str, lines: int) -> str:
    at = next((at for at, (old, new) in enumerate(zip(line, fixed, strict=False)) if old != new), len(fixed))
    start = max(0, at - _BEFORE)
    many = "1 line" if lines == 1 else f"{lines:,} lines"
    old, new = clip(line[start:], _SHOWN), clip(fixed[start:], _SHOWN)
    return f"Looks wrongly decoded in {many}, kept as it is: “{old}” would be “{new}”."

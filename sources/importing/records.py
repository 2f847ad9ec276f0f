"""What every reader makes of its bytes: one frozen record an article, or one problem that says the mend."""

from dataclasses import dataclass
from typing import Literal, get_args

from sources.publication_times import PublicationTime

MAX_TEXT_BYTES = 5 * 1024 * 1024
"""The longest text taken, in bytes of UTF-8."""

Reason = Literal[
    "empty",  # nothing but white space or header lines
    "too_large",  # more than MAX_TEXT_BYTES
    "not_text",  # binary, or text that cannot be stored
    "wrong_encoding",  # bytes that are not UTF-8, or broken UTF-16
    "impossible_date",
    "unknown_key",
    "duplicate_key",  # given twice with two values
    "missing",  # something the form requires is not there
    "contradiction",  # two parts of the record exclude each other
    # What the pipeline refuses, before or after a reader has seen the bytes:
    "unreadable",  # gone, or no right to read it
    "special_file",  # a device, a pipe, a link to somewhere else
    "path_too_long",
    "unknown_format",  # a known format that no reader takes yet
    "too_long",  # a header value that its column cannot hold
    "malformed",  # an address, a language tag or a name that is none
    "ambiguous_outlet",  # several sources are called so
    "conflict",  # the keys of the item point to different articles, or to one it hardly can be
    "not_stored",  # the database refused it
]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class WireCredit:
    """An agency named in a closing credit: proposed, its part unknown. `text[start:end] == credit_text`."""

    agency: str
    credit_text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One report as one file or feed item gives it; "" and null mean not given, never "none".

    The text is normalised (`sources.text.normalise`). A proposed headline was made from the lead.
    """

    text: str
    headline: str = ""
    headline_is_proposed: bool = False
    outlet: str = ""
    url: str = ""
    bylines: tuple[str, ...] = ()
    language: str = ""
    published: PublicationTime | None = None
    wire_credits: tuple[WireCredit, ...] = ()
    dateline: str = ""
    external_id: str = ""


class RecordProblem(Exception):
    """Why one item was refused: a closed reason, what is wrong, how to mend it, and the line (from 1)."""

    def __init__(self, reason: Reason, message: str, *, hint: str = "", line: int | None = None) -> None:
        super().__init__(reason, message, hint, line)
        self.reason = reason
        self.message = message
        self.hint = hint
        self.line = line

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        hint = f". {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"

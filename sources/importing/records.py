"""What every reader makes of its bytes: one frozen record an article, or one problem that says the mend."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from sources.publication_times import PublicationTime

MAX_TEXT_BYTES = 5 * 1024 * 1024
"""The longest text taken, in bytes of UTF-8."""

Reason = Literal[
    "empty",  # nothing but white space or header lines
    "too_large",  # more than MAX_TEXT_BYTES
    "not_text",  # binary, or text that cannot be stored
    "wrong_encoding",  # bytes that are not in the encoding that they are said to be in, UTF-8 if nothing is said
    "impossible_date",
    "unknown_key",
    "duplicate_key",  # given twice with two values
    "missing",  # something the form requires is not there
    "contradiction",  # two parts of the record exclude each other
    "malformed",  # not well-formed, or an address, a language tag or a name that is none
    "invalid",  # well-formed, but not what the format's schema or specification asks for
    "unsafe",  # a document type, an entity, a bomb, a path out of its archive, nesting without end
    "quote_not_found",  # the quoted words of a claim do not stand in the text
    "quote_ambiguous",  # they stand in it more than once
    "unknown_value",  # a word that is none of a closed list, such as a predicate that nobody defined
    # What the pipeline refuses, before or after a reader has seen the bytes:
    "not_fetched",  # its address gave nothing; the message says why
    "unreadable",  # gone, or no right to read it
    "special_file",  # a device, a pipe, a link to somewhere else
    "path_too_long",
    "unknown_format",  # recognisably something that no reader takes
    "too_long",  # a value that its column cannot hold
    "ambiguous_outlet",  # several sources are called so
    "conflict",  # the keys of the item point to different articles, or the same version has another text
    "older_release",  # of a data set whose newer release is held
    "not_stored",  # the database refused it
]
REASONS: tuple[Reason, ...] = get_args(Reason)

PubStatus = Literal["", "usable", "withheld", "canceled"]
Event = Literal[
    "", "update", "correction", "corrective", "refile", "repeat", "withhold", "release", "withdraw", "takedown"
]
"""What a version is, in the words of `sources.models.texts.ArticleEvent`; "" where the item does not say."""

NOTICES: tuple[Event, ...] = ("withhold", "release", "withdraw", "takedown")
"""The events whose item may come without a text: they say something of the report, not what it says."""


@dataclass(frozen=True, slots=True)
class WireCredit:
    """An agency named in a closing credit: proposed, its part unknown. `text[start:end] == credit_text`."""

    agency: str
    credit_text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim that an item gives with its article, in the item's own words; "" means not given.

    `quote` are words of the text, `occurrence` which of several places is meant (from 1). The rest is read by
    whoever records claims: `value` are the words of the answer ("at least six"), `incident` an id or a name.
    """

    quote: str
    predicate: str = ""
    value: str = ""
    population: str = ""
    party: str = ""
    incident: str = ""
    said_by: str = ""
    speaks_for: str = ""
    title: str = ""
    medium: str = ""
    rendering: str = ""
    verb: str = ""
    polarity: str = ""
    certainty: str = ""
    said: str = ""
    occurrence: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One report as one file or feed item gives it; "" and null mean not given, never "none".

    The text is normalised (`sources.text.normalise`); only one of the `NOTICES` comes without any. A proposed
    headline was made from the lead. `external_id` is the outlet's, `supersedes` that of a report which this one
    replaces. `version` is the outlet's own number. `published` is when this version was published;
    `first_published` when the report first was, where the item says that apart. `public_notice` may be issued,
    `editorial_note` never leaves the house. `topics` are IPTC codes such as medtop:16000000. `notes` say in
    sentences what the reader left out or assumed.
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
    version: int | None = None
    first_published: PublicationTime | None = None
    event: Event = ""
    pub_status: PubStatus = ""
    embargoed_until: dt.datetime | None = None
    rights: str = ""
    public_notice: str = ""
    editorial_note: str = ""
    topics: tuple[str, ...] = ()
    supersedes: str = ""
    claims: tuple[ClaimRecord, ...] = ()
    notes: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a file, or why there is none.

    `place` says where in the file it stands: "" where it is the whole file, else a short name that no other
    item of the file has ("entry 3", "line 7"). `raw_sha256` is the hash of its own bytes, "" where the file's
    counts.
    """

    made: ArticleRecord | RecordProblem
    place: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of the bytes besides themselves: the address they came from, the encoding that somebody named."""

    address: str = ""
    encoding: str = ""


Reader = Callable[[bytes, Given], Iterable[Item]]
"""From the bytes of a file to its items, one by one and pure. Raises nothing but `RecordProblem`, for the whole."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write reports down, and how to tell it.

    `recognises` is asked with the first 4,096 bytes and the file's ending in lower case (".xml").
    """

    name: str
    label: str
    read: Reader
    recognises: Callable[[bytes, str], bool]

"""From rows to articles: one row an article, and rows of the same article that follow it add claims.

They have the same id, else the same address, else the same text, and otherwise blank cells or equal ones. Where any
row of an article is wrong, the article is refused, so that it never comes in with some of its claims only.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sources.importing.columns import SEVERAL, Cells, nearest_column, read_article, read_claim, shown
from sources.importing.event_words import SIGNALS
from sources.importing.records import NOTICES, ArticleRecord, ClaimRecord, Item, RecordProblem
from sources.text import UnusableText, as_line, normalise, paragraphs

MOST_CLAIMS = 1000
"""The most claims that one article brings."""

MOST_BETWEEN = 100
"""The most refused rows behind which an article may go on."""

MOST_REFUSED = 1000
"""The most items in a row that are refused one by one."""

MOST_UNKNOWN = 20
"""The most unknown columns that are named."""

_KEPT_LINES = frozenset(["public_notice", "editorial_note", "rights", "claim_quote"])
_BEFORE = re.compile(r"\A[\s\ufeff]+")
_OF_THE_ARTICLE = ("outlet", "version", "published", "text", "event", "status")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one object: its cells by column without blank ones, the claims in it, its own bytes."""

    line: int
    place: str
    raw: bytes
    cells: Cells
    claims: Sequence[Mapping[str, str]] = ()

    def word(self, column: str) -> str:
        return "; ".join(self.cells.get(column, ()))

    def refused(self, problem: RecordProblem) -> Item:
        return Item(at_line(problem, self.line), self.place, hashlib.sha256(self.raw).hexdigest())


@dataclass(slots=True)
class UnknownNames:
    """Columns that nobody knows, each said once: in the notes of the first article that comes in after it."""

    _met: set[str] = field(default_factory=set)
    _unsaid: list[str] = field(default_factory=list)

    def meet(self, name: str) -> None:
        if name in self._met or len(self._met) > MOST_UNKNOWN:
            return
        self._met.add(name)
        nearest = nearest_column(name)
        meant = f"; did you mean “{nearest}”?" if nearest else "."
        left_out = f"The column “{shown(name)}” is unknown and left out{meant}"
        self._unsaid.append(left_out if len(self._met) <= MOST_UNKNOWN else "More unknown columns are left out.")

    def take(self) -> tuple[str, ...]:
        """What has not been said yet."""
        said, self._unsaid = tuple(self._unsaid), []
        return said


def at_line(problem: RecordProblem, line: int) -> RecordProblem:
    """The same problem with its line in the file, where it does not name one itself."""
    if problem.line is not None:
        return problem
    return RecordProblem(problem.reason, problem.message, hint=problem.hint, line=line)


def put(cells: dict[str, tuple[str, ...]], column: str, words: Iterable[str]) -> None:
    """Fill a cell; a blank one is left out. Raises `RecordProblem`: not_text, or contradiction for a second value."""
    given = tuple(filter(None, (_clean(column, word) for word in words)))
    if given and cells.setdefault(column, given) != given:
        message = f"two values for {column}: “{shown(cells[column][0])}” and “{shown(given[0])}”"
        hint = "Two columns mean the same here; leave one of them blank."
        raise RecordProblem("contradiction", message, hint=hint)


def split_several(column: str, value: str) -> Sequence[str]:
    """The values of a cell: several with `;` between them where the column is of that kind."""
    return value.split(";") if column in SEVERAL else (value,)


def gather(rows: Iterable[Row | Item], unknown: UnknownNames) -> Iterator[Item]:
    """One item an article, and one for every row that is refused; what is an item already is passed on.

    Keeps a hash of every article's key, about 400 bytes, to tell a second text under the same key. Stops, and says
    so, where so many rows in a row are refused that the file must be something else.
    """
    refused = 0
    for item in _gathered(rows, unknown):
        yield item
        refused = refused + 1 if isinstance(item.made, RecordProblem) else 0
        if refused == MOST_REFUSED:
            message = f"{MOST_REFUSED:,} items in a row were refused; what is behind {item.place} is not read"
            problem = RecordProblem("malformed", message, hint="Mend what is wrong with all of them, or cut it out.")
            yield Item(problem, f"behind {item.place}")
            return


def _gathered(rows: Iterable[Row | Item], unknown: UnknownNames) -> Iterator[Item]:
    seen = _Seen()
    current: _Article | Item | None = None
    for row in rows:
        if not (isinstance(current, _Article) and current.takes(row, seen)):
            yield from _items(current, unknown)
            current = seen.opened(row)
    yield from _items(current, unknown)


def _items(current: "_Article | Item | None", unknown: UnknownNames) -> Iterable[Item]:
    if isinstance(current, _Article):
        return current.items(unknown)
    return [current] if current else []


def _clean(column: str, word: str) -> str:
    try:
        if column != "text" and column not in _KEPT_LINES:
            return as_line(word)
        normal = normalise(word)
    except UnusableText as error:
        raise RecordProblem("not_text", f"{column}: {error}") from error
    if column in _KEPT_LINES:
        return _BEFORE.sub("", normal).rstrip()
    blocks = paragraphs(normal)
    return normal[blocks[0].start : blocks[-1].end] if blocks else ""


class _Article:
    """The rows of one article, as far as they have come."""

    def __init__(self, row: Row) -> None:
        self._first = row
        self._hash = hashlib.sha256(row.raw)
        self._claims: list[ClaimRecord] = []
        self._refused_between: list[Item] = []
        self._problem: RecordProblem | None = None
        self._record: ArticleRecord | None = None
        try:
            self._record = _opened(row)
            self._claims += map(read_claim, row.claims)
        except RecordProblem as problem:
            self._problem = at_line(problem, row.line)

    def takes(self, row: Row | Item, seen: "_Seen") -> bool:
        """True for one more row of this article, and for one that is refused: the article may go on behind it."""
        if isinstance(row, Row) and self._goes_on_in(row):
            self._add(row)
            return True
        refused = seen.refused(row)
        if refused is None or len(self._refused_between) >= MOST_BETWEEN:
            return False
        self._refused_between.append(refused)
        return True

    def items(self, unknown: UnknownNames) -> Iterator[Item]:
        yield Item(self._made(unknown), self._first.place, self._hash.hexdigest())
        yield from self._refused_between

    def _made(self, unknown: UnknownNames) -> ArticleRecord | RecordProblem:
        if self._problem or self._record is None:
            return self._problem or _no_text(self._first)
        return replace(self._record, claims=tuple(self._claims), notes=(*self._record.notes, *unknown.take()))

    def _goes_on_in(self, row: Row) -> bool:
        """True for a row of the same report that does not say itself that it is another version of it."""
        first = self._first
        key = next((column for column in ("id", "url", "text") if row.word(column)), "")
        is_same = bool(key) and row.word(key) == first.word(key)
        return is_same and all(row.word(column) in ("", first.word(column)) for column in _OF_THE_ARTICLE)

    def _add(self, row: Row) -> None:
        self._hash.update(b"\n" + row.raw)
        try:
            self._check(row)
            self._claims += map(read_claim, row.claims)
        except RecordProblem as problem:
            self._problem = self._problem or at_line(problem, row.line)

    def _check(self, row: Row) -> None:
        other = next((column for column in row.cells if row.word(column) != self._first.word(column)), "")
        if other:
            message = f"{other} is “{shown(row.word(other))}” here and another in line {self._first.line}"
            hint = "Give what is said of the article once, or the same in all of its rows."
            raise RecordProblem("contradiction", message, hint=hint)
        if len(self._claims) + len(row.claims) > MOST_CLAIMS:
            self._claims.clear()
            hint = "Bring them in with several imports."
            raise RecordProblem("too_large", f"the article has more than {MOST_CLAIMS:,} claims", hint=hint)


def _opened(row: Row) -> ArticleRecord:
    if len(row.claims) > MOST_CLAIMS:
        raise RecordProblem("too_large", f"the article has more than {MOST_CLAIMS:,} claims", hint="Split it.")
    if row.claims and not row.word("text"):
        raise _no_text(row)
    return read_article(row.cells)


def _no_text(row: Row) -> RecordProblem:
    hint = "Put the row directly behind its article's, with the same id; or fill in the text."
    return RecordProblem("missing", "claims without the article they are read in", hint=hint, line=row.line)


class _Seen:
    """In which line each report of the file stands, by id or address."""

    def __init__(self) -> None:
        self._lines: dict[bytes, tuple[int, bytes]] = {}

    def opened(self, row: Row | Item) -> _Article | Item:
        """The article that begins in a row, or the item of one that is not taken."""
        if isinstance(row, Item):
            return row
        if refused := self.refused(row):
            return refused
        place = (row.line, _hash(row.word("text")))
        for key in _keys(row):
            self._lines.setdefault(key, place)
        return _Article(row)

    def refused(self, row: Row | Item) -> Item | None:
        """The item of a row that is not taken; null for one that is."""
        if isinstance(row, Item):
            return row
        clash = self._clash(row)
        return row.refused(clash) if clash else None

    def _clash(self, row: Row) -> RecordProblem | None:
        """The problem of a row whose report stands further above, and which is no other version of it."""
        keys = _keys(row)
        met = self._lines.get(keys[0]) if keys else None
        if met is None:
            return None
        line, text = met
        is_notice = SIGNALS.get(row.word("event").lower(), "") in NOTICES
        if row.word("text") and text != _hash(row.word("text")) and not is_notice:
            message = f"the report of line {line} again, with another text"
            hint = "Give each version its number or its time of publication, each report its own id."
            return RecordProblem("duplicate_key", message, hint=hint)
        if row.claims:
            hint = "Put the rows of one article directly behind each other."
            return RecordProblem("duplicate_key", f"claims apart from their article in line {line}", hint=hint)
        return None


def _keys(row: Row) -> list[bytes]:
    """What tells the report of a row from others: with its version or time if given, then without."""
    key = ("id", row.word("outlet"), row.word("id")) if row.word("id") else ("url", row.word("url"))
    if not key[-1]:
        return []
    version = row.word("version") or row.word("published")
    return [_hash("\0".join((*key, version))), *([_hash("\0".join((*key, "")))] if version else [])]


def _hash(words: str) -> bytes:
    return hashlib.blake2b(words.encode(), digest_size=12).digest()

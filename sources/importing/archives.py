"""The records of a web archive, WARC or ARC, plain or gzipped, one by one and only as far as their lengths are true.

A record whose stated length does not end where the next one begins is not handed out: its content would be cut or
mixed with another's. Behind it nothing can be trusted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from warcio.recordloader import ARCHeadersParser
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from sources.importing.columns import shown
from sources.importing.inflating import GZIP, Budget, gunzip
from sources.importing.records import RecordProblem

MOST_HEADERS = 64 * 1024
"""The most bytes of the headers of one record."""

_WARC = StatusAndHeadersParser(["WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18"])
_ARC = ARCHeadersParser()
_FIRST_LINE = re.compile(rb"WARC/[01]\.|[A-Za-z][A-Za-z0-9+.-]*:\S* \S+ [0-9]+ .* [0-9]+\s*\Z")
_LINE_ENDS = re.compile(rb"[\r\n]*")
_MOST_DIGITS = 15
_STEP = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number in the archive (from 1), what its headers say, and its block of bytes if it was wanted."""

    number: int
    kind: str
    address: str
    captured: str
    digest: str
    content_type: str
    length: int
    truncated: str = ""
    block: bytes = b""


class BrokenArchive(Exception):
    """From here on the archive cannot be read: from which record, and why."""

    def __init__(self, number: int, problem: RecordProblem) -> None:
        super().__init__(number, problem)
        self.number = number
        self.problem = problem


def looks_like_archive(head: bytes) -> bool:
    """True for the first bytes of a WARC or ARC file, gzipped or not."""
    if head.startswith(GZIP):
        try:
            head = next(gunzip(head, Budget())).piece
        except RecordProblem:
            return False
    return head.lstrip(b"\r\n").startswith((b"WARC/", b"filedesc://"))


def records(raw: bytes, budget: Budget, wanted: Callable[[Record], bool]) -> Iterator[Record]:
    """The records in their order, with the blocks of those that are wanted. Raises `BrokenArchive`."""
    stream = _Stream(raw, budget)
    number = 1
    try:
        line = stream.first_line()
        while line:
            record, line, broken = _read_record(stream, line, number, wanted)
            yield record
            number += 1
            if broken:
                raise broken
    except RecordProblem as problem:
        raise BrokenArchive(number, problem) from problem


def _read_record(
    stream: "_Stream", line: bytes, number: int, wanted: Callable[[Record], bool]
) -> tuple[Record, bytes, RecordProblem | None]:
    """The record that begins with this line, the first line of the next, and why that cannot be read if so."""
    place = stream.place_of_line
    record = _parse(stream, line, number)
    block = stream.block(record.length, keep=wanted(record))
    try:
        line = stream.first_line()
    except RecordProblem as broken:
        return replace(record, block=block), b"", broken
    if not _FIRST_LINE.match(line) and not b"WARC/1.".startswith(line):  # as far as a cut archive goes
        message = f"the record {place} has another length than the {record.length:,} bytes it says"
        raise RecordProblem("malformed", message, hint="It is damaged; fetch the archive again.")
    return replace(record, block=block), line, None


def _parse(stream: "_Stream", line: bytes, number: int) -> Record:
    try:
        if line.startswith(b"WARC/"):
            return _of_warc(_WARC.parse(stream, line), number, stream.place_of_line)
        return _of_arc(_ARC.parse(stream, line), number, stream.place_of_line)
    except (EOFError, StatusAndHeadersParserException) as error:
        message = f"no record of a web archive begins {stream.place_of_line}"
        hint = "The file is damaged from there on, or no web archive."
        raise RecordProblem("malformed", message, hint=hint) from error


def _of_warc(headers: Any, number: int, place: str) -> Record:
    def said(name: str) -> str:
        return str(headers.get_header(name, "")).strip()

    return Record(
        number,
        kind=said("WARC-Type").lower(),
        address=said("WARC-Target-URI").removeprefix("<").removesuffix(">"),  # as an old version of Wget wrote it
        captured=said("WARC-Date"),
        digest=said("WARC-Payload-Digest"),
        content_type=said("Content-Type"),
        length=_length(said("Content-Length"), place),
        truncated=said("WARC-Truncated"),
    )


def _of_arc(headers: Any, number: int, place: str) -> Record:
    address, date = headers.get_header("uri", ""), headers.get_header("archive-date", "")
    is_date = len(date) == 14 and date.isdecimal()
    is_about_itself = address.startswith("filedesc://")
    return Record(
        number,
        kind="filedesc" if is_about_itself else "response",
        address=address,
        captured=f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:]}Z" if is_date else date,
        digest="",
        content_type="application/http",
        length=max(0, _length(headers.get_header("length", ""), place) - headers.total_len),
    )


def _length(said: str, place: str) -> int:
    if not said.isdecimal() or not said.isascii() or len(said) > _MOST_DIGITS:
        message = f"the record {place} says that its length is “{shown(said)}”"
        raise RecordProblem("malformed", message, hint="The archive is damaged there; fetch it again.")
    return int(said)


class _Stream:
    """The inflated bytes of an archive, forwards, and where in the file they stand."""

    def __init__(self, raw: bytes, budget: Budget) -> None:
        self._pieces = _gzipped(raw, budget) if raw.startswith(GZIP) else _plain(raw)
        self._piece, self._at = b"", 0
        self._begins, self._is_exact = 0, True
        self._headers_left = 0
        self.place_of_line = ""

    def first_line(self) -> bytes:
        """The first line of the next record, behind any line ends; b"" at the end of the archive."""
        while self._fill():
            found = _LINE_ENDS.match(self._piece, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._piece):
                break
        self._headers_left = MOST_HEADERS
        self.place_of_line = self._place()
        return self.readline()

    def readline(self) -> bytes:
        """A line of headers. Raises `RecordProblem` once those of one record are longer than headers are."""
        line = b""
        while not line.endswith(b"\n") and self._fill():
            end = self._piece.find(b"\n", self._at) + 1 or len(self._piece)
            line += self._read(end - self._at)
            if len(line) > self._headers_left:
                message = f"the headers {self.place_of_line} have more than {MOST_HEADERS:,} bytes"
                raise RecordProblem("malformed", message, hint="The archive is damaged there; fetch it again.")
        self._headers_left -= len(line)
        return line

    def block(self, length: int, *, keep: bool) -> bytes:
        """The next bytes, or nothing if they are only passed over. Raises `RecordProblem` if there are fewer."""
        kept = []
        left = length
        while left and self._fill():
            read = self._read(left)
            left -= len(read)
            if keep:
                kept.append(read)
        if left:
            message = f"the record {self.place_of_line} says that it has {length:,} bytes; {left:,} are missing"
            raise RecordProblem("malformed", message, hint="The archive is cut or damaged; fetch it again.")
        return b"".join(kept)

    def _read(self, size: int) -> bytes:
        read = self._piece[self._at : self._at + size]
        self._at += len(read)
        return read

    def _fill(self) -> bool:
        """True if the piece at hand has bytes left, or there is another one."""
        while self._at >= len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return False
            (self._begins, self._is_exact, self._piece), self._at = piece, 0
        return True

    def _place(self) -> str:
        """In a gzip file only the member can be named."""
        return f"at offset {self._begins + self._at:,}" if self._is_exact else f"at or behind offset {self._begins:,}"


def _plain(raw: bytes) -> Iterator[tuple[int, bool, bytes]]:
    return ((start, True, raw[start : start + _STEP]) for start in range(0, len(raw), _STEP))


def _gzipped(raw: bytes, budget: Budget) -> Iterator[tuple[int, bool, bytes]]:
    return ((step.member, False, step.piece) for step in gunzip(raw, budget))

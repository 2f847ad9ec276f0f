"""From the bytes of a text file to text: UTF-8, what a byte order mark says, or a named encoding; no guessing.

Where bytes are none of these, the problem says in which encodings they would read well (`encoding_hints`), and a
person names one. A byte order mark is stronger than a name: it stands in the bytes themselves.
"""

import codecs
import io
import re
from collections.abc import Iterator
from difflib import get_close_matches

from sources.importing.encoding_hints import is_nearly_utf8, readings, unmarked_utf
from sources.importing.records import MAX_TEXT_BYTES, RecordProblem
from sources.text import UnusableText, clip, normalise

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORTH_NAMING = (
    *("utf-8", "utf-16-le", "utf-16-be", "windows-1250", "windows-1251", "windows-1252", "windows-1253"),
    *("windows-1254", "windows-1255", "windows-1256", "iso-8859-2", "iso-8859-15", "koi8-r", "gb18030"),
)
_NOT_OF_FILES = frozenset(["idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"])
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1b")
_MOST_CONTROLS = 0.05
_OF_ALL_CHARACTERS = ("utf", "gb18030")  # in these a control character is meant
_C1 = re.compile("[\x80-\x84\x86-\x9f]")  # no text has them; 0x85 is a line end of mainframes
_C1_BYTES = re.compile(rb"[\x80-\x9f]")
_CHUNK = 1 << 18


def decode(raw: bytes, encoding: str = "") -> str:
    """The normalised text of a file, in UTF-8 unless a mark or `encoding` says otherwise.

    Raises `RecordProblem`: too_large, not_text, wrong_encoding, or unknown_value for a name that is no encoding.
    """
    if len(raw) > 2 * MAX_TEXT_BYTES + 4096:  # before any work; UTF-16 takes twice the bytes
        message = f"the file has {len(raw):,} bytes; a text of at most {MAX_TEXT_BYTES:,} is taken"
        raise RecordProblem("too_large", message, hint="Split the file into its reports.")
    codec = checked_codec(raw, encoding)
    try:
        return normalise(raw.decode(codec))
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error


def open_text(raw: bytes, encoding: str = "") -> io.TextIOWrapper:
    """The text of a file of any size to be read in pieces, line ends as they stand and without its mark.

    All of it is checked first; raises `RecordProblem` as `decode` does, for the size excepted.
    """
    return io.TextIOWrapper(io.BytesIO(raw), encoding=checked_codec(raw, encoding), newline="")


def checked_codec(raw: bytes, encoding: str = "") -> str:
    """The name, for Python, of the encoding in which all of these bytes are text. Raises `RecordProblem`."""
    named = codec_named(encoding) if encoding else ""
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), "")
    codec = marked or named or "utf-8"
    if not codec.startswith(("utf-16", "utf-32")):
        _refuse_binary(raw)
    try:
        for piece in _pieces(raw, codec):
            if named and not marked and not codec.startswith(_OF_ALL_CHARACTERS):
                _refuse_c1(raw, piece, encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(raw, error, marked or encoding or "UTF-8") from error
    return codec


def codec_named(encoding: str) -> str:
    """Python's name of the encoding that somebody calls so. Raises `RecordProblem` (unknown_value) if there is none."""
    try:
        if _NAME.fullmatch(encoding):
            codec = codecs.lookup(encoding).name
            " ".encode(codec)  # a LookupError for what is a codec, but none of text
            if codec not in _NOT_OF_FILES:
                return codec
    except LookupError:
        pass
    nearest = get_close_matches(encoding.lower()[:40], _WORTH_NAMING, n=1)
    hint = f"Did you mean {nearest[0]}? " if nearest else ""
    hint += f"Write for example {', '.join(_WORTH_NAMING)}."
    shown = clip("".join(filter(str.isprintable, encoding)), 40)
    raise RecordProblem("unknown_value", f"“{shown}” is no encoding of text", hint=hint)


def _pieces(raw: bytes, codec: str) -> Iterator[str]:
    """The text a piece at a time. A `UnicodeDecodeError` counts from the beginning of all bytes."""
    decoder = codecs.getincrementaldecoder(codec)()
    whole = memoryview(raw)
    for start in range(0, max(len(raw), 1), _CHUNK):
        end = start + _CHUNK
        try:
            yield decoder.decode(bytes(whole[start:end]), final=end >= len(raw))
        except UnicodeDecodeError as error:
            before = min(end, len(raw)) - len(error.object)
            raise UnicodeDecodeError(
                error.encoding, raw, before + error.start, before + error.end, error.reason
            ) from error


def _refuse_binary(raw: bytes) -> None:
    if b"\x00" in raw:
        utf = unmarked_utf(raw)
        if utf:
            message = f"every other byte is NUL: this is {utf[:6].upper()} without its mark"
            hint = f"Give --encoding {utf}, or save the file as UTF-8."
            raise RecordProblem("wrong_encoding", message, hint=hint)
        message = f"a NUL byte at offset {raw.index(0)}: not a text file, or UTF-16 without its mark"
        hint = "If it is UTF-16, give --encoding utf-16-le, or save it as UTF-8."
        raise RecordProblem("not_text", message, hint=hint)
    pieces = (raw[start : start + _CHUNK] for start in range(0, len(raw), _CHUNK))
    controls = len(raw) - sum(len(piece.translate(None, _CONTROLS)) for piece in pieces)
    if controls > len(raw) * _MOST_CONTROLS:
        message = f"{controls} of {len(raw)} bytes are control characters: not a text file"
        raise RecordProblem("not_text", message, hint="Save the report as plain text in UTF-8.")


def _refuse_c1(raw: bytes, piece: str, encoding: str) -> None:
    """For a named encoding that decodes anything: control characters that no text has give it away."""
    found = _C1.search(piece)
    if found:
        message = f"read as {encoding} the text has control characters (U+{ord(found[0]):04X})"
        at = _C1_BYTES.search(raw)
        raise RecordProblem("wrong_encoding", message, hint=_mend(raw, at.start() if at else 0))


def _wrong_encoding(raw: bytes, error: UnicodeDecodeError, name: str) -> RecordProblem:
    is_wide = name.lower().startswith(("utf-16", "utf-32"))
    name = name.removesuffix("-sig").upper() if name.lower().startswith("utf") else name
    message = f"byte {raw[error.start]:#04x} at offset {error.start} is not {name}"
    if is_wide:
        hint = "The file is cut or damaged; fetch it again, or save it as UTF-8."
        return RecordProblem("wrong_encoding", message, hint=hint)
    line = raw.count(b"\n", 0, error.start) + 1
    return RecordProblem("wrong_encoding", message, hint=_mend(raw, error.start), line=line)


def _is_utf8(raw: bytes) -> bool:
    try:
        return all(True for _ in _pieces(raw, "utf-8"))
    except UnicodeDecodeError:
        return False


def _mend(raw: bytes, at: int) -> str:
    if _is_utf8(raw):
        return "It is UTF-8: leave out --encoding."
    if is_nearly_utf8(raw, at):
        return "The rest is UTF-8: the file is damaged at that place. Correct it there, or fetch it again."
    fitting = readings(raw, at)
    if not fitting:
        return "In no encoding known here it reads as text; save it as UTF-8 where it was written."
    best = fitting[0].encoding
    words = ", or as ".join(f"{fit.encoding}: “{fit.sample}”" for fit in fitting)
    choice = "" if len(fitting) == 1 else "the one that reads right, for example "
    convert = f"iconv -f {best.upper()} -t UTF-8 old.txt > new.txt"
    return f"It reads well as {words}. Give {choice}--encoding {best}, or convert it: {convert}"

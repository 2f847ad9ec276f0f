"""From the bytes of a text file to normalised text: UTF-8, or UTF-16 with its mark, and no guessing."""

import codecs

from sources.importing.records import MAX_TEXT_BYTES, RecordProblem
from sources.text import UnusableText, normalise

_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1b")
_MOST_CONTROLS = 0.05


def decode(raw: bytes) -> str:
    """The normalised text of a file. Raises `RecordProblem`: too_large, not_text or wrong_encoding."""
    if len(raw) > 2 * MAX_TEXT_BYTES + 4096:  # before any work; UTF-16 takes twice the bytes
        message = f"the file has {len(raw):,} bytes; a text of at most {MAX_TEXT_BYTES:,} is taken"
        raise RecordProblem("too_large", message, hint="Split the file into its reports.")
    is_utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not is_utf16:
        _refuse_binary(raw)
    try:
        return normalise(raw.decode("utf-16" if is_utf16 else "utf-8"))
    except UnicodeDecodeError as error:
        raise _wrong_encoding(raw, error) from error
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error


def _refuse_binary(raw: bytes) -> None:
    if b"\x00" in raw:
        message = f"a NUL byte at offset {raw.index(0)}: not a text file, or UTF-16 without its mark"
        hint = "If it is UTF-16, convert it: iconv -f UTF-16LE -t UTF-8 old.txt > new.txt"
        raise RecordProblem("not_text", message, hint=hint)
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls > len(raw) * _MOST_CONTROLS:
        message = f"{controls} of {len(raw)} bytes are control characters: not a text file"
        raise RecordProblem("not_text", message, hint="Save the report as plain text in UTF-8.")


def _wrong_encoding(raw: bytes, error: UnicodeDecodeError) -> RecordProblem:
    name = "UTF-16" if error.encoding.startswith("utf-16") else "UTF-8"
    message = f"byte {raw[error.start]:#04x} at offset {error.start} is not {name}"
    line = raw.count(b"\n", 0, error.start) + 1 if name == "UTF-8" else None
    hint = "If the file is Windows-1252 or Latin-1, convert it: iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"
    if name == "UTF-16":
        hint = "The file is cut or damaged; fetch it again, or save it as UTF-8."
    return RecordProblem("wrong_encoding", message, hint=hint, line=line)

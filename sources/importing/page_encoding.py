"""In which encoding a web page is written: a mark, what somebody named, what the page says, else UTF-8."""

import re

from sources.importing.decoding import codec_named, decode
from sources.importing.records import RecordProblem

_LOOKED_AT = 2048
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_MEANT = {  # what browsers take these names for (WHATWG Encoding Standard, 4.2)
    **dict.fromkeys(["iso-8859-1", "latin1", "us-ascii", "ascii"], "windows-1252"),
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
    "utf-16": "utf-8",
}


def decode_page(raw: bytes, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """The normalised text of a page, and a note where it is not in the encoding that it says.

    Bytes that are UTF-8 throughout are it, whatever the page says: browsers save pages so and leave the old name in.
    Raises `RecordProblem` as `decode` does.
    """
    declared = _declared(raw)
    if encoding or not declared or _is_utf8(raw):
        text = decode(raw, encoding)
        is_other = declared and not encoding and not text.isascii() and _codec(declared) != "utf-8"
        return text, ((f"The page says that it is in {declared}, but it is in UTF-8.",) if is_other else ())
    try:
        return decode(raw, _MEANT.get(declared.lower(), declared)), ()
    except RecordProblem as problem:
        message = f"the page says that it is in {declared}: {problem.message}"
        raise RecordProblem(problem.reason, message, hint=problem.hint, line=problem.line) from problem


def _declared(raw: bytes) -> str:
    found = _DECLARED.search(raw, 0, _LOOKED_AT)
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str:
    """Python's name of an encoding, "" if it is none."""
    try:
        return codec_named(name)
    except RecordProblem:
        return ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

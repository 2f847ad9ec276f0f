"""Links as feeds and pages print them, made whole where it is said what they are relative to."""

import re
from urllib.parse import urljoin

from sources.addresses import canonical_address
from sources.text import clip


def read_link(words: str, base: str) -> tuple[str, tuple[str, ...]]:
    """The whole address, resolved against `base` ("" where nothing is known), and a note if it is left out.

    Written as it stands but for blanks, which browsers mend too. Never raises.
    """
    written = _mended(words)
    if not written:
        return "", ()
    address = resolve(written, base)
    try:
        canonical_address(address)
    except ValueError as error:
        why = str(error) if is_absolute(address) else "it is relative, and nothing says to what"
        return "", (f"The link “{clip(_shown(written))}” was left out: {why}.",)
    return address, ()


def resolve(words: str, base: str) -> str:
    """What a link is whose page or feed stands at `base`; the link itself where the two make no address."""
    try:
        return urljoin(base, _mended(words))
    except ValueError:
        return _mended(words)


def is_absolute(words: str) -> bool:
    """True for an address with its scheme, of whatever kind."""
    return bool(_SCHEME.match(words.strip()))


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _mended(words: str) -> str:
    return re.sub(r"[\t\r\n]", "", words.strip()).replace(" ", "%20")


def _shown(words: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in words)

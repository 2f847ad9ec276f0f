"""Web addresses in the one form in which two of them can be compared."""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

_SHARED = {"fbclid", "twclid", "ttclid", "igshid", "igsh", "yclid", "ysclid", "spm", "smid", "ref_src", "ref_url"}
_ADVERTISED = {"gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "cmpid", "s_cid", "ito", "ocid", "wt_mc"}
_COUNTED = {"at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4"}
_MAILED = {"mc_cid", "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "_hsenc", "_hsmi", "_ga", "_gl"}
TRACKING = frozenset(_SHARED | _ADVERTISED | _COUNTED | _MAILED)
"""Query parameters that say who sent the reader, never which page it is; so does every `utm_…`."""

_PORTS = {"http": 80, "https": 443}
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_KEPT = "%/:@!$&'()*+,;=~-._?[]"


def canonical_address(url: str) -> str:
    """The address with a lower-case host and without fragment, default port and tracking parameters.

    Idempotent. What could name another page stays as it is: the scheme, a closing slash, the order of the
    parameters. Raises `ValueError`, saying the mend, for anything but an http or https address with a host,
    and for one that carries a user name or password.
    """
    parts = _split(url.strip())
    path = _escaped(parts.path) or "/"
    kept = [part for part in parts.query.split("&") if part and not _is_tracking(part)]
    query = "?" + "&".join(_escaped(part) for part in kept) if kept else ""
    return f"{parts.scheme}://{_host(parts)}{path}{query}"


def _split(url: str) -> SplitResult:
    if _NOT_IN_AN_ADDRESS.search(url):
        message = "an address holds no white space, control character or backslash"
        raise ValueError(message)
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        message = "not a web address; write it out, with https:// or http:// and the host"
        raise ValueError(message)
    if parts.username is not None or parts.password is not None:
        message = "the address holds a user name or password; leave it out"
        raise ValueError(message)
    return parts


def _host(parts: SplitResult) -> str:
    """The host in lower case (an international name in its ASCII form), with a port that is not the usual."""
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()  # UnicodeError is a ValueError
    if not host:
        message = "the address has no host"
        raise ValueError(message)
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _is_tracking(parameter: str) -> bool:
    name = unquote(parameter.partition("=")[0]).lower()
    return name.startswith("utm_") or name in TRACKING


def _escaped(part: str) -> str:
    """One way to write every character: unreserved ones plainly, others escaped with capital digits."""
    evened = _ESCAPE.sub(_even, part)
    return quote(re.sub(r"%(?![0-9A-F]{2})", "%25", evened), safe=_KEPT)


def _even(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if _UNRESERVED.fullmatch(char) else escape[0].upper()

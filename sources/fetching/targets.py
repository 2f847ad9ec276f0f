"""From an address as written to what is asked of whom, in one reading that no other program can differ from."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from string import punctuation
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sources.addresses import canonical_address
from sources.fetching.problems import Unfetchable
from sources.text import clip

MOST_CHARACTERS = 2000
_PORTS = {"http": 80, "https": 443}
_LOCAL = ("localhost", "local", "internal", "home.arpa")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_WRITE_OUT = "Write the address as a browser shows it, such as https://www.example.org/feed.xml"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: `scheme`, `host` (ASCII, lower case, an IP without brackets), `port`, `path` with query.

    `canonical` is the form in which two addresses of one page are compared (`sources.addresses`).
    """

    scheme: str
    host: str
    port: int
    path: str
    canonical: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address in ASCII, without a fragment: what is fetched."""
        return self.origin + self.path


def parse_target(url: str, ports: Collection[int]) -> Target:
    """The target of an address that somebody typed. Raises `Unfetchable`: bad_address or forbidden_address.

    Whether the host's IP addresses may be connected to is asked when it is connected to.
    """
    try:
        canonical = canonical_address(url)
        parts = urlsplit(canonical)
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
        query = quote(urlsplit(url.strip()).query, safe=punctuation)
    except ValueError as error:
        raise _bad(url, str(error)) from error
    path = f"{parts.path}?{query}" if query else parts.path
    target = Target(parts.scheme, _host(url, parts), port, path, canonical)
    if max(len(target.url), len(canonical)) > MOST_CHARACTERS:
        raise _bad(url, f"it has more than {MOST_CHARACTERS:,} characters")
    if port not in ports:
        listed = ", ".join(map(str, sorted(ports)))
        raise _bad(url, f"port {port} is not allowed", f"Allowed are {listed}; the setting FETCH_PORTS lists them.")
    return target


def redirected(target: Target, location: str, ports: Collection[int]) -> Target:
    """Where an answer sends the reader on to. Raises `Unfetchable` as `parse_target` does, or redirects."""
    if not location.strip():
        message = f"{clip(target.url)} redirects without saying where to"
        raise Unfetchable("redirects", message, hint="Ask the site for the right address.")
    try:
        url = urljoin(target.url, _as_utf8(location).strip().replace(" ", "%20"))
    except ValueError as error:
        raise _bad(location, str(error)) from error
    return parse_target(url, ports)


def _host(url: str, parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return _ip6(url, host)
    labels = host.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        return _ip4(url, host)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _bad(url, f"“{clip(host)}” is no host name")
    if len(labels) == 1 or f".{host}".endswith(tuple(f".{name}" for name in _LOCAL)):
        message = f"“{clip(host)}” is a name inside the house"
        raise Unfetchable("forbidden_address", message, hint="Only hosts of the public internet are asked.")
    return host


def _ip4(url: str, host: str) -> str:
    """A number in any but the plain form of four decimals is read differently by different programs."""
    try:
        return str(IPv4Address(host))
    except ValueError as error:
        raise _bad(url, f"“{clip(host)}” is an unusual way to write an IP address") from error


def _ip6(url: str, host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise _bad(url, f"“{clip(host)}” is no IP address") from error
    if address.scope_id is not None:
        raise _bad(url, f"“{clip(host)}” names a network of one machine")
    return str(address)


def _as_utf8(header: str) -> str:
    """A header is read as Latin-1; hosts that send letters beyond ASCII mean UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _bad(url: str, why: str, hint: str = _WRITE_OUT) -> Unfetchable:
    return Unfetchable("bad_address", f"“{clip(url)}” cannot be fetched: {why}", hint=hint)

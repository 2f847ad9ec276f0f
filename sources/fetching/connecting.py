"""Opening a connection to a checked IP address of a host: looked up once, and connected to that very address."""

import socket
import ssl
from contextlib import ExitStack
from dataclasses import dataclass

from sources.fetching.addresses_allowed import why_forbidden
from sources.fetching.network import Network
from sources.fetching.problems import Unfetchable
from sources.fetching.rules import Rules
from sources.fetching.targets import Target
from sources.fetching.timing import Deadline, too_slow
from sources.text import clip

MOST_TRIED = 4


@dataclass(frozen=True, slots=True)
class Link:
    """How requests leave: over which network, within which limits, trusting which certificates."""

    network: Network
    rules: Rules
    tls: ssl.SSLContext

    def deadline(self) -> Deadline:
        return Deadline(self.network.clock, self.rules.deadline)


def connect(link: Link, target: Target, deadline: Deadline) -> socket.socket:
    """An open connection to the target's host, encrypted and checked for https.

    Raises `Unfetchable`: unknown_host, forbidden_address, unreachable, insecure or too_slow.
    """
    addresses = _addresses(link, target, deadline)
    for address in addresses:
        words = why_forbidden(address)
        if words:
            message = f"{clip(target.host)} leads to {clip(address)}, {words}"
            raise Unfetchable("forbidden_address", message, hint="Only hosts of the public internet are asked.")
    opened = _reach(link, target, addresses, deadline)
    return _encrypt(link, target, opened, deadline) if target.scheme == "https" else opened


def _addresses(link: Link, target: Target, deadline: Deadline) -> list[str]:
    if ":" in target.host or target.host.rpartition(".")[2].isdecimal():
        return [target.host]
    try:
        found = link.network.resolve(target.host, target.port, deadline.left(link.rules.connect_timeout))
    except TimeoutError as error:
        raise too_slow(f"nobody answered in time where {clip(target.host)} is") from error
    except OSError as error:
        raise _unknown(target, f": {error.strerror}" if error.strerror else "") from error
    if not found:
        raise _unknown(target)
    return found


def _unknown(target: Target, why: str = "") -> Unfetchable:
    message = f"there is no host {clip(target.host)}{why}"
    return Unfetchable("unknown_host", message, hint="Look for a slip in the address; else try again later.")


def _reach(link: Link, target: Target, addresses: list[str], deadline: Deadline) -> socket.socket:
    last: OSError | None = None
    for address in addresses[:MOST_TRIED]:
        try:
            return link.network.connect(address, target.port, deadline.left(link.rules.connect_timeout))
        except OSError as error:
            last = error
    if isinstance(last, TimeoutError):
        raise too_slow(f"{clip(target.host)} does not answer") from last
    why = last.strerror if last and last.strerror else "no connection"
    raise Unfetchable("unreachable", f"{clip(target.host)}: {why}", hint="Try again later.") from last


def _encrypt(link: Link, target: Target, opened: socket.socket, deadline: Deadline) -> ssl.SSLSocket:
    """The handshake as a whole has the time that is left. Closes what was opened if it fails."""
    with ExitStack() as stack:
        stack.callback(opened.close)
        try:
            opened.settimeout(deadline.left(link.rules.connect_timeout))
            encrypted = link.tls.wrap_socket(opened, server_hostname=target.host)
        except TimeoutError as error:
            raise too_slow(f"{clip(target.host)} does not finish the handshake of the encryption") from error
        except OSError as error:
            raise _insecure(target, error) from error
        stack.pop_all()
        return encrypted


def _insecure(target: Target, error: OSError) -> Unfetchable:
    why = getattr(error, "verify_message", "") or getattr(error, "reason", "") or error.strerror or "cut short"
    message = f"no secure connection to {clip(target.host)}: {why}"
    return Unfetchable("insecure", message, hint="The host has to mend its certificate; do not go around it.")

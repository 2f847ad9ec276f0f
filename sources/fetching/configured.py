"""A client as the settings want it."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sources.fetching.client import Client
from sources.fetching.network import Network
from sources.fetching.rules import Rules


def configured_rules() -> Rules:
    """The rules of fetching from the settings FETCH_CONTACT, FETCH_PORTS, FETCH_DEADLINE_SECONDS, FETCH_DELAY_SECONDS.

    Raises `ImproperlyConfigured` for a contact that cannot be sent in a header.
    """
    contact = str(getattr(settings, "FETCH_CONTACT", "")).strip()
    if not contact.isascii() or (contact and not contact.isprintable()):
        message = "FETCH_CONTACT holds characters beyond ASCII; give a web or mail address."
        raise ImproperlyConfigured(message)
    usual = Rules()
    return Rules(
        contact=contact,
        ports=frozenset(map(int, getattr(settings, "FETCH_PORTS", usual.ports))),
        deadline=float(getattr(settings, "FETCH_DEADLINE_SECONDS", usual.deadline)),
        delay=float(getattr(settings, "FETCH_DELAY_SECONDS", usual.delay)),
    )


def configured_client(network: Network | None = None) -> Client:
    """A client for one run. `network` is the internet unless a test puts another in its place."""
    return Client(configured_rules(), network)

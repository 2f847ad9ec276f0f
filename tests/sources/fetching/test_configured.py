"""The settings of fetching, and a list of addresses."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sources.fetching.address_lists import Listed, listed_addresses
from sources.fetching.configured import configured_client, configured_rules
from sources.fetching.rules import Rules
from tests.sources.fetching.world import header_of


def test_without_settings_the_usual_rules_hold(settings):
    for name in ("FETCH_CONTACT", "FETCH_PORTS", "FETCH_DEADLINE_SECONDS", "FETCH_DELAY_SECONDS"):
        if hasattr(settings, name):
            delattr(settings, name)
    assert configured_rules() == Rules()


def test_the_settings_make_the_rules(settings, world):
    settings.FETCH_CONTACT = "desk@example.org"
    settings.FETCH_PORTS = ["80", 8080]
    settings.FETCH_DEADLINE_SECONDS = 7
    settings.FETCH_DELAY_SECONDS = 0.5
    rules = configured_rules()
    assert (sorted(rules.ports), rules.deadline, rules.delay) == ([80, 8080], 7, 0.5)
    configured_client(world).fetch("http://example.org:8080/")
    assert header_of(world.requests[0], "User-Agent") == "Newsroom (+desk@example.org)"


@pytest.mark.parametrize("contact", ["a\r\nCookie: b", "décor@example.org"])
def test_a_contact_that_cannot_be_sent_is_said_at_once(settings, contact):
    settings.FETCH_CONTACT = contact
    with pytest.raises(ImproperlyConfigured, match="FETCH_CONTACT"):
        configured_rules()


def test_a_list_has_one_address_a_line():
    text = "\ufeffhttps://example.org/a\r\n\n# sport\n  https://example.org/b  \nhttps://example.org/a\nnonsense"
    assert list(listed_addresses(text)) == [
        Listed(1, "https://example.org/a"),
        Listed(4, "https://example.org/b"),
        Listed(6, "nonsense"),
    ]

"""The search for leaks in a small form; `tests.drills.leaks` is the long one."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from tests.leaks.asks import Ask
from tests.leaks.detecting import ask_both_worlds
from tests.leaks.hidden import CANARIES, TWINS, people
from tests.leaks.looking import canaries_in, untyped
from tests.leaks.mutating import LEAKS, try_all
from tests.leaks.planted_acts import ACTS

NAME = people(CANARIES)[0]["real_name"]
SIGNS = people(CANARIES)[0]["marked"]


@pytest.mark.django_db
def test_no_answer_holds_a_word_of_an_identity_and_none_depends_on_one():
    outcome = ask_both_worlds(responses=250, requests=250)
    assert outcome.found == []
    assert outcome.differing == []
    assert outcome.compared > 200
    assert len(outcome.roles) >= 9
    assert {"200", "302", "400", "403", "404", "503"} <= set(outcome.statuses)


SAMPLE = [*[leak for leak in LEAKS if not leak.comes_first][::3], ACTS[2], ACTS[-1]]
"""Of those that need newsrooms of their own two, of the others a third."""


@pytest.mark.screens  # it tells something about the detectors, whichever the engine
@pytest.mark.django_db
def test_leaks_that_are_planted_are_caught():
    caught = try_all(SAMPLE)
    assert [each.leak.name for each in caught if each.by == "nobody"] == []
    assert len(caught) >= 12
    assert {each.by for each in caught} >= {"twins", "canaries and twins"}


def test_there_are_planted_leaks_of_every_sort_and_each_has_a_name_of_its_own():
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 45


WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.casefold,
    "in an address": quote,
    "in a query": quote_plus,
    "in HTML": html.escape,
    "in JSON": json.dumps,
    "in hex": lambda text: text.encode().hex(),
    "in Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "in Base64, one byte on": lambda text: base64.b64encode(f"a{text}".encode()).decode(),
    "in Base64, two bytes on": lambda text: base64.urlsafe_b64encode(f"ab{text}".encode()).decode(),
    "without accents": lambda text: text.replace("ẍ", "x").replace("ž", "z"),
}


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("word", [NAME, SIGNS])
def test_a_canary_is_found_however_it_is_written(how, word):
    assert canaries_in(f"<p>…{WRITTEN[how](word)}</p>".encode())


@pytest.mark.parametrize("part", ["real_name", "phone", "mail", "site", "alias", "file", "register"])
def test_every_part_of_an_identity_is_a_canary_of_its_own(part):
    everybody = people(CANARIES)
    assert len({frozenset(canaries_in(hidden[part].encode())) for hidden in everybody}) == len(everybody)


def test_a_page_without_a_secret_has_no_canary():
    twins = " ".join(text for hidden in people(TWINS) for text in hidden.words.values())
    assert not canaries_in(f"<p>a senior official said so. {twins}".encode())


def test_what_somebody_typed_himself_is_no_leak_and_all_else_is():
    typed = canaries_in(Ask("anonymous", f"/?q={quote(NAME)}").sent)
    page = f"Nothing was found for {NAME}."
    assert not untyped(canaries_in(page.encode()), typed)
    other = people(CANARIES)[1]["real_name"]
    assert untyped(canaries_in(f"{page} Did you mean {other}?".encode()), typed)

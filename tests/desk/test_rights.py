"""Everybody may do at the desk what the table says, and nothing else."""

import logging

import pytest

from tests.desk.rights import WHO, Asked, everything, found, letter_for, not_as_said, people

pytestmark = [pytest.mark.django_db, pytest.mark.screens]  # rights are the same on every engine


@pytest.fixture
def in_silence():
    """Every refusal is a line in the log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("in_silence")
def test_everybody_may_do_at_the_desk_what_the_table_says_and_nothing_else():
    everybody, cells = people(), 0
    wrong: list[str] = []
    for asked in everything(everybody):
        cells += len(WHO)
        wrong += filter(None, [not_as_said(asked, found(asked, everybody))])
    assert not wrong, "\n".join(wrong)
    assert cells >= 1_500


def test_a_page_without_a_line_in_the_table_fails():
    for page in ("/admin/desk/new/<id>/", "/admin/events/claim/<id>/new/", "/admin/events/novelty/"):
        with pytest.raises(LookupError):
            letter_for(Asked(page, "GET", "", page))


@pytest.mark.parametrize(
    ("page", "method", "who", "word"),
    [
        ("/admin/events/claim/<id>/change/", "POST", "Reader", "yes"),
        ("/admin/events/claim/<id>/change/", "POST", "Contributor", "no"),
        ("/admin/sources/source/<id>/identity/", "GET", "superuser", "yes"),
        ("/admin/conflicts/", "GET", "anybody", "yes"),
    ],
)
def test_too_much_and_too_little_are_both_told(page, method, who, word):
    assert who in not_as_said(Asked(page, method, "", page), {who: word})

"""The desk under hostile inputs: one in many of what the drill tries, and what once failed by name."""

import logging

import pytest

from tests.hostile.desk import attack_desk


@pytest.mark.django_db
def test_no_page_and_no_form_of_the_desk_answers_with_a_failure():
    logging.disable(logging.CRITICAL)
    try:
        tally = attack_desk(every=31, twentieths=6)
    finally:
        logging.disable(logging.NOTSET)
    assert not tally.complaints, "\n".join(tally.complaints)
    assert tally.operations > 50
    assert tally.requests > 60


@pytest.mark.parametrize("key", ["x", "__", "%00", "²", "None", "-1"])
@pytest.mark.parametrize("page", ["source/{}/history/", "source/{}/history/{}/", "article/1/history/{}/"])
def test_a_history_of_what_is_no_number_does_not_exist(superuser, page, key):
    assert superuser.get(f"/admin/sources/{page.replace('{}', key)}").status_code == 404


@pytest.mark.parametrize("listed", ["sources/source", "sources/place", "events/claim", "accounts/user", "auth/group"])
def test_a_search_for_thousands_of_words_finds_nothing_and_says_so(superuser, listed):
    page = superuser.get(f"/admin/{listed}/", {"q": "at least six " * 1_000})
    assert page.status_code == 200
    assert "A search takes at most 50 words." in page.content.decode()


def test_a_name_of_thousands_of_words_is_nobody(superuser):
    posted = {"source-words": "at least six " * 1_000, "_save": "1"}
    page = superuser.post("/admin/sources/affiliation/add/", posted)
    assert page.status_code == 200
    assert page.context["errors"]


@pytest.mark.parametrize("year", ["0", "10000", "2147483648", "9" * 40])
@pytest.mark.parametrize("asked", ["article/?published_on__year", "articleversion/?captured_at__year"])
def test_a_year_of_no_calendar_leads_back_to_the_whole_list(superuser, asked, year):
    answer = superuser.get(f"/admin/sources/{asked}={year}")
    assert (answer.status_code, answer["Location"].rpartition("?")[2]) == (302, "e=1")

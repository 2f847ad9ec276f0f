"""Logging in with a name and a password: who gets in, who is kept out, and what nobody is told."""

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from newsroom.accounts import tries
from newsroom.accounts.models import LoginTry
from tests.accounts.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get("/admin/").status_code == 200


def fail(client, username, times=tries.MOST, **headers):
    for _ in range(times):
        log_in(client, username, "wrong", **headers)


def test_the_desk_asks_to_log_in_and_leads_back_to_where_one_wanted_to_go(member):
    member(username="ed")
    browser = Client()
    page = browser.get("/admin/events/claim/", follow=True)
    assert page.request["PATH_INFO"] == "/accounts/login/"
    answer = browser.post("/accounts/login/", {"login": "ed", "password": PASSWORD, "next": "/admin/events/claim/"})
    assert answer["Location"] == "/admin/events/claim/"
    assert browser.get("/admin/events/claim/").status_code == 200


def test_after_five_wrong_passwords_the_right_one_does_not_open_either(member):
    member(username="ed")
    browser = Client()
    fail(browser, "ed")
    log_in(browser, "ed")
    assert not is_in(browser)


def test_four_wrong_passwords_do_no_harm_and_the_right_one_forgets_them(member):
    member(username="ed")
    for _ in range(3):
        browser = Client()
        fail(browser, "ed", tries.MOST - 1)
        log_in(browser, "ed")
        assert is_in(browser)


def test_a_quarter_of_an_hour_later_one_may_try_again(member, monkeypatch):
    member(username="ed")
    browser = Client()
    fail(browser, "ed")
    later = timezone.now() + tries.COUNTED
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    log_in(browser, "ed")
    assert is_in(browser)


def test_who_guesses_from_elsewhere_shuts_out_nobody(member):
    member(username="ed")
    fail(Client(), "ed", 50, REMOTE_ADDR="192.0.2.66")
    browser = Client()
    log_in(browser, "ed")
    assert is_in(browser)


def test_who_guesses_from_the_same_address_does_not_shut_out_a_browser_that_is_known(member):
    member(username="ed")
    browser = Client()
    log_in(browser, "ed")
    browser.post("/accounts/logout/")
    assert not is_in(browser)
    fail(Client(), "ed", 50)
    log_in(browser, "ed")
    assert is_in(browser)


def test_a_known_browser_has_no_more_tries_than_another_and_is_known_for_one_name(member):
    member(username="ed")
    member(username="boss")
    browser = Client()
    log_in(browser, "ed")
    browser.post("/accounts/logout/")
    fail(browser, "ed")
    log_in(browser, "ed")
    assert not is_in(browser)
    fail(browser, "boss")
    log_in(Client(), "boss")
    assert len({row.key for row in LoginTry.objects.all()}) == 2


def test_a_forged_cookie_and_a_forged_address_give_no_new_tries(member):
    member(username="ed")
    for turn in range(tries.MOST):
        browser = Client()
        browser.cookies[tries.COOKIE] = f"forged:{turn}"
        log_in(browser, "ed", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{turn}")
    browser = Client()
    log_in(browser, "ed")
    assert not is_in(browser)


def test_behind_our_proxy_the_address_is_what_the_proxy_saw(member, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    member(username="ed")
    fail(Client(), "ed", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.66")
    browser = Client()
    log_in(browser, "ed", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.7")
    assert is_in(browser)
    fail(Client(), "ed", HTTP_X_FORWARDED_FOR="10.0.0.9, 192.0.2.66")
    shut_out = Client()
    log_in(shut_out, "ed", HTTP_X_FORWARDED_FOR="10.0.0.2, 192.0.2.66")
    assert not is_in(shut_out)


def test_other_capitals_and_blanks_are_no_other_name(member):
    member(username="ed")
    for typed in ("ed", "ED", " ed", "Ed ", "ｅｄ"):
        log_in(Client(), typed, "wrong")
    browser = Client()
    log_in(browser, "ed")
    assert not is_in(browser)


def said(page):
    return page.context["form"].non_field_errors(), page.status_code, len(page.content)


def test_a_wrong_name_a_wrong_password_a_closed_account_and_one_try_too_many_are_answered_alike(member):
    member(username="known1")
    member(username="closed", is_active=False)
    fail(Client(), "known1", REMOTE_ADDR="192.0.2.9")
    answers = [
        log_in(Client(), "known1", "wrong"),
        log_in(Client(), "stange", "wrong"),
        log_in(Client(), "closed", PASSWORD),
        log_in(Client(), "known1", PASSWORD, REMOTE_ADDR="192.0.2.9"),
        log_in(Client(), "stange", "wrong", REMOTE_ADDR="192.0.2.9"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({str(answer.context["form"].non_field_errors()) for answer in answers}) == 1


def test_a_password_is_hashed_once_whether_there_is_such_a_user_or_not(member, monkeypatch):
    member(username="ed")
    hashed = []
    made = hashers.MD5PasswordHasher.encode

    def counted(self, *given):
        hashed.append(1)
        return made(self, *given)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)

    def cost(username):
        hashed.clear()
        log_in(Client(), username, "wrong")
        return len(hashed)

    assert [cost("ed") for _ in range(8)] == [cost("nobody") for _ in range(8)] == [1] * 8


def test_what_is_kept_of_a_try_says_neither_name_nor_password(member):
    fail(Client(), "ed-who-types-hunter2", 1)
    row = LoginTry.objects.get()
    assert set(row.key) <= set("0123456789abcdef")
    assert len(row.key) == 64


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "social/login/cancelled/"])
def test_nobody_signs_up_or_has_a_password_mailed(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_new_password_ends_every_other_session(member):
    user = member(username="ed")
    here, there = Client(), Client()
    for browser in (here, there):
        log_in(browser, "ed")
    new = {
        "old_password": PASSWORD,
        "new_password1": "staple battery horse 9",
        "new_password2": "staple battery horse 9",
    }
    here.post("/admin/password_change/", new)
    user.refresh_from_db()
    assert user.check_password("staple battery horse 9")
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_session_ends_after_half_a_day_and_with_the_browser(member):
    member(username="ed")
    browser = Client()
    cookie = log_in(browser, "ed").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert browser.session.get_expiry_age() <= 12 * 60 * 60


def test_who_manages_users_ends_their_sessions(member):
    user = member(username="ed")
    browser, administrator = Client(), Client()
    log_in(browser, "ed")
    administrator.force_login(member("Administrator"))
    assert b"ed" in administrator.get("/admin/usersessions/usersession/").content
    act = {"action": "end_sessions", "_selected_action": [user.pk]}
    administrator.post("/admin/accounts/user/", act)
    assert not is_in(browser)


def test_one_session_alone_is_ended_and_an_editor_ends_none(member):
    member(username="ed")
    here, there, administrator, editor = Client(), Client(), Client(), Client()
    for browser in (here, there):
        log_in(browser, "ed")
    administrator.force_login(member("Administrator"))
    editor.force_login(member("Editor"))
    sessions = administrator.get("/admin/usersessions/usersession/").context["cl"].result_list
    chosen = next(row for row in sessions if row.session_key == there.session.session_key)
    act = {"action": "end_selected", "_selected_action": [chosen.pk]}
    assert editor.post("/admin/usersessions/usersession/", act).status_code == 403
    administrator.post("/admin/usersessions/usersession/", act)
    assert (is_in(here), is_in(there)) == (True, False)

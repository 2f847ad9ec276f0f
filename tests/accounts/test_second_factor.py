"""A password alone opens nothing where a second factor is asked for."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from tests.accounts.conftest import SECRET, code_now, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_without_a_second_factor_every_page_of_the_desk_leads_to_setting_one_up(member):
    member(username="ed")
    browser = Client()
    log_in(browser, "ed")
    for path in ("/admin/", "/admin/events/claim/", "/admin/jsi18n/"):
        assert browser.get(path)["Location"] == "/accounts/second-factor/totp/activate/"
    page = browser.get("/accounts/second-factor/totp/activate/")
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.content.decode()


def test_setting_one_up_opens_the_desk_and_shows_recovery_codes(member):
    user = member(username="ed")
    browser = Client()
    log_in(browser, "ed")
    secret = browser.get("/accounts/second-factor/totp/activate/").context["form"].secret
    assert browser.post("/accounts/second-factor/totp/activate/", {"code": "000000"}).context["form"].errors
    page = browser.post("/accounts/second-factor/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert len(page.context["unused_codes"]) == 10
    assert is_in(browser)
    assert Authenticator.objects.filter(user=user).count() == 2


def test_a_password_is_half_of_it_and_the_code_the_other_half(member):
    member(username="ed", with_code=True)
    browser = Client()
    assert log_in(browser, "ed")["Location"] == "/accounts/second-factor/authenticate/"
    assert not is_in(browser)
    browser.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    assert not is_in(browser)
    browser.post("/accounts/second-factor/authenticate/", {"code": code_now()})
    assert is_in(browser)


def test_a_code_opens_once(member):
    member(username="ed", with_code=True)
    code = code_now()
    for opens in (True, False):
        browser = Client()
        log_in(browser, "ed")
        browser.post("/accounts/second-factor/authenticate/", {"code": code})
        assert is_in(browser) is opens


def test_a_recovery_code_opens_once_in_its_place(member):
    user = member(username="ed", with_code=True)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for opens in (True, False):
        browser = Client()
        log_in(browser, "ed")
        browser.post("/accounts/second-factor/authenticate/", {"code": code})
        assert is_in(browser) is opens


def test_after_five_wrong_codes_the_right_one_does_not_open_either(member):
    member(username="ed", with_code=True)
    browser = Client()
    log_in(browser, "ed")
    for _ in range(5):
        browser.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    page = browser.post("/accounts/second-factor/authenticate/", {"code": code_now()})
    assert "Wait 15 minutes" in str(page.context["form"].errors)
    assert not is_in(browser)


def test_the_key_of_a_second_factor_is_stored_only_sealed(member):
    user = member(username="ed", with_code=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator WHERE user_id = %s", [user.pk])
        stored = str(cursor.fetchall())
    assert SECRET not in stored
    assert len(stored) > 100


def test_nobody_switches_it_off_himself(member):
    user = member(username="ed", with_code=True)
    browser = Client()
    log_in(browser, "ed")
    browser.post("/accounts/second-factor/authenticate/", {"code": code_now()})
    browser.post("/accounts/reauthenticate/", {"password": "correct horse battery staple"})
    browser.post("/accounts/second-factor/totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_an_administrator_resets_one_which_ends_the_sessions_and_is_logged(member, settings):
    user = member(username="ed", with_code=True)
    browser, administrator = Client(), Client()
    log_in(browser, "ed")
    browser.post("/accounts/second-factor/authenticate/", {"code": code_now()})
    settings.REQUIRE_SECOND_FACTOR = False
    administrator.force_login(member("Administrator", username="adm"))
    act = {"action": "reset_second_factor", "_selected_action": [user.pk]}
    administrator.post("/admin/accounts/user/", act)
    settings.REQUIRE_SECOND_FACTOR = True
    assert not is_in(browser)
    log_in(browser, "ed")
    assert browser.get("/admin/")["Location"] == "/accounts/second-factor/totp/activate/"
    assert user.logentry_set.count() == 0
    history = administrator.get(f"/admin/accounts/user/{user.pk}/history/", follow=True)
    settings.REQUIRE_SECOND_FACTOR = False
    history = administrator.get(f"/admin/accounts/user/{user.pk}/history/")
    assert "Second factor reset" in history.content.decode()

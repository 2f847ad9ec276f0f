"""Who manages users does not thereby rise above them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.accounts.models import User
from tests.desk.forms import fill_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(member):
    browser = Client()
    browser.force_login(member("Administrator", username="adm"))
    return browser


def change(client, user, **typed):
    return client.post(
        f"/admin/accounts/user/{user.pk}/change/",
        {
            "username": user.username,
            "is_staff": "on",
            "is_active": "on",
            "date_joined_0": "2023-01-01",
            "date_joined_1": "00:00",
            **typed,
        },
    )


def test_an_administrator_gives_roles_to_others(administrator, member):
    user = member("Reader")
    change(administrator, user, groups=[Group.objects.get(name="Chief").pk])
    assert [group.name for group in user.groups.all()] == ["Chief"]


def test_nobody_gives_himself_a_role(administrator):
    own = User.objects.get(username="adm")
    change(administrator, own, groups=[Group.objects.get(name="Chief").pk], first_name="A.")
    own.refresh_from_db()
    assert (own.first_name, [group.name for group in own.groups.all()]) == ("A.", ["Administrator"])


def test_an_administrator_makes_no_superuser_and_gives_no_single_rights(administrator, member):
    user = member("Reader")
    change(administrator, user, is_superuser="on", user_permissions=["1"])
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_an_administrator_touches_no_superuser(administrator):
    boss = UserFactory(chief=True)
    assert change(administrator, boss, is_active="").status_code == 403
    assert administrator.get(f"/admin/accounts/user/{boss.pk}/password/").status_code == 403
    administrator.post("/admin/accounts/user/", {"action": "end_sessions", "_selected_action": [boss.pk]})
    boss.refresh_from_db()
    assert boss.is_active


def test_a_superuser_may_all_of_it(client, member):
    client.force_login(UserFactory(chief=True))
    user = member("Reader")
    page = client.get(f"/admin/accounts/user/{user.pk}/change/")
    fill_in(client, page, is_superuser="on")
    user.refresh_from_db()
    assert user.is_superuser

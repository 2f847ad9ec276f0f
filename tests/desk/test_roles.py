"""Who may do what: a truth table."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from newsroom.desk.roles import ROLES, ensure_roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

#                            Reader Contributor Editor Chief Administrator
MAY = {
    "sources.view_article": (True, True, True, True, False),
    "sources.change_article": (False, True, True, True, False),
    "sources.delete_article": (False, False, True, True, False),
    "sources.change_articleversion": (False, False, False, False, False),
    "sources.add_derivationjudgement": (False, True, True, True, False),
    "events.add_claim": (False, True, True, True, False),
    "events.delete_citation": (False, True, True, True, False),
    "events.add_finding": (False, False, True, True, False),
    "events.delete_finding": (False, False, False, False, False),
    "events.view_review": (True, True, True, True, False),
    "events.change_review": (False, False, True, True, False),
    "events.delete_review": (False, False, False, False, False),
    "events.change_predicate": (False, False, False, False, False),
    "ledger.publish_record": (False, False, True, True, False),
    "ledger.withdraw_record": (False, False, False, True, False),
    "ledger.merge_record": (False, False, False, True, False),
    "ledger.view_merge": (True, True, True, True, False),
    "sources.view_importrun": (True, True, True, True, False),
    "sources.add_importrun": (False, False, False, True, False),
    "accounts.change_user": (False, False, False, False, True),
    "accounts.delete_user": (False, False, False, False, False),
    "auth.change_group": (False, False, False, False, True),
}
TABLE = [(role, right, row[n]) for right, row in MAY.items() for n, role in enumerate(ROLES)]


@pytest.mark.parametrize(("role", "right", "may"), TABLE)
def test_a_role_may_do_what_the_table_says(role, right, may):
    ensure_roles()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    assert user.has_perm(right) is may


def test_no_role_opens_identities_and_who_manages_users_has_nothing_to_do_with_them():
    about = {role: {name for name in names if "identity" in name} for role, names in ROLES.items()}
    assert about == {
        "Reader": set(),
        "Contributor": set(),
        "Editor": {"sources.record_identity"},
        "Chief": {"sources.record_identity", "sources.grant_identity"},
        "Administrator": set(),
    }


def test_making_roles_twice_changes_nothing_and_takes_back_what_was_added_by_hand(capsys):
    call_command("make_roles")
    first = {group.name: set(group.permissions.all()) for group in Group.objects.all()}
    Group.objects.get(name="Reader").permissions.set(Group.objects.get(name="Chief").permissions.all())
    call_command("make_roles")
    assert {group.name: set(group.permissions.all()) for group in Group.objects.all()} == first
    assert "Editor: " in capsys.readouterr().out


def test_a_right_that_does_not_exist_is_named(monkeypatch):
    monkeypatch.setitem(ROLES, "Reader", frozenset({"sources.fly_article"}))
    with pytest.raises(LookupError, match="fly_article"):
        ensure_roles()

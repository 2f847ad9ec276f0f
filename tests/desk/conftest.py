import pytest
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.desk.roles import ensure_roles
from tests.factories import UserFactory


@pytest.fixture
def as_role(db):
    """A logged-in browser of somebody with this role."""
    ensure_roles()

    def log_in(role):
        user = UserFactory(is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        browser = Client()
        browser.force_login(user)
        return browser

    return log_in


@pytest.fixture
def contributor(as_role):
    return as_role("Contributor")


@pytest.fixture
def editor(as_role):
    return as_role("Editor")


@pytest.fixture
def chief(as_role):
    return as_role("Chief")


@pytest.fixture
def superuser(db):
    browser = Client()
    browser.force_login(UserFactory(chief=True))
    return browser


@pytest.fixture
def kept(settings, tmp_path):
    """A folder of its own for the received bytes."""
    settings.RECEIVED_DIR = str(tmp_path / "received")

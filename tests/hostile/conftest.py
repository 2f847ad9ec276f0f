import pytest
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def superuser(db):
    browser = Client()
    browser.force_login(UserFactory(chief=True))
    return browser

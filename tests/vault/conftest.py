"""People of every role who have just logged in, and a confidential source whose identity is sealed."""

import datetime as dt
import time

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.desk.roles import ensure_roles
from newsroom.ledger import seam
from sources.models import IdentityGrant
from tests.factories import SourceFactory, UserFactory
from tests.vault.canaries import seal


class Person(Client):
    """A browser and who sits at it."""

    def __init__(self, role="", *, minutes_ago=0, **given):
        super().__init__()
        self.user = UserFactory(is_staff=True, **given)
        if role:
            self.user.groups.add(Group.objects.get(name=role))
        self.force_login(self.user)
        self.showed_himself(minutes_ago)

    def showed_himself(self, minutes_ago=0):
        """As the login notes it in the session."""
        session = self.session
        session["account_authentication_methods_user"] = str(self.user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() - minutes_ago * 60}]
        session.save()


@pytest.fixture
def person(db):
    ensure_roles()
    return Person


@pytest.fixture
def sealed(db):
    source = SourceFactory(confidential=True)
    seal(source)
    return source


@pytest.fixture
def allow():
    def give(source, holder, days=30, given_by=None):
        now = seam.now()
        return IdentityGrant.objects.create(
            identity=source.identity,
            holder=holder,
            until=now + dt.timedelta(days=days),
            given_at=min(now, now + dt.timedelta(days=days - 1)),
            given_by=given_by or UserFactory(),
        )

    return give

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from newsroom.desk.roles import ensure_roles
from tests.browser.chromium import launch
from tests.browser.watching import Watch, foreign, grave
from tests.factories import UserFactory

SLOWEST = 45_000
"""Milliseconds. How fast a machine is says nothing about the product."""
expect.set_options(timeout=SLOWEST)
PASSWORD = "correct horse battery staple"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's own thread
    with sync_playwright() as playwright:
        yield launch(playwright)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; it fails the test if a page asks another host or breaks the policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    context.on("console", lambda message: complaints.extend(grave(message)))
    context.on("request", lambda request: complaints.extend(foreign(request.url)))
    yield context
    context.close()
    assert not complaints


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(SLOWEST)
    return page


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page in a browser of its own, whose complaints fail nothing by themselves."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOWEST)
    yield page
    context.close()


@pytest.fixture
def watch(unwatched: Page) -> Watch:
    return Watch(unwatched.context)


@pytest.fixture
def colleague(browser, live_server):
    """A page in another browser, in which another editor has logged in."""
    ensure_roles()
    user = UserFactory(username="amal", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    _log_in(context, user, live_server.url)
    page = context.new_page()
    page.set_default_timeout(SLOWEST)
    yield page
    context.close()


@pytest.fixture
def desk(page, live_server):
    """A page on which a chief has logged in, at the first page of the desk."""
    ensure_roles()
    user = UserFactory(username="chief", chief=True)
    user.set_password(PASSWORD)
    user.save()
    _log_in(page.context, user, live_server.url)
    page.goto(f"{live_server.url}/admin/")
    return page


def _log_in(context: BrowserContext, user: Any, address: str) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])

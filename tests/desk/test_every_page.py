"""Every page of every model that has one opens, and a list costs the same for one row and for five."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk.rows import ROWS

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)]


def path_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_list_opens_and_can_be_searched(model, superuser):
    ROWS[model]()
    assert superuser.get(path_of(model, "changelist")).status_code == 200
    if admin.site.get_model_admin(model).search_fields:
        assert superuser.get(path_of(model, "changelist"), {"q": "Example é"}).status_code == 200


def test_the_empty_form_opens_where_rows_are_made_by_hand(model, superuser):
    page = superuser.get(path_of(model, "add"))
    may_add = admin.site.get_model_admin(model).has_add_permission(page.wsgi_request)
    assert page.status_code == (200 if may_add else 403)


def test_the_form_of_a_row_opens(model, superuser):
    assert superuser.get(path_of(model, "change", ROWS[model]().pk)).status_code == 200


def test_a_reader_who_may_change_nothing_opens_it_too(model, as_role):
    app, name = model._meta.app_label, model._meta.model_name
    page = as_role("Administrator" if app in {"accounts", "auth", "usersessions"} else "Reader").get(
        path_of(model, "change", ROWS[model]().pk)
    )
    assert page.status_code == 200, (app, name)


def test_the_history_of_a_row_opens(model, superuser):
    row = ROWS[model]()
    assert superuser.get(path_of(model, "history", row.pk)).status_code == 200
    if hasattr(row, "history"):
        former = path_of(model, "simple_history", row.pk, row.history.first().pk)
        assert superuser.get(former).status_code == 200


def test_the_question_whether_to_delete_a_row_opens(model, superuser):
    page = superuser.get(path_of(model, "delete", ROWS[model]().pk))
    may_delete = admin.site.get_model_admin(model).has_delete_permission(page.wsgi_request)
    assert page.status_code == (200 if may_delete else 403)


def test_a_missing_row_leads_back_to_the_desk(model, superuser):
    assert superuser.get(path_of(model, "change", "999999")).status_code == 302


def test_the_list_costs_the_same_for_one_row_and_for_five(model, superuser):
    ROWS[model]()
    superuser.get(path_of(model, "changelist"))
    with CaptureQueriesContext(connection) as one:
        superuser.get(path_of(model, "changelist"))
    for _ in range(4):
        ROWS[model]()
    with CaptureQueriesContext(connection) as five:
        superuser.get(path_of(model, "changelist"))
    assert len(five) <= len(one) + 1, "\n".join(query["sql"][:200] for query in five.captured_queries)

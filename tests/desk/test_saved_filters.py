"""An editor names a filtered list and keeps it, for himself or for everybody."""

import pytest

from newsroom.desk.models import SavedFilter
from tests.desk.forms import told
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/sources/source/"


def keep(browser, query="kind__exact=outlet", **said):
    data = {"model": "sources.source", "query": query, "name": "Outlets", **said}
    return browser.post("/admin/filters/", data, follow=True)


def kept(browser, path="/admin/"):
    return browser.get(path).content.decode()


def test_a_filtered_list_offers_to_be_kept_and_an_unfiltered_one_does_not(editor):
    assert "Keep this filter" not in kept(editor, LIST)
    assert "Keep this filter" in kept(editor, f"{LIST}?kind__exact=outlet")
    assert "Keep this filter" not in kept(editor, f"{LIST}?p=2")


def test_it_is_kept_under_a_name_and_stands_on_the_list_and_on_the_first_page(editor):
    SourceFactory(outlet=True)
    page = keep(editor)
    assert "Kept as “Outlets”" in told(page)
    assert page.request["QUERY_STRING"] == "kind__exact=outlet"
    for path in ("/admin/", LIST):
        assert '<a href="/admin/sources/source/?kind__exact=outlet"' in kept(editor, path)
    assert "Keep this filter" not in page.content.decode()


def test_another_person_sees_it_only_if_it_is_shared(editor, as_role):
    keep(editor)
    other = as_role("Contributor")
    assert "Outlets" not in kept(other, LIST)
    keep(editor, name="All outlets", is_shared="on")
    assert "All outlets" in kept(other, LIST)
    assert "Forget the filter" not in kept(other, LIST)


def test_nobody_sees_a_shared_filter_of_a_list_that_he_may_not_see(superuser, editor):
    keep(superuser, model="accounts.user", query="is_staff__exact=1", is_shared="on")
    assert "Outlets" in kept(superuser)
    assert "Outlets" not in kept(editor)


def test_the_same_name_again_takes_the_new_filters(editor):
    keep(editor)
    keep(editor, query="kind__exact=agency")
    assert SavedFilter.objects.get().query == "kind__exact=agency"


def test_the_page_of_a_list_is_no_part_of_what_is_kept(editor):
    keep(editor, query="q=al-Sabah&p=4&kind__exact=outlet&_facets=True")
    assert SavedFilter.objects.get().query == "q=al-Sabah&kind__exact=outlet"


@pytest.mark.parametrize(
    ("said", "why"), [({"name": " "}, "Give the filter a name."), ({"query": "p=1"}, "Nothing is filtered")]
)
def test_what_cannot_be_kept_is_told_and_leads_back_to_the_list(editor, said, why):
    page = keep(editor, **said)
    assert why in told(page)
    assert page.request["PATH_INFO"] == LIST
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("model", "status"), [("accounts.user", 403), ("sources.nothing", 404), ("\0", 404), ("ledger.entry", 404)]
)
def test_a_list_that_somebody_may_not_see_or_that_is_not_there_keeps_nothing(editor, model, status):
    assert keep(editor, model=model).status_code == status


def test_one_s_own_filter_is_forgotten_and_nobody_else_s(editor, as_role):
    keep(editor, is_shared="on")
    path = f"/admin/filters/{SavedFilter.objects.get().pk}/drop/"
    assert as_role("Chief").post(path).status_code == 403
    assert editor.get(path).status_code == 405
    assert "no longer kept" in told(editor.post(path, follow=True))
    assert not SavedFilter.objects.exists()


def test_a_list_costs_the_same_with_many_kept_filters(editor, django_assert_max_num_queries):
    keep(editor)
    editor.get(LIST)
    with django_assert_max_num_queries(100) as one:
        editor.get(LIST)
    count = len(one)
    for number in range(5):
        keep(editor, name=f"Filter {number}", query=f"q={number}")
    with django_assert_max_num_queries(count):
        editor.get(LIST)

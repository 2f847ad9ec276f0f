"""Sources, affiliations, places and derivations at the desk."""

import pytest
from django.contrib import admin
from django.urls import reverse

from sources.models import Derivation, DerivationJudgement, PlaceAlias, Source, SourceAlias, SourceIdentity
from tests.desk.forms import errors_of, fill_in, form_of
from tests.factories import ArticleFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["ganin brigade", "ĠANĪN", "katiba", "كتيبة"])
def test_a_source_is_found_by_any_name_whatever_the_case_and_marks(editor, query):
    source = SourceFactory(name="Ǧanīn Brigade")
    SourceAlias.objects.create(source=source, name="Katība")
    SourceAlias.objects.create(source=source, name="كتيبة جنين")
    SourceFactory()
    page = editor.get("/admin/sources/source/", {"q": query})
    assert [found.name for found in page.context["cl"].result_list] == ["Ǧanīn Brigade"]


def test_a_source_is_offered_by_alias_where_one_is_to_be_chosen(editor):
    outlet = SourceFactory(outlet=True, name="Agence France-Presse")
    SourceAlias.objects.create(source=outlet, name="AFP")
    asked = {"app_label": "sources", "model_name": "article", "field_name": "outlet", "term": "afp"}
    assert [found["text"] for found in editor.get("/admin/autocomplete/", asked).json()["results"]] == [outlet.name]


@pytest.mark.parametrize("query", ["jenin", "Dschenin", "جنين"])
def test_a_place_is_found_by_any_spelling(editor, query):
    place = PlaceFactory(name="Jenin")
    PlaceFactory(name="Nablus")
    for name in ("Dschenin", "جنين"):
        PlaceAlias.objects.create(place=place, name=name)
    page = editor.get("/admin/sources/place/", {"q": query})
    assert [found.name for found in page.context["cl"].result_list] == ["Jenin"]


def test_a_name_typed_twice_is_an_error_of_the_form(editor):
    source = SourceFactory()
    page = editor.get(reverse("admin:sources_source_change", args=[source.pk]))
    twice = {"aliases-TOTAL_FORMS": "2", "aliases-0-name": "IDF", "aliases-1-name": "IDF"}
    assert fill_in(editor, page, **twice).status_code == 200
    assert not source.aliases.exists()


def test_an_id_that_another_source_has_is_an_error_of_the_form(editor):
    SourceFactory().identifiers.create(scheme="wikidata", value="Q1")
    source = SourceFactory()
    page = editor.get(reverse("admin:sources_source_change", args=[source.pk]))
    typed = {"identifiers-TOTAL_FORMS": "1", "identifiers-0-scheme": "wikidata", "identifiers-0-value": "Q1"}
    assert "Another source has this id" in errors_of(fill_in(editor, page, **typed))


def test_a_confidential_source_takes_nothing_that_could_identify_it(editor):
    source = SourceFactory(confidential=True)
    page = editor.get(reverse("admin:sources_source_change", args=[source.pk]))
    assert "could identify it" in errors_of(fill_in(editor, page, country="IL"))
    typed = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Deep Throat"}
    assert "could identify it" in errors_of(fill_in(editor, page, **typed))


def test_identities_have_no_page():
    assert SourceIdentity not in admin.site._registry


def test_a_judgement_is_signed_by_who_makes_it_and_never_edited(editor):
    derivation = Derivation.objects.create(
        article=ArticleFactory(), from_source=SourceFactory(agency=True), kind=Derivation.Kind.WIRE_COPY
    )
    path = reverse("admin:sources_derivation_change", args=[derivation.pk])
    fill_in(editor, editor.get(path), **{"judgements-0-verdict": "positive", "judgements-0-why": "Credit line."})
    first = derivation.judgements.get()
    assert first.judged_by.username == editor.get(path).wsgi_request.user.username

    page = editor.get(path)
    assert "judgements-0-verdict" not in form_of(page).values
    assert "Credit line." in page.content.decode()
    typed = {"judgements-TOTAL_FORMS": "2", "judgements-1-verdict": "negative", "judgements-1-why": "Another story."}
    fill_in(editor, page, **typed)
    assert [judgement.verdict for judgement in derivation.judgements.all()] == ["positive", "negative"]
    assert DerivationJudgement.objects.get(pk=first.pk).why == "Credit line."
    found = editor.get("/admin/sources/derivation/", {"judgement": "negative"}).context["cl"].result_list
    assert list(found) == [derivation]


def test_a_derivation_from_nothing_or_from_itself_is_an_error_of_the_form(editor):
    article = ArticleFactory()
    page = editor.get("/admin/sources/derivation/add/")
    typed = {"article": str(article.pk), "kind": "rewrite"}
    assert "not both" in errors_of(fill_in(editor, page, **typed))
    assert "does not derive from itself" in errors_of(fill_in(editor, page, **typed, from_article=str(article.pk)))


def test_a_captured_text_is_shown_with_numbered_paragraphs_and_cannot_be_changed(superuser):
    version = ArticleFactory(text="One.\n\nTwo.").newest_version
    page = superuser.get(reverse("admin:sources_articleversion_change", args=[version.pk]))
    assert '<li value="2" id="paragraph-2" dir="auto">Two.</li>' in page.content.decode()
    assert superuser.post(page.request["PATH_INFO"], {"text": "Other."}).status_code == 403


def test_an_affiliation_keeps_the_reason_for_its_change(editor):
    source = SourceFactory(person=True)
    affiliation = source.affiliations.create(speaks_for=SourceFactory(), title="spokesman")
    page = editor.get(reverse("admin:sources_affiliation_change", args=[affiliation.pk]))
    fill_in(editor, page, title="spokesperson", change_reason="as she signs")
    assert affiliation.history.first().history_change_reason == "as she signs"
    page = editor.get(reverse("admin:sources_source_change", args=[source.pk]))
    fill_in(editor, page, change_reason="signs otherwise", **{"affiliations-0-title": "Spokesperson"})
    assert affiliation.history.first().history_change_reason == "signs otherwise"
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_place_is_found_whatever_the_case_and_accents(superuser):
    PlaceFactory(name="Genève")
    for typed in ("geneve", "GENÈVE", "Genève"):
        shown = superuser.get(reverse("admin:sources_place_changelist"), {"q": typed})
        assert shown.context["cl"].result_count == 1

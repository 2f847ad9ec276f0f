"""What is saved is not public; what is published is told; what was public needs a reason and cannot be deleted."""

import pytest
from django.urls import reverse

from newsroom.ledger.models import Act, Entry
from newsroom.ledger.publishing import publish
from sources.models import Article, ArticlePublication, Contribution, Source, SourceAlias, SourcePublication
from tests.desk.forms import errors_of, fill_in, form_of, told
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db


def page_of(browser, record, page="change"):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk]), follow=True)


def public(record):
    """The body that readers get now."""
    publications = {"source": SourcePublication, "article": ArticlePublication}[record._meta.model_name]
    return publications.objects.issued().get(public_id=record.public_id).body_json()


@pytest.fixture
def issued():
    """A source that is public, as it was when it was issued."""
    source = SourceFactory(name="Health Ministry")
    publish([source])
    return source


def test_a_saved_change_is_not_public_until_somebody_publishes_it(editor, issued):
    fill_in(editor, page_of(editor, issued), name="Ministry of Health", change_reason="its own name")
    assert Source.objects.get().name == "Ministry of Health"
    assert public(issued)["label"] == "Health Ministry"

    page = fill_in(editor, page_of(editor, issued), press="_publish", change_reason="its own name")
    assert public(issued)["label"] == "Ministry of Health"
    assert "public now as version 2" in told(page)
    assert f"/api/v1/sources/{issued.public_id}/" in told(page)
    assert page.request["PATH_INFO"].endswith(f"/{issued.pk}/change/")


def test_a_new_record_can_be_published_with_its_first_save(editor):
    page = fill_in(
        editor, editor.get("/admin/sources/source/add/"), press="_publish", kind="outlet", name="Example Post"
    )
    assert "“Example Post” is public now as version 1" in told(page)
    assert public(Source.objects.get())["label"] == "Example Post"


def test_rows_typed_below_the_record_are_published_in_the_same_act(editor, issued):
    typed = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "MoH", "change_reason": "an abbreviation"}
    fill_in(editor, page_of(editor, issued), press="_publish", **typed)
    assert public(issued)["aliases"] == ["MoH"]


def test_a_changed_text_is_published_with_the_save_that_captured_it(editor):
    article = ArticleFactory()
    publish([article])
    fill_in(editor, page_of(editor, article), press="_publish", text="Another.", change_reason="the outlet changed it")
    assert [version["number"] for version in public(article)["versions"]] == [1, 2]


def test_what_else_will_become_public_is_shown_before_and_told_after(editor):
    article = ArticleFactory(outlet__name="Example Post")
    page = page_of(editor, article)
    assert [ground.words for ground in page.context["panel"].ground] == ["source “Example Post”"]
    assert "Publishing this would also make public" in page.content.decode()
    page = fill_in(editor, page, press="_publish")
    assert "Issued with it:" in told(page)
    assert "Example Post" in told(page)


def test_what_follows_a_changed_name_is_told(editor):
    article = ArticleFactory(outlet__name="Example Post")
    publish([article])
    page = fill_in(editor, page_of(editor, article.outlet), press="_publish", name="The Post", change_reason="renamed")
    assert "Issued anew because they name something changed" in told(page)
    assert public(article)["outlet"]["label"] == "The Post"


def test_a_refusal_is_told_keeps_what_was_typed_and_issues_nothing(editor):
    article = ArticleFactory(outlet=None)
    page = fill_in(editor, page_of(editor, article), press="_publish", headline="Typed with care")
    assert "Not published: “Typed with care” has no outlet" in told(page)
    assert page.request["PATH_INFO"].endswith(f"/{article.pk}/change/")
    assert form_of(page).values["headline"] == ["Typed with care"]
    assert Article.objects.get().headline == "Typed with care"
    assert not Entry.objects.exists()


def test_nothing_is_issued_where_nothing_has_changed(editor, issued):
    page = fill_in(editor, page_of(editor, issued), press="_publish", change_reason="to be sure")
    assert "Nothing of “Health Ministry” has changed" in told(page)
    assert Entry.objects.count() == 1


def test_the_reason_is_optional_until_the_record_is_public_and_required_then(editor):
    source = SourceFactory()
    fill_in(editor, page_of(editor, source), name="Renamed")
    publish([source])
    page = fill_in(editor, page_of(editor, source), name="Renamed again")
    assert "Say why" in page.context["adminform"].form.errors["change_reason"][0]
    assert '<li><a href="#id_change_reason">Reason for the change</a>: Say why' in page.content.decode()
    assert form_of(page).values["name"] == ["Renamed again"]
    assert Source.objects.get().name == "Renamed"


def test_the_reason_stands_in_the_history_and_in_the_act(editor, issued):
    fill_in(editor, page_of(editor, issued), press="_publish", name="Ministry", change_reason="as on its letterhead")
    assert "as on its letterhead" in page_of(editor, issued, "history").content.decode()
    assert Act.objects.latest("at").note == "as on its letterhead"
    assert Act.objects.latest("at").by.startswith("editor")


def test_the_public_version_and_the_working_copy_stand_side_by_side(editor, issued):
    SourceAlias.objects.create(source=issued, name="MoH")
    Source.objects.filter(pk=issued.pk).update(name="Ministry")
    panel = page_of(editor, issued).context["panel"]
    assert [(difference.field, difference.public, difference.working) for difference in panel.differences] == [
        ("aliases", "—", "MoH"),
        ("label", "Health Ministry", "Ministry"),
    ]
    assert panel.versions_path == f"/api/v1/sources/{issued.public_id}/versions/"


def test_records_are_compared_by_name_not_by_id(editor):
    article = ArticleFactory(outlet__name="Example Post")
    publish([article])
    Article.objects.update(outlet=SourceFactory(name="Other Post", kind="outlet"))
    [difference] = page_of(editor, article).context["panel"].differences
    assert (difference.public, difference.working) == ("Example Post", "Other Post")


def test_a_contributor_sees_no_button_to_publish_and_posting_it_issues_nothing(contributor):
    source = SourceFactory()
    page = page_of(contributor, source)
    form = form_of(page)
    assert form.buttons == ["_save", "_review", "_continue"]
    page = contributor.post(page.request["PATH_INFO"], {**form.values, "name": "Typed", "_publish": "x"}, follow=True)
    assert "you have no right to publish" in told(page)
    assert Source.objects.get().name == "Typed"
    assert not Entry.objects.exists()


def test_a_contributor_may_not_publish_from_the_list(contributor):
    source = SourceFactory()
    assert "publish_selected" not in contributor.get("/admin/sources/source/").content.decode()
    contributor.post("/admin/sources/source/", {"action": "publish_selected", "_selected_action": [source.pk]})
    assert not Entry.objects.exists()


def test_publishing_from_the_list_tells_each_refusal_and_issues_the_others(editor):
    fit, unfit, other = ArticleFactory(), ArticleFactory(outlet=None, headline="Orphan"), ArticleFactory(outlet=None)
    data = {"action": "publish_selected", "_selected_action": [fit.pk, unfit.pk, other.pk]}
    page = editor.post("/admin/sources/article/", data, follow=True)
    assert told(page).count("Not published") == 2
    assert "“Orphan” has no outlet" in told(page)
    assert public(fit)["headline"] == fit.headline


def test_the_list_shows_and_filters_what_is_public(chief, issued):
    SourceFactory(name="Draft")
    withdrawn = SourceFactory(name="Gone")
    publish([withdrawn])
    fill_in(chief, page_of(chief, withdrawn, "withdraw"), press="Withdraw or correct", notice="An error.")

    def names(state):
        return [row.name for row in chief.get("/admin/sources/source/", {"public": state}).context["cl"].result_list]

    assert (names("yes"), names("no"), names("withdrawn")) == (["Health Ministry"], ["Draft"], ["Gone"])
    page = chief.get("/admin/sources/source/").content.decode()
    assert "version 1" in page
    assert "Withdrawn" in page


def test_withdrawing_lists_what_names_the_record_and_needs_a_notice(chief):
    article = ArticleFactory(outlet__name="Example Post", headline="Raid")
    publish([article])
    page = page_of(chief, article.outlet, "withdraw")
    (named,) = page.context["impact"].affected
    assert [one.words for one in named.named] == ["article “Raid”"]
    refused = fill_in(chief, page, press="Withdraw or correct", note="kept")
    assert "This field is required" in str(refused.context["form"].errors["notice"])
    assert form_of(refused).values["note"] == ["kept"]

    page = fill_in(chief, refused, press="Withdraw or correct", notice="It never\nexisted.", reason="correction")
    assert "is withdrawn" in told(page)
    gone = SourcePublication.objects.current().get(public_id=article.outlet.public_id)
    assert (gone.visibility, gone.notice.splitlines()) == ("withdrawn", ["It never", "existed."])
    assert Entry.objects.latest("seq").reason == "correction"
    assert "Readers see this notice" in page.content.decode()


def test_what_is_not_public_cannot_be_withdrawn(chief):
    page = page_of(chief, SourceFactory(), "withdraw")
    assert "nothing to withdraw" in page.content.decode()
    posted = chief.post(page.request["PATH_INFO"], {"notice": "x", "reason": "editorial"})
    assert posted.status_code == 200
    assert not Entry.objects.exists()


def test_an_editor_may_not_withdraw(editor, issued):
    assert "Withdraw or correct in public" not in page_of(editor, issued).content.decode()
    assert page_of(editor, issued, "withdraw").status_code == 403


def test_what_was_withdrawn_can_be_published_again_from_its_own_page_but_not_from_the_list(chief, issued):
    fill_in(chief, page_of(chief, issued, "withdraw"), press="Withdraw or correct", notice="An error.")
    data = {"action": "publish_selected", "_selected_action": [issued.pk]}
    assert "was withdrawn" in told(chief.post("/admin/sources/source/", data, follow=True))
    fill_in(chief, page_of(chief, issued), press="_publish", change_reason="it does exist")
    assert public(issued)["label"] == "Health Ministry"


def test_what_was_public_cannot_be_deleted_and_the_page_says_what_to_do(editor, issued):
    page = page_of(editor, issued, "delete")
    assert "Withdraw it instead" in told(page)
    editor.post(reverse("admin:sources_source_delete", args=[issued.pk]), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [issued.pk], "post": "yes"}
    page = editor.post("/admin/sources/source/", data)
    assert "has been public; withdraw it instead" in page.content.decode()
    assert Source.objects.filter(pk=issued.pk).exists()


def test_a_draft_is_deleted_and_one_that_others_need_gives_the_page_that_says_so(editor):
    free, needed = SourceFactory(), ArticleFactory().outlet
    assert fill_in(editor, page_of(editor, free, "delete"), press="Yes, I’m sure").status_code == 200
    assert not Source.objects.filter(pk=free.pk).exists()
    page = editor.post(reverse("admin:sources_source_delete", args=[needed.pk]), {"post": "yes"})
    assert page.status_code == 200
    assert "protected" in page.content.decode()


def test_a_former_state_is_restored_as_the_working_copy_only(editor, issued):
    fill_in(editor, page_of(editor, issued), name="Wrong", change_reason="mistake")
    first = issued.history.last()
    page = editor.get(reverse("admin:sources_source_simple_history", args=[issued.pk, first.pk]))
    refused = fill_in(editor, page)
    assert "Say why" in errors_of(refused)
    fill_in(editor, page, change_reason="it was right before")
    assert Source.objects.get().name == "Health Ministry"
    assert Source.objects.get().history.first().history_change_reason == "it was right before"
    assert Entry.objects.count() == 1


def test_who_may_only_read_restores_nothing(editor, as_role, issued):
    first = issued.history.last()
    former = editor.get(reverse("admin:sources_source_simple_history", args=[issued.pk, first.pk]))
    answer = fill_in(as_role("Reader"), former, name="Written by a reader", change_reason="I could")
    assert answer.status_code == 403
    assert Source.objects.get().name == "Health Ministry"


def test_an_article_is_restored_without_touching_its_texts(editor):
    article = ArticleFactory(headline="As printed")
    fill_in(editor, page_of(editor, article), headline="Retyped")
    ArticleVersionFactory(article=article, text="Later.")
    fill_in(
        editor,
        editor.get(reverse("admin:sources_article_simple_history", args=[article.pk, article.history.last().pk])),
    )
    assert Article.objects.get().headline == "As printed"
    assert article.versions.count() == 2


def test_a_claim_is_published_with_all_it_stands_on_from_the_article_down(editor):
    claim = ClaimFactory()
    Contribution.objects.create(article=claim.citations.get().article, role="contributing_agency", name="Example Wire")
    page = fill_in(editor, page_of(editor, claim), press="_publish")
    assert "is public now as version 1" in told(page)
    assert Entry.objects.count() == 6

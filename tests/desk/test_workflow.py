"""Draft, in review, issued, withdrawn; and with four eyes nobody publishes what he was the last to change."""

import pytest
from django.urls import reverse

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import has_unpublished_changes, publish
from newsroom.ledger.writing import Signature
from sources.models import Affiliation, Article, ImportItem, ImportRun, Source
from tests.desk.forms import fill_in, form_of, told
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/sources/source/"


def page_of(browser, record, page="change"):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk]), follow=True)


def is_public(record):
    return Entry.objects.filter(public_id=record.public_id).exists()


@pytest.fixture
def source():
    return SourceFactory(name="Health Ministry")


class TestReview:
    def test_a_draft_is_sent_for_review_taken_back_and_sent_again(self, contributor, source):
        page = page_of(contributor, source)
        assert "a draft" in page.content.decode()
        fill_in(contributor, page, press="_review", name="Ministry of Health")
        source.refresh_from_db()
        assert (source.state, source.name) == ("in_review", "Ministry of Health")
        page = page_of(contributor, source)
        assert "in review" in page.content.decode()
        assert "_review" not in form_of(page).buttons
        fill_in(contributor, page, press="_take_back")
        source.refresh_from_db()
        assert source.state == "draft"

    def test_a_new_record_can_be_sent_with_its_first_save(self, contributor):
        fill_in(contributor, contributor.get(f"{LIST}add/"), press="_review", kind="office", name="Mine")
        assert Source.objects.get().state == "in_review"

    def test_several_are_sent_from_the_list(self, contributor):
        rows = [SourceFactory(), SourceFactory()]
        act = {"action": "send_selected", "_selected_action": [row.pk for row in rows]}
        assert "2 sources sent for review" in told(contributor.post(LIST, act, follow=True))
        assert set(Source.objects.values_list("state", flat=True)) == {"in_review"}
        assert rows[0].history.first().history_change_reason == "Sent for review."

    def test_a_reader_sends_nothing(self, as_role, source):
        as_role("Reader").post(LIST, {"action": "send_selected", "_selected_action": [source.pk]})
        assert Source.objects.get().state == "draft"

    def test_publishing_ends_the_review(self, contributor, editor, source):
        fill_in(contributor, page_of(contributor, source), press="_review")
        assert "in review" in editor.get(LIST).content.decode()
        fill_in(editor, page_of(editor, source), press="_publish")
        source.refresh_from_db()
        assert (source.state, is_public(source)) == ("draft", True)
        assert "as issued" in page_of(editor, source).content.decode()


class TestWhoCanSeeIt:
    def test_a_form_says_so_in_every_state(self, chief, source):
        assert "Only the desk sees this record" in page_of(chief, source).content.decode()
        publish([source])
        assert "Everybody reads what was issued" in page_of(chief, source).content.decode()
        fill_in(chief, page_of(chief, source, "withdraw"), press="Withdraw or correct", notice="An error.")
        assert "Readers see this notice" in page_of(chief, source).content.decode()

    def test_the_form_of_a_new_record_says_so_too(self, contributor):
        assert "Who can see this:" in contributor.get(f"{LIST}add/").content.decode()


class TestReasons:
    def test_the_affiliation_of_a_public_source_is_not_changed_without_one(self, editor, source):
        row = Affiliation.objects.create(source=source, speaks_for=SourceFactory(), title="spokesman")
        fill_in(editor, page_of(editor, row), title="speaker")
        publish([source])
        page = fill_in(editor, page_of(editor, row), title="minister")
        assert "Say why" in str(page.context["errors"])
        row.refresh_from_db()
        assert row.title == "speaker"


@pytest.fixture
def four_eyes(settings):
    settings.FOUR_EYES = True


def changed(browser, record, press="_save", **typed):
    return fill_in(browser, page_of(browser, record), press=press, **typed)


CHANGES = {
    "a source": (SourceFactory, {"name": "Renamed"}),
    "its other names": (
        SourceFactory,
        {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "MoH"},
    ),
    "an article": (ArticleFactory, {"headline": "Raid"}),
    "its text": (ArticleFactory, {"text": "Another text."}),
    "an incident": (IncidentFactory, {"label": "Raid"}),
    "a claim": (ClaimFactory, {"polarity": "denies"}),
    "its citation": (ClaimFactory, {"citations-0-verb_text": "claimed"}),
}


@pytest.mark.usefixtures("four_eyes")
class TestFourEyes:
    @pytest.mark.parametrize(("make", "typed"), CHANGES.values(), ids=CHANGES)
    def test_whoever_was_the_last_to_change_it_does_not_publish_it_and_another_does(self, as_role, make, typed):
        record, author, other = make(), as_role("Editor"), as_role("Editor")
        page = changed(author, record, press="_publish", **typed)
        assert "Not published: Four eyes: you were the last to change" in told(page)
        assert not is_public(record)
        assert "_publish" not in form_of(page).buttons
        assert "you were the last to change it" in page.content.decode()
        assert "is public now as version 1" in told(changed(other, record, press="_publish"))

    @pytest.mark.parametrize("make", [SourceFactory, ArticleFactory, IncidentFactory, ClaimFactory])
    def test_a_save_that_changes_nothing_that_is_issued_makes_nobody_an_author(self, as_role, make):
        record, author, other = make(), as_role("Contributor"), as_role("Editor")
        changed(author, record, press="_review")
        changed(other, record, change_reason="only looked")
        assert "is public now" in told(changed(other, record, press="_publish", change_reason="still only looked"))

    def test_neither_does_a_note_nor_the_check_that_the_words_are_there(self, as_role):
        claim, other = ClaimFactory(), as_role("Editor")
        typed = {"note": "Rang them up.", "words_checked": "on"}
        assert "is public now" in told(changed(other, claim, press="_publish", **typed))

    def test_a_change_after_the_review_needs_another_pair_of_eyes_again(self, as_role, source):
        author, other = as_role("Editor"), as_role("Editor")
        changed(author, source, name="Ministry")
        assert "public now as version 1" in told(changed(other, source, press="_publish"))
        page = changed(other, source, press="_publish", name="Ministry of Health", change_reason="its full name")
        assert "you were the last to change" in told(page)
        assert "public now as version 2" in told(changed(author, source, press="_publish", change_reason="looked at"))

    def test_publishing_again_what_has_not_changed_is_nobody_s_word(self, as_role, source):
        author, other = as_role("Editor"), as_role("Editor")
        changed(author, source, name="Ministry")
        changed(other, source, press="_publish")
        page = changed(author, source, press="_publish", change_reason="to be sure")
        assert "has changed since it was issued" in told(page)

    def test_it_holds_for_what_is_issued_with_a_record_too(self, as_role):
        article, author, other = ArticleFactory(outlet__name="Example Post"), as_role("Editor"), as_role("Editor")
        changed(author, article.outlet, name="The Post")
        assert "to change “The Post”" in told(changed(author, article, press="_publish"))
        assert "is public now" in told(changed(other, article, press="_publish"))

    def test_it_holds_for_the_list(self, as_role, source):
        author = as_role("Chief")
        changed(author, source, name="Ministry")
        page = author.post(LIST, {"action": "publish_selected", "_selected_action": [source.pk]}, follow=True)
        assert "you were the last to change" in told(page)
        assert not is_public(source)

    def test_whoever_imported_a_report_counts_as_its_author(self, as_role):
        author, other, article = as_role("Chief"), as_role("Chief"), ArticleFactory()
        name = author.get("/admin/").wsgi_request.user.get_username()
        run = ImportRun.objects.create(command="import_articles", target="reports", by=name, read=1, created=1)
        version = article.newest_version
        ImportItem.objects.create(run=run, name="1.txt", outcome="created", article=article, version=version)
        act = {"action": "publish_selected", "_selected_action": [article.pk]}
        assert "you were the last to change" in told(author.post("/admin/sources/article/", act, follow=True))
        assert not is_public(article)
        assert "is public now" in told(changed(other, article, press="_publish"))

    def test_no_import_publishes_what_it_brings_in(self, source):
        with pytest.raises(PublishingRefused, match="somebody else"):
            publish([source], Signature(by="import_articles", reason="import"))

    def test_what_the_software_wrote_is_published_by_anybody(self, editor, source):
        assert "is public now" in told(changed(editor, source, press="_publish"))


def test_without_four_eyes_one_person_changes_and_publishes(editor, source):
    assert "is public now" in told(changed(editor, source, press="_publish", name="Ministry"))


@pytest.mark.parametrize("make", [SourceFactory, ArticleFactory, IncidentFactory, ClaimFactory])
def test_what_is_said_to_stand_aside_is_never_issued(make):
    record = make()
    publish([record])
    aside = set(record.ASIDE) - {"fidelity_verified_by_id", "fidelity_verified_at"}
    for name in aside:
        field = record._meta.get_field(name)
        value = True if field.get_internal_type() == "BooleanField" else "in_review" if name == "state" else "Seen."
        setattr(record, name, value)
    record.save()
    assert not has_unpublished_changes(record)


def test_a_report_says_whether_it_was_read_to_its_end(contributor):
    article = ArticleFactory()
    changed(contributor, article, is_read="on")
    assert Article.objects.get().is_read

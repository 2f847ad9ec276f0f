"""The desk's first page: each queue counts what its list shows, marks what is new, and costs the same however long."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Finding
from newsroom.desk.models import Look
from newsroom.ledger import seam
from newsroom.ledger.publishing import publish
from sources.models import Derivation, DerivationJudgement, ImportRun, Source
from tests.desk.forms import fill_in, queues_on
from tests.desk.rows import a_derivation, a_finding, a_review
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def queues(browser):
    return queues_on(browser.get(HOME))


def fill_every_queue(browser, settings):
    settings.FOUR_EYES = True
    ArticleFactory()
    fill_in(browser, browser.get("/admin/sources/source/add/"), kind="office", name="Mine")
    fill_in(browser, browser.get("/admin/sources/source/add/"), kind="office", name="Theirs", press="_review")
    question = QuestionFactory()
    publish([ClaimFactory(question=question, figure=figure) for figure in ("six", "nine")])
    a_review()
    ImportRun.objects.create(command="import_articles", target="reports", read=1, refused=1)
    a_finding()
    derivation = a_derivation()
    Derivation.objects.create(article=derivation.article, from_source=SourceFactory(agency=True), kind="cites")


def test_every_queue_counts_exactly_what_its_list_shows(superuser, settings):
    fill_every_queue(superuser, settings)
    found = queues(superuser)
    assert all(queue.count for queue in found.values()), {name: queue.count for name, queue in found.items()}
    for queue in found.values():
        for line in queue.lines:
            listed = superuser.get(line.path).context
            shown = listed["cl"].result_count if "cl" in listed else len(listed["conflicts"])
            assert (queue.name, line.name, line.count) == (queue.name, line.name, shown)


def test_the_page_costs_as_many_queries_for_three_of_everything_as_for_one(superuser, settings):
    fill_every_queue(superuser, settings)
    superuser.get(HOME)
    with CaptureQueriesContext(connection) as few:
        superuser.get(HOME)
    for _ in range(2):
        fill_every_queue(superuser, settings)
    with CaptureQueriesContext(connection) as many:
        superuser.get(HOME)
    assert len(many) == len(few)
    assert len(few) <= 40


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("Reader", {"To read", "For review", "Conflicts", "Changed passages", "Imports with errors"}),
        ("Contributor", {"To read", "My drafts", "For review", "Conflicts", "Changed passages"}),
        ("Administrator", set()),
    ],
)
def test_somebody_sees_the_queues_that_he_may_open(as_role, role, shown):
    found = set(queues(as_role(role)))
    assert shown <= found
    assert found if shown else not found
    assert "My drafts" in found or role != "Contributor"
    assert "My drafts" not in found or role != "Reader"


def test_an_empty_queue_says_what_comes_into_it_and_can_be_opened(superuser):
    page = superuser.get(HOME).content.decode()
    assert "Reports with a text in which nothing is recorded yet." in page
    assert '<a href="/admin/sources/article/?read=no">To read</a>' in page
    assert "Import articles" in page


def test_what_came_in_since_the_last_sitting_is_marked_as_new_until_the_sitting_ends(superuser, monkeypatch):
    ArticleFactory()
    assert superuser.get(HOME).context["since"].at is None
    noon = seam.now()
    Look.objects.update(at=noon - dt.timedelta(hours=3))
    queue = queues(superuser)["To read"]
    assert (queue.count, queue.fresh) == (1, 1)
    assert queues(superuser)["To read"].fresh == 1
    assert '>1<span class="desk-wide"> new<' in superuser.get(HOME).content.decode()
    monkeypatch.setattr(seam, "now", lambda: noon + dt.timedelta(hours=2))
    assert queues(superuser)["To read"].fresh == 0


def test_it_says_how_many_documents_were_issued_since(superuser):
    superuser.get(HOME)
    Look.objects.update(at=seam.now() - dt.timedelta(hours=3))
    publish([SourceFactory(), SourceFactory()])
    assert "2 public documents issued or ended" in superuser.get(HOME).content.decode()


class TestToRead:
    def test_a_report_leaves_the_queue_with_its_first_claim(self, superuser):
        article = ArticleFactory()
        assert queues(superuser)["To read"].count == 1
        ClaimFactory(cited_in=article)
        assert queues(superuser)["To read"].count == 0

    def test_or_when_somebody_says_that_there_is_nothing_in_it(self, contributor):
        article = ArticleFactory()
        act = {"action": "mark_read", "_selected_action": [article.pk]}
        contributor.post("/admin/sources/article/", act)
        assert queues(contributor)["To read"].count == 0
        assert article.history.first().history_change_reason == "Read to its end."

    def test_what_its_outlet_withholds_does_not_wait_to_be_read(self, superuser):
        ArticleFactory(pub_status="withheld")
        assert queues(superuser)["To read"].count == 0


def test_my_drafts_are_mine_until_they_are_sent_or_published(as_role):
    mine, other = as_role("Editor"), as_role("Editor")
    fill_in(mine, mine.get("/admin/sources/source/add/"), kind="office", name="Health Ministry")
    assert (queues(mine)["My drafts"].count, queues(other)["My drafts"].count) == (1, 0)
    publish([Source.objects.get()])
    assert queues(mine)["My drafts"].count == 0


def test_an_import_with_errors_waits_until_the_same_is_imported_without(superuser):
    run = ImportRun.objects.create(command="import_articles", target="reports", read=1, refused=1)
    ImportRun.objects.create(command="import_articles", target="others", read=1, created=1)
    assert queues(superuser)["Imports with errors"].count == 1
    ImportRun.objects.create(command="import_articles", target=run.target, read=1, created=1)
    assert queues(superuser)["Imports with errors"].count == 0


def test_a_derivation_waits_until_somebody_has_judged_it(superuser):
    derivation = Derivation.objects.create(
        article=ArticleFactory(), from_source=SourceFactory(agency=True), kind="contributed"
    )
    assert queues(superuser)["Derivations to judge"].count == 1
    DerivationJudgement.objects.create(derivation=derivation, verdict="positive", why="Same.", judged_by=UserFactory())
    assert queues(superuser)["Derivations to judge"].count == 0


def test_findings_wait_for_a_second_signature_only_where_it_takes_two(superuser, settings):
    a_finding()
    assert "Second signatures" not in queues(superuser)
    settings.FOUR_EYES = True
    assert queues(superuser)["Second signatures"].count == 1
    Finding.objects.update(second_signed_by=UserFactory(), second_signed_at=seam.now())
    assert queues(superuser)["Second signatures"].count == 0

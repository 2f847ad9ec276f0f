"""Undoing an import: what nobody has built upon goes, without a trace in the columns; the rest stays and says why."""

import itertools

import pytest

from newsroom.desk.claims_of_imports import ClaimsOfImports
from sources.importing.undo_planning import NotUndone, plan_undo
from sources.importing.undoing import undo_import
from sources.models import Article, ArticleVersion, Derivation, ImportItem, ImportRun, Source
from tests.factories import ClaimFactory, SourceFactory, UserFactory
from tests.sources.importing import FULL, everything, import_it, put, the_article
from tests.sources.test_import_versions import CORRECTED, FIRST, KILLED, SECOND, content
from tests.sources.undoing import importer_below, reasons, state, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    return importer_below(tmp_path)


def test_nothing_is_left_of_what_nobody_touched(bring, tmp_path):
    SourceFactory(agency=True, name="The Example Wire")
    before = state()
    run = bring(FIRST, SECOND, {**FIRST, "id": "other", "text": "Another text."})
    put(tmp_path, "full.txt", FULL)
    credited = ImportRun.objects.get(pk=import_it(tmp_path / "full.txt").run)
    assert Derivation.objects.exists()
    undone = undo(run)
    assert undone.removed == {"articles": 2, "versions": 3, "outlets": 1}
    assert undo(credited).removed == {"articles": 1, "versions": 1, "outlets": 1}
    assert not undone.kept
    assert state() == before


def test_the_record_of_what_happened_stays_and_names_what_it_was(bring):
    run = bring(FIRST)
    public_id = the_article().public_id
    ImportItem.objects.update(public_id="")  # as items were kept once
    undo(run)
    item = ImportItem.objects.get()
    assert (item.article, item.version, item.public_id, item.outcome) == (None, None, public_id, "created")
    assert [row.history_type for row in Article.history.order_by("history_id")] == ["+", "-"]
    assert Article.history.latest().history_change_reason == f"undo of import {run.pk}"


def test_the_run_says_when_and_by_whom_and_cannot_be_undone_twice(bring):
    run = bring(FIRST)
    by = UserFactory()
    undo_import(run, by, ClaimsOfImports())
    run.refresh_from_db()
    assert run.undone_by == by.username
    assert run.undone_at is not None
    with pytest.raises(NotUndone, match=f"undone already, by {by.username}"):
        undo(run)


def test_what_was_undone_can_be_imported_again(bring):
    first = bring(FIRST)
    undo(first)
    again = bring(FIRST)
    assert again.created == 1
    assert undo(again).removed["articles"] == 1


@pytest.mark.parametrize("order", list(itertools.permutations([FIRST, SECOND, CORRECTED, KILLED])))
def test_an_article_follows_the_versions_that_remain_whatever_came_last(bring, order):
    """Import all but the last; import the last and undo it: as if it had never come."""
    for item in order[:-1]:
        bring(item)
    before = content()
    run = bring(order[-1])
    assert content() != before
    assert undo(run).removed == {"versions": 1}
    assert content() == before


@pytest.mark.parametrize("undone", [SECOND, CORRECTED, KILLED])
def test_undoing_one_in_the_middle_is_as_if_it_had_never_come(bring, undone):
    later = [item for item in (SECOND, CORRECTED, KILLED) if item is not undone]
    bring(FIRST)
    run = bring(undone)
    for item in later:
        bring(item)
    undo(run)
    held = content()
    _forget()
    for item in (FIRST, *later):
        bring(item)
    assert content() == held


def _forget():
    """Undo everything that is left, the newest first."""
    for run in ImportRun.objects.filter(undone_at=None).order_by("-pk"):
        undo(run)
    assert not Article.objects.exists()


def test_the_samples_of_a_version_go_and_those_of_the_others_stay(bring):
    bring(FIRST)
    before = everything()["sources.Shingle"]
    run = bring({**SECOND, "text": f"{FIRST['text']}\n\nThe harbour is closed until Tuesday night."})
    assert len(everything()["sources.Shingle"]) > len(before)
    undo(run)
    assert everything()["sources.Shingle"] == before


def test_runs_undone_one_after_the_other_leave_nothing(bring):
    before = state()
    runs = [bring(item) for item in (SECOND, FIRST, KILLED, CORRECTED)]
    for run in reversed(runs):
        assert not undo(run).kept
    assert state() == before


class TestWhatStays:
    def kept(self, run):
        before = state()
        undone = undo(run)
        assert state() == before
        assert undone.removed == {}
        run.refresh_from_db()
        assert run.undone_at is None
        return reasons(undone)

    def test_a_public_article(self, bring):
        assert self.kept(bring(FIRST, publish=True)) == ["it was made public; withdraw it instead"]

    def test_one_that_a_claim_quotes(self, bring):
        run = bring(FIRST)
        ClaimFactory(cited_in=the_article(), cited_in__words="At least two boats")
        assert self.kept(run) == ["1 claim quotes it"]

    def test_one_of_which_a_later_version_came(self, bring):
        run = bring(FIRST)
        bring(SECOND)
        assert "a later version of it came" in self.kept(run)

    def test_one_that_was_edited_at_the_desk(self, bring):
        run = bring(FIRST)
        the_article().save()
        assert self.kept(run) == ["it was edited at the desk"]

    def test_one_that_another_import_has_filled(self, bring):
        run = bring(FIRST)
        later = bring({**FIRST, "rights": "All rights reserved"})
        assert the_article().rights
        assert self.kept(run) == [f"import {later.pk} has changed it"]

    @pytest.mark.parametrize("change", [{"source": None, "name": "Cy Lee"}, {"role": "translator", "name": "Cy Lee"}])
    def test_one_with_a_name_entered_by_hand(self, bring, change):
        run = bring(FIRST)
        the_article().contributions.create(**change)
        assert self.kept(run) == ["a byline or credit of it was entered or confirmed at the desk"]

    def test_one_whose_credit_was_confirmed(self, bring, tmp_path):
        run = ImportRun.objects.get(pk=import_it(put(tmp_path, "full.txt", FULL)).run)
        the_article().contributions.filter(is_proposed=True).update(is_proposed=False)
        assert self.kept(run) == ["a byline or credit of it was entered or confirmed at the desk"]

    @pytest.mark.parametrize("side", ["article", "from_article"])
    def test_one_with_a_derivation_that_was_judged(self, bring, side):
        run = bring(FIRST)
        bring({**FIRST, "id": "other", "text": "Another text."})
        other = Article.objects.get(external_id="other")
        pair = {"article": other, "from_article": other} | {side: Article.objects.get(external_id="storm-1")}
        derivation = Derivation.objects.create(**pair, kind="rewrite", basis="text_similarity")
        derivation.judgements.create(verdict="negative", why="No.", judged_by=UserFactory())
        assert self.kept(run) == ["where it comes from was judged"]

    def test_one_with_a_derivation_that_an_editor_added(self, bring):
        run = bring(FIRST)
        the_article().derivations.create(from_source=SourceFactory(agency=True), kind="cites", basis="editor")
        assert self.kept(run) == ["where it comes from was judged"]

    def test_an_added_version_that_was_made_public(self, bring):
        bring(FIRST, publish=True)
        run = bring(SECOND, publish=True)
        assert self.kept(run) == ["it was made public"]

    def test_an_added_version_that_a_claim_quotes(self, bring):
        bring(FIRST)
        run = bring(SECOND)
        ClaimFactory(cited_in=the_article(), cited_in__words="At least two boats")
        assert self.kept(run) == ["1 claim quotes it"]

    def test_a_notice_on_whose_word_something_was_withdrawn(self, bring):
        bring(FIRST, publish=True)
        run = bring(KILLED)
        assert self.kept(run) == ["on its word, what was public was withdrawn"]

    def test_every_reason_is_given_and_the_rest_goes(self, bring):
        run = bring(FIRST, {**FIRST, "id": "other", "text": "Another text."})
        article = Article.objects.get(external_id="storm-1")
        ClaimFactory(cited_in=article, cited_in__words="At least two boats")
        article.save()
        undone = undo(run)
        assert undone.removed == {"articles": 1, "versions": 1}
        assert reasons(undone) == ["it was edited at the desk", "1 claim quotes it"]
        assert Article.objects.get() == article
        assert Source.objects.filter(kind="outlet").exists()  # still used


def test_an_outlet_that_somebody_else_uses_or_has_edited_stays(bring):
    run = bring(FIRST)
    Source.objects.get(name="Example Post").aliases.create(name="The Post")
    other = bring({**FIRST, "outlet": "Sample Times"})
    Source.objects.get(name="Sample Times").save()
    assert undo(run).removed == {"articles": 1, "versions": 1}
    assert undo(other).removed == {"articles": 1, "versions": 1}
    assert Source.objects.filter(kind="outlet").count() == 2


class TestRefusing:
    def test_a_run_that_stored_nothing_says_so(self, bring):
        bring(FIRST)
        with pytest.raises(NotUndone, match="stored nothing"):
            undo(bring(FIRST))

    def test_a_running_import_is_not_undone(self, bring):
        run = bring(FIRST)
        ImportRun.objects.update(state="running")
        run.refresh_from_db()
        with pytest.raises(NotUndone, match="still running"):
            plan_undo(run, ClaimsOfImports())

    def test_a_data_set_is_not_undone_here(self):
        run = ImportRun.objects.create(command="import_incidents", target="x.csv")
        with pytest.raises(NotUndone, match="data set"):
            undo(run)

    def test_an_interrupted_run_that_was_undone_is_not_resumed(self, bring):
        run = bring(FIRST)
        ImportRun.objects.update(state="interrupted")
        undo(run)
        assert import_it(run.target, resume=run.pk).code == 2


def test_the_preview_says_what_the_act_does(bring):
    run = bring(FIRST, {**FIRST, "id": "other", "text": "Another text."})
    article = Article.objects.get(external_id="storm-1")
    article.save()
    before = everything(but=())
    plan = plan_undo(run, ClaimsOfImports())
    assert everything(but=()) == before
    assert [found.external_id for found in plan.articles] == ["other"]
    assert [kept.article for kept in plan.kept] == [article]
    undone = undo(run)
    assert undone.removed["articles"] == len(plan.articles)
    assert list(undone.kept) == plan.kept


def test_it_costs_the_same_number_of_queries_for_two_articles_and_for_twenty(bring, django_assert_max_num_queries):
    def items(count):
        return [{**FIRST, "id": f"{count}-{n}", "text": f"Text {n} of {count}."} for n in range(count)]

    counts = []
    for run in [bring(*items(2)), bring(*items(20))]:
        with django_assert_max_num_queries(1000) as counted:
            plan_undo(run, ClaimsOfImports())
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert ArticleVersion.objects.count() == 22

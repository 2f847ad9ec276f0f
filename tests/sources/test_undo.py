"""Undoing an import: what nobody has built upon goes, without a trace in the columns; the rest stays and says why."""

import io
import itertools
import json

import pytest
from django.core.management import CommandError, call_command

from events.models import Citation, Claim, Question, Review
from newsroom.desk.claims_of_imports import ClaimsOfImports
from newsroom.ledger.publishing import publish
from sources.importing.locking import ImportLocked
from sources.importing.undo_planning import NotUndone, plan_undo
from sources.importing.undoing import undo_import
from sources.models import Article, ArticleVersion, Derivation, ImportItem, ImportRun, Source
from tests.factories import ClaimFactory, IncidentFactory, SourceFactory, UserFactory, cite
from tests.sources.importing import FULL, everything, import_it, put, the_article
from tests.sources.test_import_versions import CORRECTED, FIRST, KILLED, SECOND, content

pytestmark = pytest.mark.django_db

RECORD = (ImportRun, ImportItem, *(row.history.model for row in (Article, Source, Claim, Citation)))
"""What stays of an import that was undone."""


@pytest.fixture
def bring(tmp_path):
    """Imports some items, each in a file of its own; returns the run."""
    numbers = itertools.count()

    def bring(*items, **options):
        folder = tmp_path / str(next(numbers))
        for number, item in enumerate(items):
            put(folder, f"{number}.jsonl", json.dumps(item))
        return ImportRun.objects.get(pk=import_it(folder, **options).run)

    return bring


def undo(run):
    return undo_import(run, UserFactory(), ClaimsOfImports())


def reasons(undone):
    return [why for kept in undone.kept for why in kept.why]


def state():
    return everything(but=(*RECORD, type(UserFactory.build())))


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


class TestFilledFields:
    def test_they_are_emptied_again(self, bring):
        bring({**FIRST, "headline": ""})
        before = content() | {"rights": the_article().rights}
        run = bring({**FIRST, "rights": "All rights reserved"})
        assert the_article().headline == "Storm nears"
        assert undo(run).removed == {"articles with filled fields": 1}
        assert content() | {"rights": the_article().rights} == before

    def test_what_somebody_has_changed_since_stays(self, bring):
        bring(FIRST)
        run = bring({**FIRST, "rights": "All rights reserved"})
        article = the_article()
        article.rights = "Ours"
        article.save()
        undo(run)
        assert the_article().rights == "Ours"

    def test_they_stay_where_they_were_made_public(self, bring):
        bring(FIRST)
        run = bring({**FIRST, "rights": "All rights reserved"})
        publish([the_article()])
        undone = undo(run)
        assert (undone.removed, reasons(undone)) == ({}, ["it was made public with what was filled in"])
        assert the_article().rights

    def test_a_byline_stays_and_that_is_said(self, bring):
        bring({**FIRST, "byline": ""})
        undone = undo(bring(FIRST))
        assert reasons(undone) == ["the byline that was filled in stays; remove it at the desk"]


class TestColumns:
    def test_what_the_desk_has_typed_or_cleared_stays(self, bring):
        bring({**FIRST, "rights": "First rights"})
        run = bring({**SECOND, "rights": "Second rights"})
        article = the_article()
        article.headline, article.rights = "Our own", ""
        article.save()
        assert undo(run).removed == {"versions": 1}
        assert (the_article().headline, the_article().rights) == ("Our own", "")

    def test_an_outlet_that_only_the_version_named_goes_with_it(self, bring):
        bring({**FIRST, "outlet": ""})
        before = content_without_outlet()
        run = bring(SECOND)
        assert the_article().outlet is not None
        undo(run)
        assert the_article().outlet is None
        assert content_without_outlet() == before

    def test_the_address_and_its_canonical_form_go_together(self, bring):
        bring(FIRST)
        run = bring({**SECOND, "url": "https://www.Post.example/storm?utm_source=x"})
        assert the_article().canonical_url
        undo(run)
        assert (the_article().url, the_article().canonical_url) == ("", "")

    def test_topics_and_credits_that_only_the_version_had_go_with_it(self, bring):
        SourceFactory(agency=True, name="Example Wire")
        bring(FIRST)
        credit = "\n\nThe Example Wire contributed to this report."
        topics = ["medtop:16000000"]
        run = bring({**SECOND, "text": f"{SECOND['text']}{credit}", "topics": topics, "byline": "Ann Lee"})
        article = the_article()
        assert article.derivations.exists()
        assert article.topics.exists()
        undo(run)
        assert not article.derivations.exists()
        assert not article.topics.exists()
        assert [made.name for made in article.contributions.all()] == ["Ann Lee"]


def content_without_outlet():
    article = the_article()
    return {name: getattr(article, name) for name in ("headline", "headline_is_proposed", "published_at", "rights")}


class TestClaims:
    CLAIM = {"quote": "At least two boats", "predicate": "missing", "value": "at least two", "population": "vehicles"}

    @pytest.fixture
    def with_claim(self):
        IncidentFactory(label="The storm")
        return {**FIRST, "claims": [{**self.CLAIM, "incident": "The storm"}]}

    def test_those_that_came_with_an_item_go_with_it(self, bring, with_claim):
        before = state()
        run = bring(with_claim)
        assert Claim.objects.count() == 1
        assert undo(run).removed == {"articles": 1, "versions": 1, "outlets": 1, "claims": 1, "questions": 1}
        assert state() == before

    @pytest.mark.parametrize("state", ["edited", "public", "reviewed", "cited elsewhere", "in review"])
    def test_one_that_somebody_has_used_holds_the_article(self, bring, with_claim, state):
        run = bring(with_claim)
        use(Claim.objects.get(), state)
        undone = undo(run)
        assert undone.removed == {}
        assert "1 claim quotes it" in reasons(undone)
        assert Claim.objects.exists()

    def test_a_question_that_others_answer_stays(self, bring, with_claim):
        run = bring(with_claim)
        question = Question.objects.get()
        ClaimFactory(question=question)
        undo(run)
        assert Question.objects.get() == question

    def test_reviews_that_an_undone_version_had_opened_are_closed_with_the_reason(self, bring):
        bring(FIRST)
        ClaimFactory(cited_in=the_article(), cited_in__words="At least two boats")
        run = bring(CORRECTED)
        assert Review.objects.open().count() == 1
        assert undo(run).removed == {"versions": 1, "reviews closed": 1}
        review = Review.objects.get()
        assert (review.closed_at is None, review.version) == (False, None)
        assert f"Import {run.pk}" in review.decision


def use(claim, state):
    if state == "edited":
        claim.save()
    elif state == "public":
        publish([claim])
    elif state == "reviewed":
        Review.objects.create(claim=claim, cause="words_altered", article=claim.citations.get().article)
    elif state == "cited elsewhere":
        other = ClaimFactory().citations.get().article
        cite(claim, other, "at least six")
    else:
        Claim.objects.update(state="in_review")


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


class TestTheCommand:
    def undo(self, run, *options):
        out = io.StringIO()
        call_command("undo_import", str(run.pk), *options, stdout=out)
        return json.loads(out.getvalue())

    def test_it_says_what_would_go_and_then_what_went_and_what_stays(self, bring):
        run = bring(FIRST, {**FIRST, "id": "other", "text": "Another text."})
        kept = Article.objects.get(external_id="storm-1")
        kept.save()
        by = f"--by={UserFactory().username}"
        stays = [{"article": kept.public_id, "version": None, "why": ["it was edited at the desk"]}]
        planned = self.undo(run, by, "--dry-run")
        assert planned == {
            "dry_run": True,
            "removed": {"articles": 1, "versions of others": 0, "filled": 0},
            "kept": stays,
        }
        assert Article.objects.count() == 2
        assert self.undo(run, by) == {"dry_run": False, "removed": {"articles": 1, "versions": 1}, "kept": stays}
        assert Article.objects.get() == kept

    def test_it_ends_with_a_code_and_a_sentence_where_it_cannot(self, bring, monkeypatch):
        run, by = bring(FIRST), f"--by={UserFactory().username}"
        self.undo(run, by)
        for given, code, words in (
            ((run.pk, by), 1, "undone already"),
            ((run.pk + 100, by), 2, "There is no import"),
            ((run.pk, "--by=nobody"), 2, "There is nobody “nobody”"),
        ):
            with pytest.raises(CommandError, match=words) as refused:
                call_command("undo_import", *map(str, given))
            assert refused.value.returncode == code

        def locked(*_):
            raise ImportLocked(ImportLocked.__doc__)

        monkeypatch.setattr("newsroom.management.commands.undo_import.undo_import", locked)
        with pytest.raises(CommandError, match="under way") as refused:
            call_command("undo_import", str(run.pk), by)
        assert refused.value.returncode == 75

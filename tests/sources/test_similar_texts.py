"""Texts much like one another are proposed as derivations, whatever came in first; only an editor makes them true."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsroom.benching.copies import COPIES, Press
from newsroom.benching.near_duplicates import HoldsArticles, measure_index, measure_minhash
from sources.importing.similar_texts import MOST_PROPOSED, propose_similar
from sources.models import Article, ArticleVersion, Derivation, DerivationJudgement
from sources.models.shingles import COMMON, Shingle
from sources.shingles import MOST_SAMPLED
from tests.factories import ArticleFactory, ArticleVersionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def words(name: str, count: int) -> str:
    """So many different words, which no other name gives."""
    return " ".join(f"{name}{number}" for number in range(count))


REPORT = words("report", 200)


def arrive(text: str = REPORT, **article: object) -> Article:
    """An article with this text comes in, and its proposals are made."""
    arrived = ArticleFactory(text=text, **article)
    propose_similar([(arrived, text)])
    return arrived


def pairs() -> set[tuple[str, str]]:
    """Who derives from whom, by headline."""
    return set(Derivation.objects.values_list("article__headline", "from_article__headline"))


def test_a_copy_is_proposed_with_the_share_it_has_from_the_other_and_nobody_has_judged_it():
    original = arrive()
    copy = arrive(f"EXAMPLETON (XW) — {REPORT}")
    found = copy.derivations.get()
    assert (found.from_article, found.kind, found.basis) == (original, "wire_copy", "text_similarity")
    assert found.similarity_permille == 1000 * 198 // 200
    assert found.judgement == "unsure"


def test_half_a_report_with_own_words_is_proposed_as_a_rewrite():
    arrive()
    copy = arrive(words("report", 102) + " " + words("own", 100))
    found = copy.derivations.get()
    assert (found.kind, found.similarity_permille) == ("rewrite", 500)


def test_a_text_of_which_much_stands_in_a_longer_one_is_found_from_either_side():
    arrive(words("report", 42))
    assert arrive().derivations.get().similarity_permille == 1000 * 40 // 198


def test_other_texts_propose_nothing():
    arrive()
    arrive(words("other", 200))
    assert not Derivation.objects.exists()


MIDDAY = dt.datetime(2023, 6, 19, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"published_on": dt.date(2023, 6, 18)}, {"published_on": dt.date(2023, 6, 19)}),
        (
            {"published_on": MIDDAY.date(), "published_at": MIDDAY, "published_precision": "minute"},
            {
                "published_on": MIDDAY.date(),
                "published_at": MIDDAY + dt.timedelta(minutes=1),
                "published_precision": "minute",
            },
        ),
        (
            {"published_on": dt.date(2023, 6, 18)},
            {"published_on": MIDDAY.date(), "published_at": MIDDAY, "published_precision": "minute"},
        ),
    ],
)
@pytest.mark.parametrize("earlier_comes_first", [True, False])
def test_the_later_published_derives_from_the_earlier_whichever_came_in_first(earlier, later, earlier_comes_first):
    times = {"earlier": earlier, "later": later}
    for headline in sorted(times, reverse=not earlier_comes_first):
        arrive(headline=headline, **times[headline])
    assert pairs() == {("later", "earlier")}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"published_on": None}, {"published_on": None}),
        ({"published_on": None}, {"published_on": dt.date(2023, 6, 18)}),
        ({"published_on": dt.date(2023, 6, 18)}, {"published_on": None}),
        (
            {"published_on": MIDDAY.date()},
            {"published_on": MIDDAY.date(), "published_at": MIDDAY, "published_precision": "minute"},
        ),
    ],
)
def test_where_the_times_do_not_tell_the_later_stored_derives_from_the_earlier(first, second):
    arrive(headline="first", **first)
    arrive(headline="second", **second)
    assert pairs() == {("second", "first")}


def test_versions_of_one_article_are_not_proposed():
    article = arrive()
    version = ArticleVersionFactory(article=article, text=REPORT + " and more was known later")
    assert propose_similar([(article, version.text)]) == []


def test_a_later_version_that_is_like_another_article_is_proposed():
    arrive(headline="first")
    article = arrive(words("brief", 30), headline="second")
    version = ArticleVersionFactory(article=article, text=REPORT)
    propose_similar([(article, version.text)])
    assert pairs() == {("second", "first")}


def test_a_copy_of_an_earlier_version_is_found():
    article = arrive(headline="first")
    version = ArticleVersionFactory(article=article, text=words("rewritten", 200))
    propose_similar([(article, version.text)])
    arrive(headline="second")
    assert pairs() == {("second", "first")}


def test_nothing_is_proposed_twice():
    first, second = arrive(), arrive()
    assert propose_similar([(first, REPORT), (second, REPORT)]) == []
    assert Derivation.objects.count() == 1


@pytest.mark.parametrize("is_turned", [True, False])
def test_nothing_is_proposed_where_an_editor_has_recorded_a_derivation_even_one_he_denies(is_turned):
    first, second = (ArticleFactory(text=REPORT) for _ in range(2))
    ends = (first, second) if is_turned else (second, first)
    recorded = Derivation.objects.create(article=ends[0], from_article=ends[1], kind=Derivation.Kind.CITES)
    DerivationJudgement.objects.create(
        derivation=recorded, verdict="negative", why="Both quote one statement.", judged_by=UserFactory()
    )
    assert propose_similar([(first, REPORT), (second, REPORT)]) == []


def test_a_derivation_from_an_agency_does_not_stand_in_the_way():
    arrive()
    copy = ArticleFactory(text=REPORT)
    Derivation.objects.create(article=copy, from_source=SourceFactory(agency=True), kind=Derivation.Kind.CONTRIBUTED)
    assert len(propose_similar([(copy, REPORT)])) == 1


def test_copies_that_come_in_together_are_found_among_themselves():
    together = [(ArticleFactory(text=text), text) for text in (REPORT, words("other", 50), REPORT)]
    (found,) = propose_similar(together)
    assert (found.article, found.from_article) == (together[2][0], together[0][0])


def test_of_many_alike_the_closest_are_proposed():
    for count in range(40, 200, 10):
        arrive(f"{words('report', count)} {words(f'own{count}', 200 - count)}", headline=str(count))
    copy = arrive()
    closest = copy.derivations.values_list("from_article__headline", flat=True)
    assert set(closest) == {"190", "180", "170", "160", "150"}
    assert len(closest) == MOST_PROPOSED


def test_a_paragraph_of_background_is_proposed_for_the_first_two_and_for_none_of_the_rest():
    background = words("background", 60)
    for number in range(COMMON + 10):
        arrive(f"{words(f'a{number}x', 60)} {background} {words(f'b{number}x', 60)}", headline=f"{number}")
    assert pairs() == {("1", "0")}


def test_a_story_that_ran_in_more_outlets_than_are_counted_is_still_found_from_its_first():
    for number in range(COMMON + 5):
        arrive(headline=f"{number}")
    assert (f"{COMMON + 4}", "0") in pairs()


def test_no_shingle_takes_more_rows_than_are_counted_and_none_is_taken_twice():
    for _ in range(3):
        articles = [ArticleFactory(text=REPORT) for _ in range(30)]
        propose_similar([(article, REPORT) for article in articles])
        propose_similar([(article, REPORT) for article in articles])
        counts = Counter(Shingle.objects.values_list("hash", flat=True))
        assert max(counts.values()) < COMMON
    assert set(counts.values()) == {1}
    assert set(Shingle.objects.values_list("article", "is_common")) == {(Article.objects.earliest("pk").pk, True)}


def test_a_book_takes_no_more_rows_than_a_long_report():
    arrive(words("book", 9_000))
    assert Shingle.objects.count() == MOST_SAMPLED


@pytest.mark.parametrize(
    "text",
    [
        words("brief", 12),
        "قُتل ما لا يقل عن ستة مسلحين في الغارة يوم الاثنين، بحسب مسؤولين محليين في المدينة.",
        "גורמים רשמיים אמרו כי לפחות שישה חמושים נהרגו בפשיטה ביום שני בעיר ההיא בצפון הארץ.",
        "官员们表示，在周一的突袭行动中至少有六名武装人员丧生，四辆汽车被烧毁。",
    ],
)
def test_briefs_are_found_in_every_script(text):
    arrive(text, headline="first")
    arrive(f"(XW) {text}", headline="second")
    assert pairs() == {("second", "first")}


def test_a_row_whose_article_is_gone_finds_nothing():
    gone = arrive()
    gone.versions.all().delete()
    gone.history.all().delete()
    gone.delete()
    assert arrive().derivations.count() == 0


def test_what_is_proposed_does_not_depend_on_how_the_batches_fell():
    press = Press(7, 400, 0)
    reports = [press.report(number) for number in press.order_of_arrival()]

    def pairs(size):
        arrived = [(ArticleFactory(text=made.text), made) for made in reports]
        numbers = {article.pk: made.number for article, made in arrived}
        proposed = []
        for start in range(0, len(arrived), size):
            proposed += propose_similar([(article, made.text) for article, made in arrived[start : start + size]])
        Shingle.objects.all().delete()
        return {(numbers[each.article_id], numbers[each.from_article_id]) for each in proposed}

    assert pairs(400) == pairs(7)


def test_articles_that_are_like_nothing_cost_two_queries_each_and_copies_one_more():
    others = [(ArticleFactory(text=text), text) for text in (words(f"w{n}x", 60) for n in range(10))]
    with CaptureQueriesContext(
        connection,
    ) as alone:
        propose_similar(others)
    copies = [(ArticleFactory(text=text), text) for _article, text in others]
    with CaptureQueriesContext(connection) as together:
        assert len(propose_similar(copies)) == 10
    assert (len(alone), len(together)) == (2 * len(others), 3 * len(copies) + 2)


FAMILY = [
    REPORT,
    f"EXAMPLETON (XW) — {REPORT}",
    words("report", 80),
    f"{words('report', 100)} {words('own', 80)}",
    words("other", 100),
]


class AnyOrder(TestCase):
    @given(st.permutations(range(len(FAMILY))))
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_the_order_in_which_texts_come_in_changes_nothing(self, order):
        for number in order:
            arrive(FAMILY[number], headline=f"{number}", published_on=dt.date(2023, 6, 1 + number))
        assert pairs() == {(f"{later}", f"{earlier}") for later in range(4) for earlier in range(later)}


def test_the_press_of_the_bench_follows_from_its_seed():
    press, again, another = Press(1, 40, 16), Press(1, 40, 16), Press(2, 40, 16)
    assert [press.report(number) for number in range(56)] == [again.report(number) for number in reversed(range(56))][
        ::-1
    ]
    assert press.report(3) != another.report(3)
    assert {press.kind_of(copy) for copy in press.copies} == set(COPIES)
    assert sorted(press.order_of_arrival()) == list(range(len(press)))


def test_nearly_all_copies_are_found_and_nearly_all_proposals_are_copies():
    figures = measure_index(Press(1, 640, 160))
    assert figures.recall >= 0.97
    assert figures.precision >= 0.9
    assert ArticleVersion.objects.count() == figures.reports == 800


def test_minhash_beside_it_finds_fewer():
    figures = measure_minhash(Press(1, 640, 160))
    assert 0.4 < figures.recall < 0.97


def test_the_bench_fills_no_database_that_holds_articles():
    ArticleFactory()
    with pytest.raises(HoldsArticles):
        measure_index(Press(1, 8, 8))

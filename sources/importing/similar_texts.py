"""Texts that are much like others already held: proposed as derivations, for an editor to judge.

Copies are looked up by the shingles sampled from each text (`sources.shingles`), and the few that share several
are compared in full. Nothing here makes anything true: a proposal is unsure until somebody judges it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber, Substr

from sources.models import Article, ArticleVersion, Derivation
from sources.models.shingles import Postings, Shingle
from sources.shingles import MOST_CHARACTERS, Likeness, likenesses, sample, shingles

MOST_COMPARED, MOST_PROPOSED = 8, 5
"""With how many articles one is compared in full, and how many of these are proposed for it: the closest."""

WIRE_COPY_FROM = 700
"""From so many thousandths an article is proposed as a copy, below as a rewrite: 0.9³, for nine words kept in ten."""

_PORTION = 1  # one after the other: what is proposed must not depend on how the batches fell
_COMPARED_TOGETHER = 10  # of these, which does the same
_VERSIONS = 3  # of an article, the newest
_FEWEST_SHARED = 2
_ENOUGH = 1 / 5  # of the hashes: many outlets may run one story, and then none of them gets a vote
_ONE_VOTE = 0.99  # of shares that were rounded

Pair = frozenset[int | None]


@dataclass(frozen=True, slots=True)
class _Dated:
    """An article and when it was published, as far as that is known."""

    article: int
    on: dt.date | None
    at: dt.datetime | None

    def is_after(self, other: "_Dated") -> bool:
        """Published later; where the times do not tell, stored later."""
        mine, its = (self.at, other.at) if self.at and other.at else (self.on, other.on)
        return mine > its if mine and its and mine != its else self.article > other.article


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A new text of an article, with the hashes by which it is looked up."""

    dated: _Dated
    text: str
    hashes: list[int]


def propose_similar(articles_with_texts: Sequence[tuple[Article, str]]) -> list[Derivation]:
    """Propose that articles derive from others with much the same text, or the others from them.

    To be called with every new text, inside the transaction that stored it. The later published derives from
    the earlier; where the times do not tell, the later stored. Nothing is proposed where a derivation between
    the two is recorded, whatever its judgement, and for one text no more than the five that are closest. The
    order of arrival changes what is proposed by this alone, and by what was too common, or not yet known for
    background, when an article came in.
    """
    proposed: dict[Pair, Derivation] = {}
    for start in range(0, len(articles_with_texts), _PORTION):
        for derivation in _proposals(articles_with_texts[start : start + _PORTION]):
            proposed.setdefault(frozenset([derivation.article_id, derivation.from_article_id]), derivation)
    recorded = _recorded(proposed)
    wanted = [derivation for pair, derivation in proposed.items() if pair not in recorded]
    return Derivation.objects.bulk_create(wanted, ignore_conflicts=True)  # an editor may have been faster


def _proposals(articles_with_texts: Sequence[tuple[Article, str]]) -> Iterator[Derivation]:
    arrivals = [_arrival(article, text) for article, text in articles_with_texts]
    samples: defaultdict[int, set[int]] = defaultdict(set)
    for arrival in arrivals:
        samples[arrival.dated.article].update(arrival.hashes)
    postings = Shingle.objects.take_in(samples)
    likely = [(arrival, found) for arrival in arrivals if (found := _candidates(arrival, postings))]
    for start in range(0, len(likely), _COMPARED_TOGETHER):
        yield from _compared(likely[start : start + _COMPARED_TOGETHER])


def _arrival(article: Article, text: str) -> _Arrival:
    dated = _Dated(article.pk, article.published_on, article.published_at)
    return _Arrival(dated, text, sample(shingles(text)))


def _candidates(arrival: _Arrival, postings: Postings) -> list[int]:
    """The articles to compare with, the likeliest first."""
    shared, votes = _counted(arrival, postings)
    enough = _ENOUGH * len(arrival.hashes)
    likely = [
        other
        for other, count in shared.items()
        if count >= _FEWEST_SHARED and (count >= enough or votes[other] >= _ONE_VOTE)
    ]
    return sorted(likely, key=lambda other: (-votes[other], other))[:MOST_COMPARED]


def _counted(arrival: _Arrival, postings: Postings) -> tuple[Counter[int], dict[int, float]]:
    """How many hashes each other article shares with this one, and how many votes it gets.

    Each hash has one vote, split among those that have it: what one other has tells more than what forty have.
    """
    shared: Counter[int] = Counter()
    votes: defaultdict[int, float] = defaultdict(float)
    for each in arrival.hashes:
        others = postings.articles.get(each, set()) - {arrival.dated.article}
        shared.update(others)
        for other in others:
            votes[other] += 1 / len(others)
    for first, count in _ran_everywhere(arrival, postings).items():
        shared[first] += count
        votes[first] += count
    return shared, votes


def _ran_everywhere(arrival: _Arrival, postings: Postings) -> dict[int, int]:
    """The first articles of hashes that are common by now, where these are half of a text and not its background."""
    firsts = Counter(postings.common[each] for each in arrival.hashes if each in postings.common)
    del firsts[arrival.dated.article]
    return {first: count for first, count in firsts.items() if count >= len(arrival.hashes) / 2}


def _compared(likely: Sequence[tuple[_Arrival, list[int]]]) -> Iterator[Derivation]:
    """The closest of each arrival's candidates, compared in full, as derivations that are not stored yet."""
    dated: dict[int, _Dated] = {}
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for article, text, on, at in _newest_texts({each for _arrival, candidates in likely for each in candidates}):
        dated[article] = _Dated(article, on, at)
        texts[article].append(text)
    for arrival, candidates in likely:
        found = _alike(arrival.text, {each: texts[each] for each in candidates if each in texts})
        closest = sorted(found, key=lambda article: (-found[article].closeness, article))[:MOST_PROPOSED]
        yield from (_derivation(arrival.dated, dated[article], found[article]) for article in closest)


def _alike(text: str, others: Mapping[int, Iterable[str]]) -> dict[int, Likeness]:
    """Which of the others are like this text, each by the version that has the most in common with it."""
    this = shingles(text)
    words = frozenset(this)
    closest = {
        article: max(map(shingles, versions), key=lambda version: len(words.intersection(version)))
        for article, versions in others.items()
    }
    return likenesses(this, closest)


def _newest_texts(articles: Iterable[int]) -> Iterable[tuple[int, str, dt.date | None, dt.datetime | None]]:
    """The newest texts of each article, as much of them as is compared, with the article's publication time."""
    place = Window(RowNumber(), partition_by="article", order_by=[F("order_key").desc(), F("number").desc()])
    versions = ArticleVersion.objects.with_text().filter(article__in=articles)
    newest = versions.annotate(place=place).filter(place__lte=_VERSIONS)  # by key, so that no other text is read
    texts: QuerySet[ArticleVersion, Any] = (
        ArticleVersion.objects.filter(pk__in=newest.values("pk"))
        .newest_first()
        .annotate(beginning=Substr("text", 1, MOST_CHARACTERS))
        .values_list("article", "beginning", "article__published_on", "article__published_at")
    )
    return texts


def _derivation(this: _Dated, other: _Dated, likeness: Likeness) -> Derivation:
    """The later from the earlier, with the share of the later that the earlier has."""
    is_later = this.is_after(other)
    later, earlier = (this, other) if is_later else (other, this)
    share = likeness.of_this if is_later else likeness.of_other
    return Derivation(
        article_id=later.article,
        from_article_id=earlier.article,
        kind=Derivation.Kind.WIRE_COPY if share >= WIRE_COPY_FROM else Derivation.Kind.REWRITE,
        basis=Derivation.Basis.TEXT_SIMILARITY,
        similarity_permille=share,
    )


def _recorded(pairs: Iterable[Pair]) -> set[Pair]:
    """Which of these pairs have a derivation already, whichever way round and however it was judged."""
    articles = set().union(*pairs)
    held = Derivation.objects.filter(article__in=articles, from_article__in=articles)
    return {frozenset(ends) for ends in held.values_list("article", "from_article")}

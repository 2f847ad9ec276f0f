"""Whether two answers can both be right, and one sentence that says why.

Computed, never stored by hand. Words are compared in `events.relations`, questions in `events.scopes`; here
speakers and times are added: what one speaker updates, what time may explain, what a denial denies. What two
claims are to each other depends on nothing but these two. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from events import reasons
from events.answers import Answer, Polarity, Saying
from events.quantities import Quantity
from events.relations import Relation, compare, compare_values, exceeds, lies_inside
from events.scopes import Containment

__all__ = ["Comparison", "Relation", "compare", "relate", "relations"]

R = Relation
SEVERITY = {relation: place for place, relation in enumerate(R)}


@dataclass(frozen=True)
class Comparison:
    """How two distinct answers stand to each other in the mouths of these claims.

    `relation` is read from the first answer to the second; the sentence is the same both ways, and names
    one pair of claims that shows it. `explainable_by_time` tells a conflict that a growing count may
    explain from one that it cannot.
    """

    relation: Relation
    reason: str
    first_claims: tuple[str, ...]
    second_claims: tuple[str, ...]
    explainable_by_time: bool = False

    @property
    def rank(self) -> tuple[int, bool]:
        """To sort the gravest first; among contradictions those that time does not explain."""
        return SEVERITY[self.relation], self.explainable_by_time


class Verdict(NamedTuple):
    """What the values alone say, and the words for it; a whole sentence where nothing relates."""

    relation: Relation
    words: str


def _judge(first: Answer, second: Answer) -> Verdict:
    containment = first.scope.containment(second.scope)
    if why := _why_unrelated(first, second, containment):
        return Verdict(R.UNRELATED, why)
    if containment == Containment.SAME:
        return _judge_same(first, second)
    return _judge_part(first, second) if containment == Containment.PART else _judge_part(second, first)


def _why_unrelated(first: Answer, second: Answer, containment: Containment) -> str:
    silent = next((answer for answer in (first, second) if not answer.says_something), None)
    if silent:
        return reasons.NO_ANSWER.format(silent.first_saying.speaker)
    checks = (
        (isinstance(first.value, str) or isinstance(second.value, str), reasons.ONLY_TEXT),
        (containment == Containment.OTHER_KIND, reasons.OTHER_KIND),
        (containment == Containment.APART, reasons.APART),
        (containment != Containment.SAME and not (first.is_figure and second.is_figure), reasons.NO_FIGURES),
        (compare_values(first.value, second.value) == R.UNRELATED, reasons.UNLIKE),
    )
    return next((why for holds, why in checks if holds), "")


def _judge_same(first: Answer, second: Answer) -> Verdict:
    relation = compare_values(first.value, second.value)
    if first.polarity != second.polarity:
        return _judge_denial(first, second)
    if first.polarity == Polarity.DENIES:
        relation = R.AGREES if relation == R.AGREES else R.COMPATIBLE
    if _leaves_room(first) and relation in (R.CONTRADICTS, R.IN_TENSION):
        relation = R.COMPATIBLE
    return Verdict(relation, reasons.VERDICTS[relation])


def _judge_denial(first: Answer, second: Answer) -> Verdict:
    affirmed, denied = (first, second) if second.polarity == Polarity.DENIES else (second, first)
    if lies_inside(affirmed.value, denied.value):
        return Verdict(R.CONTRADICTS, reasons.DENIED)
    return Verdict(R.COMPATIBLE, reasons.NOT_DENIED)


def _judge_part(part: Answer, whole: Answer) -> Verdict:
    if not _exceeds(part, whole):
        return Verdict(R.HOLDS, reasons.VERDICTS[R.HOLDS])
    if _leaves_room(part) or _leaves_room(whole):
        return Verdict(R.COMPATIBLE, reasons.VERDICTS[R.COMPATIBLE])
    return Verdict(R.CONTRADICTS, reasons.A_PART_EXCEEDS)


def _exceeds(part: Answer, whole: Answer) -> bool:
    return isinstance(part.value, Quantity) and isinstance(whole.value, Quantity) and exceeds(part.value, whole.value)


def _leaves_room(answer: Answer) -> bool:
    """Whether different answers can both be true. Yes and no never can."""
    return not answer.scope.predicate.is_single_valued and not isinstance(answer.value, bool)


def _hangs_on_time(verdict: Verdict, first: Answer, second: Answer) -> bool:
    """Whether speakers and times decide: two counts that exclude each other, or successive running totals."""
    if not (first.is_figure and second.is_figure) or verdict.relation == R.UNRELATED:
        return False
    successive = first.scope.question == second.scope.question and verdict.relation == R.HOLDS
    return verdict.relation == R.CONTRADICTS or (
        successive and compare_values(first.value, second.value) == R.CONTRADICTS
    )


def _timeless(verdict: Verdict, first: Answer, second: Answer) -> Comparison:
    reason = verdict.words
    if verdict.relation != R.UNRELATED:
        one, other = _in_telling_order(verdict, first, second)
        told = reasons.tell(one, one.first_saying, other), reasons.tell(other, other.first_saying, one)
        reason = reasons.explain(*told, verdict.words)
    return Comparison(verdict.relation, reason, first.claims, second.claims)


def _in_telling_order(verdict: Verdict, first: Answer, second: Answer) -> tuple[Answer, Answer]:
    """The vaguer before what refines it, the part before its whole, else the lower first."""
    if verdict.relation in (R.REFINES, R.REFINED_BY):
        return (second, first) if verdict.relation == R.REFINES else (first, second)
    if (containment := first.scope.containment(second.scope)) != Containment.SAME:
        return (first, second) if containment == Containment.PART else (second, first)
    return (first, second) if first.order <= second.order else (second, first)


class Pair(NamedTuple):
    """Two claims with counts that exclude each other; `low` gave the lower one."""

    relation: Relation
    is_explainable: bool
    low: Saying
    high: Saying

    @property
    def order(self) -> tuple[object, ...]:
        """To choose the pair that the sentence names: one that time does not explain, then the earliest."""
        return self.is_explainable, self.low.order, self.high.order


@dataclass(frozen=True)
class Contest:
    """Two answers with counts that exclude each other, where speakers and times decide what that means."""

    lower: Answer
    higher: Answer
    verdict: Verdict
    is_cumulative: bool
    is_one_question: bool

    @classmethod
    def between(cls, first: Answer, second: Answer, verdict: Verdict) -> "Contest":
        lower, higher = sorted((first, second), key=lambda answer: answer.order)
        return cls(
            lower,
            higher,
            verdict,
            is_cumulative=lower.scope.predicate.is_cumulative and higher.scope.predicate.is_cumulative,
            is_one_question=lower.scope.question == higher.scope.question,
        )

    def comparisons(self, first: Answer) -> tuple[Comparison, ...]:
        """One for each relation between claims of the two, the gravest first, as read from `first`."""
        pairs = [self.pair(low, high) for low, high in product(self.lower.sayings, self.higher.sayings)]
        found = sorted({pair.relation for pair in pairs}, key=lambda relation: SEVERITY[relation])
        return tuple(self.summary([pair for pair in pairs if pair.relation == one], first) for one in found)

    def pair(self, low: Saying, high: Saying) -> Pair:
        relation = self.verdict.relation
        if self.is_one_question and self.is_cumulative and low.is_same_originator(high):
            relation = self.progress(low, high)
        return Pair(relation, relation == R.CONTRADICTS and self.is_explainable(low, high), low, high)

    def progress(self, low: Saying, high: Saying) -> Relation:
        """What one speaker did to his own count; no update where it is not known which he gave first."""
        if self.low_comes_first(low, high):
            return R.UPDATES
        return R.FALLS if self.high_comes_first(low, high) else self.verdict.relation

    def low_comes_first(self, low: Saying, high: Saying) -> bool:
        """Of running totals the one that counts up to an earlier day comes first, else what was said first."""
        through, until = self.lower.scope.through, self.higher.scope.through
        return through < until if through and until and through != until else low.is_before(high)

    def high_comes_first(self, low: Saying, high: Saying) -> bool:
        through, until = self.lower.scope.through, self.higher.scope.through
        return until < through if through and until and through != until else high.is_before(low)

    def is_explainable(self, low: Saying, high: Saying) -> bool:
        """Whether a cumulative count may have grown from the one to the other, or any other have changed."""
        if not (low.is_dated and high.is_dated):
            return False
        if self.is_cumulative:
            return not high.is_before(low)
        return low.is_before(high) or high.is_before(low)

    def summary(self, pairs: list[Pair], first: Answer) -> Comparison:
        shown = min(pairs, key=lambda pair: pair.order)
        low = tuple(sorted({pair.low.claim for pair in pairs}))
        high = tuple(sorted({pair.high.claim for pair in pairs}))
        claims = (low, high) if self.lower is first else (high, low)
        return Comparison(shown.relation, self.reason(shown), *claims, explainable_by_time=shown.is_explainable)

    def reason(self, pair: Pair) -> str:
        one, other = (self.lower, pair.low), (self.higher, pair.high)
        if self.high_comes_first(pair.low, pair.high):
            one, other = other, one
        first_time, second_time = reasons.tell_when(one[1], other[1])
        first = reasons.tell(*one, other[0], first_time)
        return reasons.explain(first, reasons.tell(*other, one[0], second_time), self.conclusion(pair))

    def conclusion(self, pair: Pair) -> str:
        if pair.relation != self.verdict.relation:
            return reasons.VERDICTS[pair.relation]
        if not pair.is_explainable:
            return self.verdict.words
        growth = reasons.MAY_HAVE_GROWN if self.is_cumulative else reasons.MAY_HAVE_CHANGED
        return reasons.AT_ONCE.get(self.verdict.words, self.verdict.words) + growth


def relate(first: Answer, second: Answer) -> tuple[Comparison, ...]:
    """Compare two distinct answers, to one question or to two of which one contains the other.

    One result for each relation that holds between some claims of the one and some of the other, the
    gravest first: a speaker who corrected four to five has updated his own count, and still contradicts
    another speaker's four. Never empty; answers that have nothing to do with each other are `unrelated`.
    """
    verdict = _judge(first, second)
    if not _hangs_on_time(verdict, first, second):
        return (_timeless(verdict, first, second),)
    return Contest.between(first, second, verdict).comparisons(first)


def relations(answers: Iterable[Answer]) -> list[tuple[int, int, Comparison]]:
    """Everything that relates among the answers, by their positions, the gravest first."""
    related = [
        (one, other, comparison)
        for (one, first), (other, second) in combinations(enumerate(answers), 2)
        for comparison in relate(first, second)
        if comparison.relation != R.UNRELATED
    ]
    return sorted(related, key=lambda found: (found[2].rank, found[:2]))

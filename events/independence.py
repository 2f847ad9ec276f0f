"""How many independent origins stand behind the answers to a question: an interval, for not all is known.

Claims are joined by sure edges (one originator, a derivation judged positive) and unsure ones (a derivation
not yet judged, a wire credit whose part in the claim nobody knows). Counting the groups over the sure edges
gives the upper end, over all edges the lower. Forty outlets that carry one wire story are one origin. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

Edge = tuple[str, str]


class Judgement(StrEnum):
    """Whether one article derives from another, in force now; unsure where nobody has judged."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


@dataclass(frozen=True)
class WireCredit:
    """An agency named under an article, by its key; one that has no key by its label."""

    agency: str
    label: str


@dataclass(frozen=True)
class Carrier:
    """One article that carries a claim, and whether it says it in its own voice (rendering `narrative`)."""

    article: str
    outlet: str
    in_own_voice: bool = False
    wire_credits: tuple[WireCredit, ...] = ()


@dataclass(frozen=True)
class CarriedClaim:
    """One claim as far as it matters where it comes from.

    `originator` is a key that is the same for two claims of one originator, None for a confidential one.
    `answer` is the same for two claims that give the same answer.
    """

    claim: str
    originator: str | None
    answer: str
    carriers: tuple[Carrier, ...]

    @property
    def own_voices(self) -> Iterator[Carrier]:
        """The articles that are themselves the speaker."""
        return (found for found in self.carriers if found.in_own_voice or found.outlet == self.originator)

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(carrier.article for carrier in self.carriers)

    def is_voice_of(self, article: str) -> bool:
        return any(carrier.article == article for carrier in self.own_voices)


@dataclass(frozen=True)
class Derivation:
    """One article takes its matter from another one or from a source, as judged now.

    `from_outlet` is the outlet of the other article; where that is an agency, its part is then known.
    """

    article: str
    from_article: str | None = None
    from_source: str | None = None
    from_outlet: str | None = None
    judgement: str = Judgement.UNSURE


@dataclass(frozen=True)
class Edges:
    """What joins claims. The ends are claims, or what stands behind them: `source:…` and `voice:…` of an article."""

    sure: frozenset[Edge] = frozenset()
    unsure: frozenset[Edge] = frozenset()


@dataclass(frozen=True)
class Independence:
    """From `low` to `high` independent origins.

    `components` groups the claims by what is sure, each group and the whole in order; `unknown_parts` names
    the agencies that are credited without anybody knowing for what.
    """

    low: int
    high: int
    components: tuple[tuple[str, ...], ...]
    unknown_parts: tuple[str, ...] = ()
    outlets: int = 0
    reason: str = field(default="", compare=False)

    @property
    def counted(self) -> str:
        """“1–2 independent”; with the outlets where they are not as many."""
        count = str(self.high) if self.low == self.high else f"{self.low}–{self.high}"
        carried = f", {_number(self.outlets, 'outlet')}" if self.outlets not in (0, self.high) else ""
        return f"{count} independent{carried}"


def independent(nodes: Iterable[str], sure: Iterable[Edge], unsure: Iterable[Edge]) -> Independence:
    """Count the groups of nodes that edges join. Ends of edges that are no nodes join others and do not count."""
    claims, certain = sorted(set(nodes)), list(sure)
    by_sure = _components(claims, certain)
    low = len(_components(claims, [*certain, *unsure]))
    result = Independence(low, len(by_sure), by_sure)
    return replace(result, reason=f"{result.counted}.")


def weigh(given: Iterable[CarriedClaim], derivations: Iterable[Derivation]) -> Independence:
    """How many independent origins stand behind these claims, and why it is not known more exactly."""
    claims, judged = sorted(given, key=lambda claim: claim.claim), list(derivations)
    edges = draw_edges(claims, judged)
    result = independent((claim.claim for claim in claims), edges.sure, edges.unsure)
    outlets = {carrier.outlet for claim in claims for carrier in claim.carriers}
    credited = _unknown_credits(claims, judged)
    result = replace(result, unknown_parts=tuple(sorted(credited)), outlets=len(outlets))
    articles = {article for claim in claims for article in claim.articles}
    whys = [_credit_words(agency, credited[agency], articles) for agency in sorted(credited)]
    if result.low < result.high and _any_is_unjudged(judged, articles):
        whys.append("nobody has judged yet whether one report derives from another")
    because = f": {'; '.join(whys)}" if whys else ""
    return replace(result, reason=f"{result.counted}{because}.")


def draw_edges(given: Iterable[CarriedClaim], derivations: Iterable[Derivation]) -> Edges:
    """What joins the claims. A derivation judged negative joins nothing and settles the credit as well."""
    claims, judged = list(given), list(derivations)
    sure = set(chain(_edges_to_originators(claims), _edges_of(Judgement.POSITIVE, claims, judged)))
    unsure = set(chain(_edges_to_agencies(claims, judged), _edges_of(Judgement.UNSURE, claims, judged)))
    return Edges(frozenset(sure), frozenset(unsure - sure))


def _edges_to_originators(claims: list[CarriedClaim]) -> Iterator[Edge]:
    for claim in claims:
        if claim.originator is not None:
            yield claim.claim, _source(claim.originator)
        yield from ((claim.claim, _voice(carrier.article)) for carrier in claim.own_voices)


def _edges_to_agencies(claims: list[CarriedClaim], derivations: list[Derivation]) -> Iterator[Edge]:
    settled = _settled_credits(derivations)
    for claim in claims:
        for carrier in claim.own_voices:
            for credit in carrier.wire_credits:
                if (carrier.article, credit.agency) not in settled:
                    yield _voice(carrier.article), _source(credit.agency)


def _edges_of(judgement: Judgement, claims: list[CarriedClaim], derivations: list[Derivation]) -> Iterator[Edge]:
    carried = _claims_by_article(claims)
    for found in derivations:
        if found.judgement != judgement:
            continue
        if found.from_source is not None:
            yield _voice(found.article), _source(found.from_source)
        if found.from_article is not None:
            yield _voice(found.article), _voice(found.from_article)
            for claim in carried[found.article]:
                yield from _edge_to_origin(claim, found.article, carried[found.from_article], found.from_article)


def _edge_to_origin(claim: CarriedClaim, article: str, others: list[CarriedClaim], origin: str) -> Iterator[Edge]:
    """A claim of a derived article rests on one of its origin at most; speakers that both name stay apart."""
    voice_on_voice = claim.is_voice_of(article) and any(other.is_voice_of(origin) for other in others)
    if voice_on_voice or any(_is_one_speaker(claim, other) for other in others):
        return
    rests_on = [other for other in others if _may_rest_on(claim, other)]
    if rests_on:
        best = min(rests_on, key=lambda other: (other.answer != claim.answer, other.claim))
        yield claim.claim, best.claim


def _may_rest_on(claim: CarriedClaim, other: CarriedClaim) -> bool:
    """Not where an article tells the two apart; else the same answer, or words without a speaker of their own."""
    if claim.articles & other.articles:
        return False
    return claim.answer == other.answer or any(claim.own_voices)


def _is_one_speaker(claim: CarriedClaim, other: CarriedClaim) -> bool:
    same_originator = claim.originator is not None and claim.originator == other.originator
    return same_originator or claim.claim == other.claim


def _claims_by_article(claims: list[CarriedClaim]) -> Mapping[str, list[CarriedClaim]]:
    carried: dict[str, list[CarriedClaim]] = defaultdict(list)
    for claim in claims:
        for article in sorted(claim.articles):
            carried[article].append(claim)
    return carried


def _settled_credits(derivations: list[Derivation]) -> set[tuple[str, str | None]]:
    """Pairs of article and agency for which somebody has judged what the agency's part is."""
    settled = set()
    for found in derivations:
        if found.judgement != Judgement.UNSURE:
            settled.add((found.article, found.from_source))
        if found.judgement == Judgement.POSITIVE:
            settled.add((found.article, found.from_outlet))
    return settled


def _unknown_credits(claims: list[CarriedClaim], derivations: list[Derivation]) -> dict[str, set[str]]:
    """By agency, the articles that credit it for nobody knows what, in the order of the labels."""
    settled = _settled_credits(derivations)
    unknown: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for carrier in claim.own_voices:
            for credit in carrier.wire_credits:
                if (carrier.article, credit.agency) not in settled and credit.agency != carrier.outlet:
                    unknown[credit.label].add(carrier.article)
    return unknown


def _credit_words(agency: str, crediting: set[str], articles: set[str]) -> str:
    return f"{_reports(len(crediting), len(articles))} {agency}, whose part is unknown"


def _reports(crediting: int, among: int) -> str:
    if crediting == 1:
        return "the report credits" if among == 1 else "one report credits"
    if crediting == among:
        return "both reports credit" if crediting == 2 else f"all {crediting} reports credit"
    return f"{crediting} reports credit"


def _any_is_unjudged(derivations: list[Derivation], articles: set[str]) -> bool:
    return any(found.judgement == Judgement.UNSURE and found.article in articles for found in derivations)


def _components(nodes: Sequence[str], edges: Iterable[Edge]) -> tuple[tuple[str, ...], ...]:
    """Union-find over all ends; the groups of those that are nodes."""
    parents: dict[str, str] = {}
    for one, other in edges:
        parents[_root(parents, one)] = _root(parents, other)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        groups[_root(parents, node)].append(node)
    return tuple(sorted(map(tuple, groups.values())))


def _root(parents: dict[str, str], node: str) -> str:
    while parents.setdefault(node, node) != node:
        parents[node] = parents.setdefault(parents[node], parents[node])
        node = parents[node]
    return node


def _source(key: str) -> str:
    return f"source:{key}"


def _voice(article: str) -> str:
    return f"voice:{article}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

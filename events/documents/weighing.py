"""What follows from the answers to a question: relations, independent origins, and the figures for data sets."""

from collections.abc import Iterable
from itertools import combinations

from rest_framework import serializers

from events.answers import Answer, Polarity
from events.comparison import Comparison, Relation, relate, relations
from events.documents.answers import figure_of
from events.independence import CarriedClaim, Carrier, Derivation, Independence, WireCredit, weigh
from events.models.claims import Rendering
from events.quantities import Quantity
from events.series import How, Series, derive
from events.series_inputs import Input, Why
from newsroom.api.shapes import Shape
from newsroom.ledger.registry import Issued, Json

MOST_RELATIONS = 200


class RelationShape(Shape):
    """How two distinct answers stand to each other, in one sentence."""

    answers = serializers.ListField(child=serializers.IntegerField(), help_text="Their positions in `answers`.")
    relation = serializers.ChoiceField(choices=[relation.value for relation in Relation])
    reason = serializers.CharField()
    explainable_by_time = serializers.BooleanField(help_text="A conflict that a growing count may explain.")
    claims = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ExclusionShape(Shape):
    claim = serializers.CharField()
    why = serializers.ChoiceField(choices=[why.value for why in Why])
    note = serializers.CharField()


class ReportedShape(Shape):
    """The published figures with their recipe; null where nobody gave one. Run again, they are the same."""

    low = serializers.IntegerField(allow_null=True, help_text="UCDP low.")
    best = serializers.IntegerField(allow_null=True, help_text="UCDP best; null where only a finding can say.")
    high = serializers.IntegerField(allow_null=True, help_text="UCDP high.")
    minimum = serializers.IntegerField(allow_null=True, help_text="As Iraq Body Count and Airwars give it.")
    maximum = serializers.IntegerField(allow_null=True)
    conservative = serializers.IntegerField(allow_null=True, help_text="As ACLED codes it.")
    contested = serializers.BooleanField()
    high_is_floor = serializers.BooleanField(help_text="Somebody gave no upper limit.")
    how = serializers.ChoiceField(choices=[how.value for how in How])
    reason = serializers.CharField()
    rule_version = serializers.CharField()
    recipe_id = serializers.CharField()
    recipe = serializers.DictField(help_text="All that is needed to compute the figures again.")
    inputs = serializers.ListField(child=serializers.CharField(), help_text="Claims that take part.")
    exclusions = ExclusionShape(many=True)
    flags = serializers.ListField(child=serializers.CharField())


class IndependenceShape(Shape):
    """How many independent origins stand behind the answers: an interval, because not all is known."""

    low = serializers.IntegerField()
    high = serializers.IntegerField()
    counted = serializers.CharField(help_text="“1 independent, 40 outlets”")
    reason = serializers.CharField()
    outlets = serializers.IntegerField()
    unknown_parts = serializers.ListField(
        child=serializers.CharField(), help_text="Agencies credited for unknown parts."
    )


def relate_answers(answers: list[Answer]) -> list[Json]:
    """Relations between the distinct answers to one question, the gravest first."""
    return [_relation(first, second, found) for first, second, found in relations(answers)[:MOST_RELATIONS]]


def relate_across(answers: Iterable[Answer]) -> list[Comparison]:
    """Relations between answers to different questions, where one contains the other; the gravest first."""
    pairs = combinations(answers, 2)
    across = [pair for pair in pairs if pair[0].scope.question != pair[1].scope.question]
    found = [comparison for pair in across for comparison in relate(*pair) if comparison.relation != Relation.UNRELATED]
    return sorted(found, key=lambda comparison: (comparison.rank, comparison.first_claims))[:MOST_RELATIONS]


def _relation(first: int, second: int, found: Comparison) -> Json:
    return {
        "answers": [first, second],
        "relation": found.relation.value,
        "reason": found.reason,
        "explainable_by_time": found.explainable_by_time,
        "claims": [list(found.first_claims), list(found.second_claims)],
    }


def weigh_claims(groups: list[list[Json]], issued: Issued) -> Independence:
    """The independent origins of the claims that answer; those who declined are left out."""
    answering = [(str(key), claim) for key, group in enumerate(groups) for claim in group if _answers(claim)]
    carried = [_carried(answer, claim) for answer, claim in answering]
    articles = sorted({carrier.article for claim in carried for carrier in claim.carriers})
    return weigh(carried, [found for article in articles for found in _derivations(article, issued)])


def _answers(claim: Json) -> bool:
    return claim["polarity"] in (Polarity.AFFIRMS, Polarity.DENIES)


def _carried(answer: str, claim: Json) -> CarriedClaim:
    originator = claim["speaks_for"] or claim["said_by"] or {}
    carriers = tuple(_carrier(citation) for citation in claim["citations"])
    return CarriedClaim(claim["id"], originator.get("id"), answer, carriers)


def _carrier(citation: Json) -> Carrier:
    article = citation["article"]
    return Carrier(
        article=article["id"],
        outlet=article["outlet"]["id"],
        in_own_voice=citation["rendering"] == Rendering.NARRATIVE,
        wire_credits=tuple(
            WireCredit(credit["id"] or f"named:{credit['label']}", credit["label"])
            for credit in article["wire_credits"]
        ),
    )


def _derivations(article: str, issued: Issued) -> list[Derivation]:
    reference = issued.reference(article)
    return [
        Derivation(
            article=article,
            from_article=(found["from_article"] or {}).get("id"),
            from_source=(found["from_source"] or {}).get("id"),
            from_outlet=(found["from_article"] or {}).get("outlet"),
            judgement=found["judgement"],
        )
        for found in reference["derivations"]
    ]


def independence_json(found: Independence) -> Json:
    return IndependenceShape.of(
        {
            "low": found.low,
            "high": found.high,
            "counted": found.counted,
            "reason": found.reason,
            "outlets": found.outlets,
            "unknown_parts": list(found.unknown_parts),
        }
    )


def derive_figures(
    answers: list[tuple[Answer, list[Json]]], origins: Independence, finding: Quantity | None, rejected: set[str]
) -> Series:
    """The figures for data sets, one claim of each independent origin."""
    component = {claim: group[0] for group in origins.components for claim in group}
    inputs = [
        Input(
            saying=saying,
            figure=figure_of(claim["value"]),
            component=component.get(claim["id"], ""),
            polarity=answer.polarity,
            barred=_bar(claim, rejected),
        )
        for answer, claims in answers
        for saying, claim in zip(answer.sayings, claims, strict=True)
    ]
    return derive(inputs, finding)


def _bar(claim: Json, rejected: set[str]) -> Why | None:
    if claim["id"] in rejected:
        return Why.REJECTED
    return Why.SUPERSEDED if claim["superseded_by"] else None


def series_json(series: Series) -> Json:
    return ReportedShape.of(
        {
            **{name: getattr(series, name) for name in _NUMBERS},
            "contested": series.contested,
            "high_is_floor": series.high_is_floor,
            "how": series.how.value,
            "reason": series.reason,
            "rule_version": series.rule_version,
            "recipe_id": series.recipe_id,
            "recipe": series.recipe,
            "inputs": [one.claim for one in series.inputs],
            "exclusions": [{"claim": one.claim, "why": one.why.value, "note": one.note} for one in series.exclusions],
            "flags": [flag.value for flag in series.flags],
        }
    )


_NUMBERS = ("low", "best", "high", "minimum", "maximum", "conservative")

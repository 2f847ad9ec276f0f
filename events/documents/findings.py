"""What the editors concluded about a question, as its document gives it; and whether it still stands."""

from collections.abc import Iterator

from rest_framework import serializers

from events.documents.answers import quantity_of
from events.documents.values import value_json
from events.models import Finding, FindingClaim, Question
from events.models.findings import READING_LENGTH
from events.quantities import Quantity
from newsroom.accounts.models import User
from newsroom.api.shapes import Shape
from newsroom.ledger.models import moment_text
from newsroom.ledger.registry import Issued, Json
from sources.documents.sources import resolve_name


class WeighedShape(Shape):
    claim = serializers.CharField()
    role = serializers.ChoiceField(choices=FindingClaim.Role.choices)
    reading_then = serializers.CharField(help_text="What the claim said when the finding was signed.")


class FindingShape(Shape):
    """A conclusion: signed, dated, with its method and reasons. Superseded by a later one, never edited."""

    outcome = serializers.ChoiceField(choices=Finding.Outcome.choices)
    method = serializers.ChoiceField(choices=Finding.Method.choices)
    rationale = serializers.CharField()
    value = serializers.DictField(allow_null=True)
    independent_low = serializers.IntegerField(allow_null=True, help_text="At the moment of signing.")
    independent_high = serializers.IntegerField(allow_null=True)
    weighed = WeighedShape(many=True)
    signed_by = serializers.CharField()
    signed_at = serializers.DateTimeField()
    second_signed_by = serializers.CharField(allow_null=True)
    second_signed_at = serializers.DateTimeField(allow_null=True)
    is_stale = serializers.BooleanField(help_text="Something it rests on has changed since.")
    stale_reasons = serializers.ListField(child=serializers.CharField())


def extract_findings(question: Question) -> list[Json]:
    """Every complete finding, the one completed last first."""
    findings = Finding.objects.complete().filter(question=question).select_related("signed_by", "second_signed_by")
    completed = sorted(findings, key=lambda found: (found.second_signed_at or found.signed_at, found.pk), reverse=True)
    return [_extract(finding) for finding in completed]


def _extract(finding: Finding) -> Json:
    return {
        "outcome": finding.outcome,
        "method": finding.method,
        "rationale": finding.rationale,
        "value": value_json(finding, finding.through_on) if finding.value_type else None,
        "independent_low": finding.independent_low,
        "independent_high": finding.independent_high,
        "weighed": [
            {"claim": weighed.claim.public_id, "role": weighed.role, "reading_then": weighed.reading_then}
            for weighed in finding.weighed.select_related("claim").exclude(reading_then="").order_by("id")
        ],
        "signed_by": _name(finding.signed_by),
        "signed_at": moment_text(finding.signed_at),
        "second_signed_by": _name(finding.second_signed_by) if finding.second_signed_by else None,
        "second_signed_at": moment_text(finding.second_signed_at) if finding.second_signed_at else None,
    }


def _name(user: User) -> str:
    return user.get_full_name() or "an editor"


def render_findings(findings: list[Json], claims: list[Json], issued: Issued) -> list[Json]:
    """The findings with what has changed under them since; the first is the one in force."""
    return [FindingShape.of(_render(finding, claims, issued)) for finding in findings]


def _render(finding: Json, claims: list[Json], issued: Issued) -> Json:
    reasons = list(_stale_reasons(finding, claims))
    value = finding["value"]
    if value and "party" in value:
        value = {**value, "party": resolve_name(value["party"], issued)}
    return {**finding, "value": value, "is_stale": bool(reasons), "stale_reasons": reasons}


def _stale_reasons(finding: Json, claims: list[Json]) -> Iterator[str]:
    now = {claim["id"]: claim for claim in claims}
    for weighed in finding["weighed"]:
        claim = now.get(weighed["claim"])
        if claim is None:
            yield f"A claim that it weighed (“{weighed['reading_then']}”) is no longer public under this question."
        elif claim["reading"][:READING_LENGTH] != weighed["reading_then"]:
            yield f"“{claim['label']}” said {weighed['reading_then']} when it was weighed."
    known = {weighed["claim"] for weighed in finding["weighed"]}
    for claim in claims:
        if claim["id"] not in known:
            yield f"It did not weigh “{claim['label']}”."


def confirmed_figure(finding: Json | None) -> Quantity | None:
    """The figure that the finding in force confirms."""
    confirms = finding is not None and finding["outcome"] == Finding.Outcome.CONFIRMS
    return quantity_of(finding["value"]) if finding and confirms else None


def rejected_claims(finding: Json | None) -> set[str]:
    weighed = finding["weighed"] if finding else []
    return {one["claim"] for one in weighed if one["role"] == FindingClaim.Role.REJECTED}

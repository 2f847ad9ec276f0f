"""How good the rules are: what became of what each of them suggested."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from events.models import KeptSuggestion, SuggestionDecision

Outcome = SuggestionDecision.Outcome


@dataclass(slots=True)
class RuleReport:
    """What one rule of one engine has suggested with one tier, and what was decided about it so far."""

    engine: str
    rule: str
    tier: str
    offered: int
    accepted: int = 0
    edited: int = 0
    dismissed: int = 0
    edited_fields: dict[str, int] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        return self.accepted + self.edited + self.dismissed

    @property
    def acceptance(self) -> float | None:
        """The share of what was decided that became a claim, changed or not; None where nothing was decided."""
        return (self.accepted + self.edited) / self.decided if self.decided else None


def report_by_rule(engine: str = "") -> list[RuleReport]:
    """One row for every engine, rule and tier, those decided most often first; of one engine only if it is named.

    A decision counts as long as it stands: not where the suggestion was offered again or the draft deleted. Three
    queries, whatever the number of suggestions.
    """
    kept = KeptSuggestion.objects.filter(reading__engine=engine) if engine else KeptSuggestion.objects.all()
    by = ("reading__engine", "rule", "tier")
    rows = {
        (row["reading__engine"], row["rule"], row["tier"]): RuleReport(
            row["reading__engine"], row["rule"], row["tier"], row["offered"]
        )
        for row in kept.order_by().values(*by).annotate(offered=Count("pk"))
    }
    for row in _standing(kept).values(*(f"suggestion__{name}" for name in by), "outcome").annotate(count=Count("pk")):
        found = rows[tuple(row[f"suggestion__{name}"] for name in by)]
        setattr(found, row["outcome"], row["count"])
    edited = _standing(kept).filter(outcome=Outcome.EDITED)
    for *key, names in edited.values_list(*(f"suggestion__{name}" for name in by), "edited_fields"):
        counts = rows[tuple(key)].edited_fields
        counts.update({name: counts.get(name, 0) + 1 for name in names.split(",")})
    return sorted(rows.values(), key=lambda row: (-row.decided, -row.offered, row.engine, row.rule, row.tier))


def _standing(kept: Any) -> Any:
    """The newest decision of every suggestion, where it settles it."""
    newest = SuggestionDecision.objects.filter(suggestion=OuterRef("suggestion")).order_by("-id").values("pk")[:1]
    decisions = SuggestionDecision.objects.filter(suggestion__in=kept, pk=Subquery(newest))
    return decisions.filter(Q(outcome=Outcome.DISMISSED) | Q(claim__isnull=False)).order_by()

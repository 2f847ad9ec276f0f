"""Claims side by side, for the screens: one row per distinct answer to a question, with everybody who gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.dates import PartialDate, render_date
from events.models import Claim, Question
from events.models.claims import WITHOUT_VALUE, Polarity
from events.models.values import WithValue
from events.quantities import Quantity, render
from newsroom.ledger.lists import with_public_state
from newsroom.ledger.models import Visibility

SHOWN = (
    *("said_by", "speaks_for", "value_place", "value_party"),
    *(f"question__{name}" for name in ("incident", "predicate", "population", "party", "place")),
)


@dataclass(frozen=True)
class Row:
    """One distinct answer; two speakers who say “four” and “4” give the same."""

    words: str
    claims: list[Claim]

    @property
    def said(self) -> "list[Said]":
        return [Said(claim) for claim in self.claims]


@dataclass(frozen=True)
class Said:
    """One claim as a table shows it. Asks `with_public_state` rows alone, and no further query."""

    claim: Claim

    @property
    def speaker(self) -> str:
        return speaker_words(self.claim)

    @property
    def is_public(self) -> bool:
        return getattr(self.claim, "public_visibility", None) == Visibility.ISSUED


@dataclass(frozen=True)
class Table:
    """One question with its distinct answers, lowest figure first."""

    question: Question
    rows: list[Row]


def value_words(row: WithValue) -> str:
    """The value in plain words, from its reading: “at least 6”, “19 June 2023”, “yes”; "" where none is stated."""
    match row.value:
        case None:
            return ""
        case bool() as is_true:
            return "yes" if is_true else "no"
        case Quantity() as quantity:
            return render(quantity)
        case PartialDate() as when:
            return render_date(when)
        case other:
            return str(other)


def answer_words(claim: Claim) -> str:
    """What the speaker answers: “at least 6”, “denies: at least 6”, “declined to comment”."""
    polarity = Polarity(claim.polarity)
    if polarity in WITHOUT_VALUE:
        return str(polarity.label)
    return f"denies: {value_words(claim)}" if polarity == Polarity.DENIES else value_words(claim)


def speaker_words(claim: Claim) -> str:
    """Who said it, and for whom: “D. Example for Example Authority”."""
    said_by, speaks_for = claim.said_by, claim.speaks_for
    return " for ".join(str(source) for source in (said_by, speaks_for) if source) or "nobody yet"


def rows_of(claims: Iterable[Claim]) -> list[Row]:
    """The claims by what they answer; within one answer in the order in which they were said."""
    groups: dict[Any, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (_lowest(claim), claim.said_edtf, claim.pk)):
        groups.setdefault((claim.polarity, claim.value), []).append(claim)
    return [Row(answer_words(group[0]), group) for group in groups.values()]


def claims_shown(**where: Any) -> list[Claim]:
    """The claims of an incident or question with all that a table of answers shows, in one query."""
    claims = with_public_state(Claim.objects.filter(**where))
    return list(claims.select_related(*SHOWN))


def tables_of(claims: Iterable[Claim]) -> list[Table]:
    """The claims by question, in the order in which the questions were first asked."""
    groups: dict[Question, list[Claim]] = {}
    for claim in claims:
        if claim.question:
            groups.setdefault(claim.question, []).append(claim)
    ordered = sorted(groups, key=lambda question: question.pk)
    return [Table(question, rows_of(groups[question])) for question in ordered]


def how_many(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows lead to each row, without a join that would multiply other counts."""
    leading = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = leading.annotate(total=Count("pk", distinct=True)).values("total")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _lowest(claim: Claim) -> int:
    return claim.value.low if isinstance(claim.value, Quantity) else 0

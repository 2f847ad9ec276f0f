"""The public documents of this app: what the API lists of incidents, questions and claims."""

from typing import Any

from django.db import models
from django.db.models import Q

from newsroom.ledger.models import (
    PUBLIC_ID_LENGTH,
    Line,
    Publication,
    Term,
    by_day,
    newest_by,
    newest_where,
    span_of,
)
from newsroom.ledger.words import Words
from sources.models import Disclosure

# Looked at for each claim in turn where a span holds many; in the index, so that no document is touched for it.
SPANS = ("said_from", "said_until", "occurred_from", "occurred_until", "reported_until", "low", "high")


class IncidentPublication(Publication):
    FACETS = ("type", "country", "occurred_from", "occurred_until", "latitude_e6", "longitude_e6", "conflicts")

    type = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    occurred_from = models.DateField(null=True)
    occurred_until = models.DateField(null=True)
    latitude_e6 = models.IntegerField(null=True, help_text="Millionths of a degree.")
    longitude_e6 = models.IntegerField(null=True, help_text="Millionths of a degree.")
    conflicts = models.IntegerField(help_text="Open conflicts between answers about it.")

    class Meta(Publication.Meta):
        abstract = False
        indexes = [
            *Publication.Meta.indexes,
            *(newest_by("incident", facet) for facet in ("type", "country")),
            span_of("incident", "occurred_from", "occurred_until"),
            span_of("incident", "occurred_until", "occurred_from"),
            span_of("incident", "latitude_e6", "longitude_e6"),
            newest_where("incident_in_conflict", Q(conflicts__gt=0)),
        ]


class IncidentTerm(Term):
    """Terms of incidents: place, part_of, party."""

    class Meta(Term.Meta):
        abstract = False


class IncidentWords(Words):
    """Words of incidents: name, description, place, parties, what is asked about them."""

    class Meta(Words.Meta):
        abstract = False


class QuestionPublication(Publication):
    FACETS = ("incident", "predicate", "population", "party", "answers", "conflicts", "explainable_by_time")

    incident = models.CharField(max_length=PUBLIC_ID_LENGTH, help_text="Empty for a running total.")
    predicate = models.CharField(max_length=40)
    population = models.CharField(max_length=40)
    party = models.CharField(max_length=PUBLIC_ID_LENGTH)
    answers = models.IntegerField(help_text="How many distinct answers there are.")
    conflicts = models.IntegerField(help_text="How many pairs of answers cannot both be right.")
    explainable_by_time = models.BooleanField(help_text="A growing count may explain every conflict there is.")

    class Meta(Publication.Meta):
        abstract = False
        indexes = [
            *Publication.Meta.indexes,
            *(newest_by("question", facet) for facet in ("incident", "predicate", "population", "party")),
            newest_where("question_in_conflict", Q(conflicts__gt=0)),
            newest_where("question_without_answer", Q(answers=0)),
        ]


class QuestionTerm(Term):
    """Terms of questions; none yet."""

    class Meta(Term.Meta):
        abstract = False


class ClaimPublication(Publication):
    FACETS = (
        "incident",
        "question",
        "said_by",
        "speaks_for",
        "source_kind",
        "party",
        "medium",
        "predicate",
        "population",
        "polarity",
        "certainty",
        "hedge",
        "low",
        "high",
        "said_from",
        "said_until",
        "occurred_from",
        "occurred_until",
        "reported_until",
        "country",
        "latitude_e6",
        "longitude_e6",
    )

    incident = models.CharField(max_length=PUBLIC_ID_LENGTH)
    question = models.CharField(max_length=PUBLIC_ID_LENGTH)
    said_by = models.CharField(max_length=PUBLIC_ID_LENGTH, help_text="Empty for a confidential speaker.")
    speaks_for = models.CharField(max_length=PUBLIC_ID_LENGTH)
    source_kind = models.CharField(max_length=12)
    party = models.CharField(max_length=PUBLIC_ID_LENGTH)
    medium = models.CharField(max_length=16)
    predicate = models.CharField(max_length=40)
    population = models.CharField(max_length=40)
    polarity = models.CharField(max_length=12)
    certainty = models.CharField(max_length=10)
    hedge = models.CharField(max_length=10, help_text="Kind of the quantity; empty for other values.")
    low = models.BigIntegerField(null=True, help_text="What the words entail at least.")
    high = models.BigIntegerField(null=True, help_text="What the words entail at most; empty is no limit.")
    said_from = models.DateField(null=True)
    said_until = models.DateField(null=True)
    occurred_from = models.DateField(null=True)
    occurred_until = models.DateField(null=True)
    reported_until = models.DateTimeField(null=True, help_text="By then a reader of the press could know it.")
    country = models.CharField(max_length=2)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)

    class Meta(Publication.Meta):
        abstract = False
        indexes = [
            *Publication.Meta.indexes,
            *(newest_by("claim", facet) for facet in ("incident", "question", "said_by", "speaks_for", "party")),
            *(newest_by("claim", facet) for facet in ("predicate", "population", "country", "source_kind", "medium")),
            *(newest_by("claim", facet) for facet in ("polarity", "certainty", "hedge")),
            *(span_of("claim", facet) for facet in ("low", "high", "reported_until")),
            span_of("claim", "said_from", "said_until"),
            span_of("claim", "said_until", "said_from"),
            span_of("claim", "occurred_from", "occurred_until"),
            span_of("claim", "occurred_until", "occurred_from"),
            span_of("claim", "latitude_e6", "longitude_e6"),
            newest_where("claim_newest_spans", Q(), *SPANS),
            *by_day("claim", "said_from"),
            *by_day("claim", "occurred_from"),
        ]

    @classmethod
    def tells_more_than(cls, terms: str, claim: Any) -> bool:
        """True if some version that can be read says more of a claim's speaker than these terms allow."""
        order = list(Disclosure.values)
        if terms == Disclosure.ON_RECORD:
            return False
        speaker = claim.said_by and claim.said_by.public_id
        for version in cls.objects.filter(public_id=claim.public_id).exclude(body=""):
            told = version.body_json().get("said_by")
            if told and told["id"] in (None, speaker) and order.index(told["disclosure"]) < order.index(terms):
                return True
        return False


class ClaimTerm(Term):
    """Terms of claims: article, outlet, relayed_by, wire_credit, rendering, verb_class, language, topic, place."""

    class Meta(Term.Meta):
        abstract = False


class ClaimWords(Words):
    """Words of claims: the quoted words, who said them, about what, under which headline."""

    class Meta(Words.Meta):
        abstract = False


class IncidentLine(Line):
    class Meta(Line.Meta):
        abstract = False


class QuestionLine(Line):
    class Meta(Line.Meta):
        abstract = False


class ClaimLine(Line):
    class Meta(Line.Meta):
        abstract = False

"""The closed lists of incidents, questions and claims, as the API publishes them."""

from collections.abc import Iterator
from typing import Any

from events.models import Finding, IncidentLink, IncidentParty, Population, Predicate
from events.models.claims import Certainty, Medium, Polarity, Rendering, SpeaksForBasis, VerbClass
from events.models.incidents import IncidentType, event_type
from events.models.vocabularies import ValueType
from newsroom.api.vocabularies import Vocabulary


def _predicates() -> Iterator[dict[str, Any]]:
    for row in Predicate.objects.order_by("code"):
        yield {"code": row.code, "label": row.label, "within": row.subset_of_id, "value_type": row.value_type}


def _populations() -> Iterator[dict[str, Any]]:
    for row in Population.objects.order_by("code"):
        yield {"code": row.code, "label": row.label, "within": row.within_id}


def _incident_types() -> Iterator[dict[str, Any]]:
    for code, label in IncidentType.choices:
        if code:
            yield {"code": code, "label": str(label), "within": event_type(code)}


VOCABULARIES = (
    Vocabulary("predicates", "What is stated: killed, injured, occurred_on.", _predicates),
    Vocabulary("populations", "Of whom or what.", _populations),
    Vocabulary("incident_types", "ACLED sub-event types within event types.", _incident_types),
    Vocabulary("value_types", "What kind of answer a predicate asks for.", ValueType),
    Vocabulary("mediums", "Through what something was said.", Medium),
    Vocabulary("polarities", "Whether a claim affirms, denies or does not answer.", Polarity),
    Vocabulary("certainties", "Of the wording; it never widens a figure.", Certainty),
    Vocabulary("renderings", "How an article gives the words.", Rendering),
    Vocabulary("verb_classes", "What the verb of saying adds.", VerbClass),
    Vocabulary("speaks_for_bases", "How it is known for whom somebody speaks.", SpeaksForBasis),
    Vocabulary("party_roles", "The part of a party in an incident.", IncidentParty.Role),
    Vocabulary("incident_links", "How one incident stands to another.", IncidentLink.Kind),
    Vocabulary("finding_outcomes", "What the editors concluded.", Finding.Outcome),
    Vocabulary("finding_methods", "After Every Casualty's Standards for Casualty Recording.", Finding.Method),
)

PUBLISHED = (Predicate, Population)
"""The tables among them: everybody may read these."""

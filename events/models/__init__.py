"""The working rows of `events`, one file a purpose."""

from events.models.claims import Citation, Claim, Relay
from events.models.exports import Export, ExportedDocument
from events.models.findings import Finding, FindingClaim
from events.models.incidents import Incident, IncidentLink, IncidentParty
from events.models.publications import (
    ClaimLine,
    ClaimPublication,
    ClaimTerm,
    ClaimWords,
    IncidentLine,
    IncidentPublication,
    IncidentTerm,
    IncidentWords,
    QuestionLine,
    QuestionPublication,
    QuestionTerm,
)
from events.models.questions import Question
from events.models.reviews import Review
from events.models.suggestions import KeptSuggestion, MachineReading, SuggestionDecision
from events.models.upstream import UpstreamClaim, UpstreamRow
from events.models.vocabularies import Population, Predicate

__all__ = [
    "Citation",
    "Claim",
    "ClaimLine",
    "ClaimPublication",
    "ClaimTerm",
    "ClaimWords",
    "Export",
    "ExportedDocument",
    "Finding",
    "FindingClaim",
    "Incident",
    "IncidentLine",
    "IncidentLink",
    "IncidentParty",
    "IncidentPublication",
    "IncidentTerm",
    "IncidentWords",
    "KeptSuggestion",
    "MachineReading",
    "Population",
    "Predicate",
    "Question",
    "QuestionLine",
    "QuestionPublication",
    "QuestionTerm",
    "Relay",
    "Review",
    "SuggestionDecision",
    "UpstreamClaim",
    "UpstreamRow",
]

"""Who changed what is issued of incidents, questions and claims in rows of other models."""

from collections.abc import Iterator

from events.models import Citation, Claim, Incident, Question
from newsroom.ledger.authorship import Change, saves_in
from sources.changes import imports_of


def changes_of_incident(incident: Incident) -> Iterator[Change]:
    return imports_of(incident)


def changes_of_claim(claim: Claim) -> Iterator[Change]:
    yield from saves_in(Citation.history.filter(claim=claim.pk))
    yield from imports_of(claim)


def changes_of_question(question: Question) -> Iterator[Change]:
    """Whoever signed a finding that is issued with it; the second signature is what the first waits for."""
    for finding in question.findings.complete().select_related("signed_by"):
        yield Change(finding.signed_at, finding.signed_by.get_username())

"""What follows for the claims from what an import has stored, in the same savepoint."""

from collections.abc import Sequence

from events.corrections import follow_status, follow_text
from events.imported_claims import record_claims
from newsroom.ledger.models import Reason
from newsroom.ledger.writing import Signature
from sources.importing.planning import Plan

SIGNATURE = Signature(by="import_articles", reason=Reason.IMPORT)


def follow_import(plans: Sequence[Plan]) -> None:
    """Record the claims that came with the articles; act on corrections and on what outlets say of reports.

    Raises `RecordProblem` for a claim that cannot be recorded.
    """
    record_claims([plan for plan in plans if plan.claims])
    for plan in plans:
        if plan.outcome.outcome == "new_version" and plan.article and plan.version:
            follow_text(plan.article, plan.version)
        if "pub_status" in plan.changes.columns and plan.article and plan.version and plan.article.pk:
            follow_status(plan.article, plan.version, SIGNATURE)

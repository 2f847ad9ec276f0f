"""Rows as the page's scripts are told of them."""

from typing import Any

from django.db.models import Model

from newsroom.desk.reading import ReadClaim

Told = dict[str, Any]


def told_of_box(row: Model | None) -> Told | None:
    """A choice of a box: key and name; None where nothing is chosen."""
    return {"id": str(row.pk), "text": str(row)} if row else None


def told_of_claim(read: ReadClaim) -> Told:
    """A recorded claim where it stands in the text that is shown; without `start` where it stands there no more."""
    claim, question = read.citation.claim, read.citation.claim.question
    return {
        "id": claim.pk,
        "start": read.span.start if read.span else None,
        "end": read.span.end if read.span else None,
        "words": read.citation.passage.exact if read.citation.passage else read.citation.locator,
        "outcome": read.outcome,
        "speaker": read.speaker,
        "value": read.value,
        "asked": str(question or ""),
        "predicate": question.predicate_id if question else "",
        "path": read.path,
        "state": claim.get_state_display(),
        "public": read.public_version,
        "said_by": told_of_box(claim.said_by),
        "speaks_for": told_of_box(claim.speaks_for),
        "title": claim.speaks_for_title,
        "incident": told_of_box(question.incident if question else None),
    }

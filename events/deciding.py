"""Record what an editor decided about a suggestion: the claim that became of it, or that it was none."""

from django.db import transaction

from events.edited_suggestions import edited_fields
from events.models import Claim, KeptSuggestion, SuggestionDecision
from events.offering import keep_suggestions
from newsroom.accounts.models import User
from sources.models import ArticleVersion

Outcome = SuggestionDecision.Outcome


class UnknownSuggestion(ValueError):
    """No engine has ever suggested this for this text; the message says what to do."""


@transaction.atomic
def record_decision(
    version: ArticleVersion, key: str, outcome: str, by: User, claim: Claim | None = None
) -> SuggestionDecision:
    """Add a decision to the log; `key` is the one of the `Offer`.

    For ACCEPTED give the claim as it was saved with its citation; what differs from the suggestion is found here, and
    then the decision is EDITED. DISMISSED and REOPENED have no claim. Deciding the same again adds nothing.
    Raises `UnknownSuggestion`, and `ValueError` for a claim that is missing or too much.
    """
    is_taken = outcome in SuggestionDecision.TAKEN
    if is_taken != (claim is not None):
        message = f"A suggestion that is {outcome} needs {'its claim' if is_taken else 'no claim'}."
        raise ValueError(message)
    suggestion = _kept(version, key)
    edited = edited_fields(suggestion.content, claim, version) if claim else []
    decided = {
        "outcome": (Outcome.EDITED if edited else Outcome.ACCEPTED) if is_taken else Outcome(outcome),
        "edited_fields": ",".join(edited),
        "claim": claim,
    }
    last = SuggestionDecision.objects.of_version(version).filter(suggestion__key=key).last()
    if last and all(getattr(last, name) == value for name, value in decided.items()):
        return last
    return SuggestionDecision.objects.create(suggestion=suggestion, by=by, **decided)


def _kept(version: ArticleVersion, key: str) -> KeptSuggestion:
    """The suggestion as it was offered last; kept now where nobody has kept it yet."""
    reading = keep_suggestions(version)
    offered = KeptSuggestion.objects.filter(reading__version=version, key=key).select_related("reading")
    found = offered.filter(reading=reading).first() or offered.order_by("-id").first()
    if found is None:
        message = "This is not suggested for this text any more. Load the page again; what you typed can be saved."
        raise UnknownSuggestion(message)
    return found

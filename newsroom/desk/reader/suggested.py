"""The engine's suggestions as the panel can take them over, and the log of what was made of them."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, JsonResponse

from events.deciding import Outcome, UnknownSuggestion, record_decision
from events.models import Claim
from events.offering import suggestions_for
from newsroom.desk.reader.proposing import proposals_of
from newsroom.desk.reader.reports import Report, editor_of, report_to_read
from newsroom.desk.reading import Reading

KEY = "suggestion"
"""The control that carries the key of the suggestion from which the posted claim was made."""


def suggestions_view(request: HttpRequest, _site: AdminSite, key: int) -> JsonResponse:
    """What is suggested for the newest text and not decided yet, in the order of the words."""
    report = report_to_read(request, key)
    offers = [offer for offer in suggestions_for(report.version) if not offer.is_decided]
    return JsonResponse({"suggestions": proposals_of(report, Reading(report.article).claims, offers)})


def dismiss_view(request: HttpRequest, _site: AdminSite, key: int) -> JsonResponse:
    """Log that a suggestion is no claim; `again` takes that back."""
    if request.method != "POST" or not request.user.has_perm("events.add_claim"):
        return JsonResponse({"problem": "You have no right to decide on suggestions."}, status=403)
    report = report_to_read(request, key, request.POST.get("version", ""))
    outcome = Outcome.REOPENED if request.POST.get("again") else Outcome.DISMISSED
    try:
        record_decision(report.version, request.POST.get(KEY, ""), outcome, editor_of(request))
    except UnknownSuggestion as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    return JsonResponse({})


def note_decision(request: HttpRequest, report: Report, claim: Claim) -> str:
    """Log which suggestion a claim was made from; what kept it from being logged, in words.

    The claim is saved all the same: it stands on the editor's judgement.
    """
    key = request.POST.get(KEY, "")
    if not key:
        return ""
    try:
        record_decision(report.version, key, Outcome.ACCEPTED, editor_of(request), claim)
    except UnknownSuggestion as problem:
        return str(problem)
    return ""

"""What is answered to a request that failed through no fault of its own: 503 where waiting helps, else 500."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from newsroom.api.outages import RETRY_AFTER, end_outage, outage_words
from newsroom.api.problems import PREFIX, problem


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the error is being handled. Asks the database for nothing."""
    error = sys.exc_info()[1]
    words = outage_words(error)
    if error is None or not words:
        return defaults.server_error(request)
    end_outage(error)
    if request.path_info.startswith(PREFIX):
        response = problem("unavailable").response()
    else:
        page = render_to_string("outage.html", {"words": words, "has_sent": request.method == "POST"})
        response = HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response

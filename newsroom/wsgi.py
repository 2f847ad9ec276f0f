"""The entry point for a WSGI server: `gunicorn newsroom.wsgi`."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


class Utf8Request(WSGIRequest):
    """Reads addresses and forms as UTF-8, whatever charset the content claims to have.

    Django would read the address by it too, and before any middleware: `charset=hex` is an error that nobody answers.
    """

    encoding = property(lambda _request: "utf-8", lambda _request, _claimed: None)


application = get_wsgi_application()
application.request_class = Utf8Request

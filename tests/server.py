"""A real server, for what no test client shows."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

STARTED = "gunicorn newsroom.wsgi -c python:newsroom.serving"


@contextmanager
def real_server(out=subprocess.DEVNULL):
    """The port of the server as the README starts it; what it writes goes to `out`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", *STARTED.split(), "--bind", f"127.0.0.1:{port}"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    with subprocess.Popen(command, env=environment, stdout=out, stderr=out) as server:  # noqa: S603  our own
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not start")

#!/usr/bin/env python
"""Run one of the project's commands; `manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

from newsroom.api.outages import outage_words
from newsroom.demo import use_demo_settings


def main() -> None:
    """A command that something out of order has ended says what it is, without the places in the code."""
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        words = outage_words(error)
        if not words:
            raise
        sys.exit(f"Ended: {words}. What was done to its end is kept, nothing is half done. Mend it and run this again.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if sys.argv[1:2] == ["demo"] or os.environ.get("DEMO"):
        use_demo_settings()
    main()

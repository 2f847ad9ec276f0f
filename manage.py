#!/usr/bin/env python
"""Run one of the project's commands; `manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

from newsroom.demo import use_demo_settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if sys.argv[1:2] == ["demo"] or os.environ.get("DEMO"):
        use_demo_settings()
    execute_from_command_line(sys.argv)

"""Nothing in the project puts text into a page as if it were markup."""

import re
from pathlib import Path

from django.conf import settings

UNSAFE = re.compile(
    r"mark_safe|SafeString\(|\|\s*safe\b|safeseq|autoescape off"
    r"|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
)


def test_nothing_in_the_project_is_taken_for_safe_unseen():
    found = [
        f"{path}: {line.strip()}"
        for folder in ("newsroom", "events", "sources")
        for path in Path(settings.BASE_DIR, folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt", ".js"}
        for line in path.read_text().splitlines()
        if UNSAFE.search(line)
    ]
    assert not found, "\n".join(found)

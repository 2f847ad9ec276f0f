import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sources.rotating import count_under_older_keys, rotate_identities


class Command(BaseCommand):
    help = "Seal every identity with the newest of IDENTITY_KEYS. May be interrupted and run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.IDENTITY_KEYS:
            raise CommandError("IDENTITY_KEYS is not set. Give the new key first, then the old ones.")
        left = count_under_older_keys()
        with tqdm(total=left, unit="identity", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            done = rotate_identities(bar.update)
        self.stdout.write(f"Sealed anew: {done.sealed}. Left under older keys: {count_under_older_keys()}.")
        if done.unreadable:
            named = ", ".join(done.unreadable)
            message = f"No key opens the identities of these sources: {named}. Add the key they were sealed with."
            raise CommandError(message)
        self.stdout.write("All but the first of IDENTITY_KEYS can go, once no backup needs them.")

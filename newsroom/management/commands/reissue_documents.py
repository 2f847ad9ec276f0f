import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from newsroom.ledger.models import Outdated
from newsroom.ledger.publishing import reissue

BATCH = 500


class Command(BaseCommand):
    help = "Issue anew the documents that name something changed since, left over by an act too large for one go."

    def handle(self, *_args: Any, **_options: Any) -> None:
        written = 0
        with tqdm(total=Outdated.objects.count(), file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            while left := list(Outdated.objects.values_list("public_id", flat=True).order_by("kind")[:BATCH]):
                with transaction.atomic():
                    written += len(reissue(left))
                bar.update(len(left))
        self.stdout.write(f"{written} documents issued anew.")

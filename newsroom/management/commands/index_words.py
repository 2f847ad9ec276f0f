import sys
from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from newsroom.ledger.filling import fill_words
from newsroom.ledger.registry import kinds


class Command(BaseCommand):
    help = "Index the words of issued documents that the search does not know yet; needed after a bulk load only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Empty the index first.")

    def handle(self, **options: Any) -> None:
        if options["anew"]:
            for words in filter(None, (kind.words for kind in kinds())):
                words.objects.all().delete()
        total = 0
        with tqdm(unit="document", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            for count in chain.from_iterable(map(fill_words, kinds())):
                total += count
                bar.update(count)
        self.stdout.write(f"{total} documents indexed.")

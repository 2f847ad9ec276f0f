"""`manage.py suggest_claims`: keep what the engine suggests for reports that it has not read yet."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.offering import configured_engine, keep_suggestions, unread_versions
from events.suggesting.engines import Engine, EngineMissing, UnknownEngine, engine_named
from sources.importing.reading import printable
from sources.importing.stopping import Stop
from sources.models import Article, ArticleVersion

USAGE, INTERRUPTED = 2, 130


class Command(BaseCommand):
    help = (
        "Suggest claims from the newest text of every report and keep them for the desk; nothing becomes a claim by "
        "that. A text is read once by every version of the engine, so the same again changes nothing, and an "
        "interrupted run goes on where it was. Ends with 0 done, 2 wrong usage, 130 interrupted."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", default="", metavar="ID", help="Only this one (art_…), and show what is kept.")
        parser.add_argument("--limit", type=int, metavar="N", help="Read so many reports at most.")
        parser.add_argument("--engine", default="", help="rules, or spacy:MODEL; else what the settings say.")
        parser.add_argument("--output", choices=["text", "json"], default="text", help="Form of the result.")

    def handle(self, **options: Any) -> None:
        is_json = options["output"] == "json"
        engine = _engine(options["engine"])
        if options["article"]:
            self._show(_version(options["article"]), engine, is_json=is_json)
            return
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit: at least 1.", returncode=USAGE)
        with Stop() as stop:
            read, kept = _read(unread_versions(engine)[: options["limit"]], engine, stop)
        result = {"engine": engine.version, "read": read, "suggestions": kept, "left": unread_versions(engine).count()}
        self._say(result, is_json=is_json)
        if stop.is_asked:
            sys.exit(INTERRUPTED)

    def _say(self, result: dict[str, Any], *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(result))
            return
        self.stdout.write(
            "{read} reports read by {engine}, {suggestions} suggestions kept; {left} not read yet.".format(**result)
        )

    def _show(self, version: ArticleVersion, engine: Engine, *, is_json: bool) -> None:
        kept = list(keep_suggestions(version, engine).suggestions.all())
        if is_json:
            told = {"engine": engine.version, "suggestions": [{"key": one.key, **one.content} for one in kept]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in kept:
            speaker = (one.content["attribution"]["speaker"] or {}).get("words", {}).get("exact", "the article itself")
            words = " ".join(one.content["passage"]["exact"].split())
            line = f"{one.start}–{one.end} {one.measure} ({one.tier}, {one.rule}), said by {speaker}: {words}"
            self.stdout.write(printable(line))
        self.stdout.write(f"{len(kept)} suggestions kept.")


def _engine(name: str) -> Engine:
    try:
        return engine_named(name) if name else configured_engine()
    except (UnknownEngine, EngineMissing) as problem:
        raise CommandError(str(problem), returncode=USAGE) from problem


def _version(public_id: str) -> ArticleVersion:
    article = Article.objects.filter(public_id=public_id).first()
    version = article.newest_version if article else None
    if version is None:
        what = "has no text" if article else "does not exist"
        message = f"The article {public_id} {what}; its id begins with art_ and stands on its page."
        raise CommandError(message, returncode=USAGE)
    return version


def _read(keys: Iterable[int], engine: Engine, stop: Stop) -> tuple[int, int]:
    """How many reports were read and how many suggestions kept, until somebody asked to stop."""
    read = kept = 0
    for key in tqdm(list(keys), unit=" reports", file=sys.stderr, disable=not sys.stderr.isatty()):
        if stop.is_asked:
            break
        version = ArticleVersion.objects.select_related("article__dateline_place").get(pk=key)
        kept += keep_suggestions(version, engine).suggestions.count()
        read += 1
    return read, kept

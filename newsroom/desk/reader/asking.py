"""What the software makes of the boxes while they are filled: the figure, the days, the question and its answers."""

import datetime as dt
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, JsonResponse, QueryDict

from events.dates import ImpossibleDate, PartialDate, render_date
from events.models import Question
from events.number_words import UnknownWords
from events.quantities import ImpossibleQuantity, Quantity
from events.quantity_words import parse_quantity
from events.question_forms import KEY, NOBODY_COUNTED
from events.question_panels import SIGNS
from events.relations import Relation, compare
from events.side_by_side import Row, claims_shown, speaker_words, tables_of
from events.value_forms import reading_of
from events.worded_dates import edtf_of
from newsroom.desk.reader.reports import report_to_read

DATED = ("said_words", "value_words", "incident-new-occurred_words")
MOST_TABLES = 6
Told = dict[str, Any]


def ask_view(request: HttpRequest, _site: AdminSite, key: int) -> JsonResponse:
    """`readings` by box, each with `read` or `problem`; `question` with its answers, null while it is not complete."""
    report = report_to_read(request, key)
    asked = request.GET
    figure, read = _read_figure(asked.get("quantity_words", ""))
    readings = {"quantity_words": read} if read else {}
    reported_on = report.version.published_on or report.article.published_on
    readings |= {name: _read_date(asked[name], reported_on) for name in DATED if asked.get(name)}
    return JsonResponse({"readings": readings, "question": _question(asked, figure)})


def _read_figure(words: str) -> tuple[Quantity | None, Told]:
    if not words.strip():
        return None, {}
    try:
        quantity = parse_quantity(words)
    except (UnknownWords, ImpossibleQuantity) as problem:
        return None, {"problem": str(problem)}
    return quantity, {"read": reading_of(quantity)}


def _read_date(words: str, reported_on: dt.date | None) -> Told:
    try:
        return {"read": render_date(PartialDate(edtf_of(words, reported_on)))}
    except (UnknownWords, ImpossibleDate) as problem:
        return {"problem": str(problem)}


def _question(asked: QueryDict, figure: Quantity | None) -> Told | None:
    """The question with its answers, and beside it what the same incident is asked of others; two queries."""
    key = _key(asked)
    if key is None:
        return None
    question = Question.objects.filter(**key).first()
    about = {"question__incident": key["incident"], "question__predicate": key["predicate"]}
    claims = claims_shown(**about) if key["incident"] else claims_shown(question=question) if question else []
    tables = [(table.question == question, table) for table in tables_of(claims)]
    told = [
        {"words": str(table.question), "is_same": is_same, "answers": _answers(table.rows, figure if is_same else None)}
        for is_same, table in sorted(tables, key=lambda found: not found[0])
    ]
    return {"tables": told[:MOST_TABLES]}


def _key(asked: QueryDict) -> Told | None:
    """The key of the question; None while it is not complete."""
    key: Told = {name: asked.get(name) or None for name in KEY}
    key["window"] = key["window"] or ""
    key["population"] = key["population"] or NOBODY_COUNTED
    is_complete = key["predicate"] and any(key[name] for name in ("incident", "party", "place", "window"))
    return key if is_complete and all(_is_key(key[name]) for name in ("incident", "party", "place")) else None


def _answers(rows: list[Row], figure: Quantity | None) -> list[Told]:
    return [_answer(row, figure) for row in rows]


def _is_key(typed: str | None) -> bool:
    return typed is None or (typed.isascii() and typed.isdecimal() and len(typed) < 19)


def _answer(row: Row, figure: Quantity | None) -> Told:
    told: Told = {"words": row.words, "speakers": list(dict.fromkeys(map(speaker_words, row.claims)))}
    value = row.claims[0].value
    if figure is not None and isinstance(value, Quantity) and row.claims[0].polarity == "affirms":
        sign, word = SIGNS.get(compare(figure, value), ("·", "Compatible"))
        told |= {"sign": sign, "relation": word, "contradicts": compare(figure, value) == Relation.CONTRADICTS}
    return told

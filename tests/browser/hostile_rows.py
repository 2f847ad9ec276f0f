"""Every text of every row at the desk filled with scripts, as far as the database takes them."""

import re
from typing import Any

from django.db import DatabaseError, models, transaction

from events.models import Claim
from newsroom.ledger.publishing import publish
from sources.models import Article, ArticleVersion, ImportItem, ImportRun, Passage
from tests.browser.payloads import PAYLOADS, payloads
from tests.factories import LEAD, ArticleFactory, ArticleVersionFactory, ClaimFactory
from tests.hostile.desk import Desk

NOT_WORDS = re.compile(
    "public_id|sha256|qcode|code$|country|language|session_key|password|^model$|edtf|^number$|^zone$"
)
"""Columns that hold no words of anybody: a form of their own is kept by the product, and pages read them."""

FROM_A_TEXT = (ArticleVersion, Passage)
"""What is read holds payloads from the beginning, and what is quoted has to stand in it."""


def fill_desk() -> tuple[Desk, int]:
    """The desk with its rows filled and issued, and how many texts hold payloads."""
    text = "\n\n".join([LEAD, *PAYLOADS])
    article = ArticleFactory(text=text)
    desk = Desk()
    desk.rows[Article] = article
    desk.rows[ArticleVersion] = ArticleVersionFactory(article=article, text=f"{text}\n\nMore.")
    desk.rows[Claim] = desk.claim = ClaimFactory(cited_in=article, cited_in__words=PAYLOADS[2])
    desk.rows[ImportItem] = ImportItem.objects.create(
        run=desk.rows[ImportRun], name=payloads(900, 3), outcome="refused", reason="malformed"
    )
    rows = [row for row in desk.rows.values() if row.pk != desk.user.pk]
    standing = desk.claim.question.incident
    rows += [desk.claim.said_by, standing, standing.place, article.outlet]
    filled = sum(_fill(row, turn * 7) for turn, row in enumerate([*rows, *desk.claim.citations.all(), desk.filter]))
    with transaction.atomic():
        publish([Claim.objects.get(pk=desk.claim.pk)])
    return desk, filled


def _fill(row: models.Model, turn: int) -> int:
    """One after the other, so that what a constraint refuses hinders no other."""
    filled = 0
    for number, field in enumerate(type(row)._meta.concrete_fields):
        if not _holds_words(field):
            continue
        longest = getattr(field, "max_length", None)
        value: Any = payloads(longest, turn + number)
        if isinstance(field, models.URLField):
            value = f"https://x.example/{value}"[:longest]
        if isinstance(field, models.JSONField):
            value = {payloads(200, turn): payloads(None, turn)}
        filled += _store(row, field.name, value)
    if hasattr(row, "history"):
        row.history.update(history_change_reason=payloads(None, turn))
    return filled


def _holds_words(field: Any) -> bool:
    if field.model in FROM_A_TEXT:
        return False
    is_key = field.primary_key or field.is_relation or field.unique
    return isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not (
        is_key or field.choices or NOT_WORDS.search(field.name)
    )


def _store(row: models.Model, name: str, value: Any) -> bool:
    try:
        with transaction.atomic():
            models.QuerySet(type(row)).filter(pk=row.pk).update(**{name: value})
    except DatabaseError:
        return False
    return True

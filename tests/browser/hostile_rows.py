"""Every text of every row at the desk filled with scripts, as far as the database takes them."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, models, transaction

from events.models import Claim, KeptSuggestion
from newsroom.accounts.models import Remembered
from sources.models import Article, ArticleVersion, ImportItem, ImportRun, Passage
from tests.browser.payloads import PAYLOADS, payloads
from tests.browser.scenes import issue_twice
from tests.factories import LEAD, ArticleFactory, ArticleVersionFactory, ClaimFactory
from tests.hostile.desk import Desk

OURS = ("accounts", "auth", "desk", "events", "ledger", "sources", "usersessions")
NOT_WORDS = re.compile(
    "public_id|sha256|qcode|code$|country|language|session_key|password|^model$|edtf|^window$|^number$|^zone$|digest"
    "|^quantity_word$|^(of|merged_id|into_id|moved|kept|named_in)$"
)
"""Columns that hold no words of anybody: a form of their own is kept by the product, and pages read them."""

FROM_A_TEXT = (ArticleVersion, Passage)
"""What is read holds payloads from the beginning, and what is quoted has to stand in it."""

OF_ITS_OWN_FORM = (KeptSuggestion, Permission, Remembered)
"""What the software keeps for itself, and nobody can write."""

ISSUED = re.compile("(Publication|Line|Term|Words)$|^(Basis|Entry|Mention|Outdated|ExportedDocument)$")
"""What follows from rows when they are issued, as these are."""


def fill_desk() -> tuple[Desk, int]:
    """The desk with its rows filled and issued, and how many texts hold payloads."""
    text = "\n\n".join([LEAD, *PAYLOADS])
    article = ArticleFactory(text=text)
    desk = Desk()
    desk.rows[Article] = article
    desk.rows[ArticleVersion] = ArticleVersionFactory(article=article, text=f"{text}\n\nMore.")
    desk.rows[Claim] = desk.claim = ClaimFactory(cited_in=article, cited_in__words=PAYLOADS[2])
    desk.rows[ImportItem] = ImportItem.objects.create(
        run=desk.rows[ImportRun], name="a file", outcome="refused", reason="malformed", public_id=article.public_id
    )
    newest = {(type(row), row.pk): row for row in [*desk.rows.values(), *_newest()]}
    filled = sum(_fill(row, turn * 7) for turn, row in enumerate(newest.values()))
    issue_twice(desk.claim)
    return desk, filled


def _newest() -> Iterator[models.Model]:
    """A few rows of every table, since one screen shows no more that is new."""
    for model in apps.get_models():
        if model._meta.app_label in OURS and not (ISSUED.search(model.__name__) or model in OF_ITS_OWN_FORM):
            yield from model._base_manager.order_by("-pk")[:12]


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
    return filled


def _holds_words(field: Any) -> bool:
    if field.model in FROM_A_TEXT and field.name not in {"headline", "note"}:
        return False
    is_key = field.primary_key or field.is_relation
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

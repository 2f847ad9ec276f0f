"""What waits at the desk, as rows: each queue of the first page counts them, and a filter of the list shows them."""

from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery

from events.models import Citation
from newsroom.ledger.records import RowState
from sources.models import ArticleVersion
from sources.models.articles import PubStatus


def to_read(articles: QuerySet[Any]) -> QuerySet[Any]:
    """Usable reports with a text in which nobody has recorded anything yet, nor said that there is nothing."""
    texts = ArticleVersion.objects.with_text().filter(article=OuterRef("pk"))
    cited = Citation.objects.filter(article=OuterRef("pk"))
    unread = articles.filter(is_read=False, pub_status=PubStatus.USABLE).exclude(Exists(cited))
    return unread.filter(Exists(texts))  # last: few are left then whose text has to be looked for


def in_review(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(state=RowState.IN_REVIEW)


def last_saved(model: Any) -> Subquery:
    """When a row was saved last: since then it waits as it is."""
    history = getattr(model, model._meta.simple_history_manager_attribute)  # noqa: SLF001  the package's own name
    saves = history.filter(id=OuterRef("pk")).order_by("-history_id")
    return Subquery(saves.values("history_date")[:1], output_field=DateTimeField())

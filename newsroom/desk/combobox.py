"""What a box finds while an editor types: the best hits first, each with what tells it from its namesakes."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, Exists, IntegerField, Model, OuterRef, Q, QuerySet, When

from events.models import Claim, Incident
from sources.models import Article, Place, Source, Topic
from sources.names import fold


class LookupView(AutocompleteJsonView):
    """Django's own lookup with its rights and limits; a result may have a `note` beside its `id` and `text`."""

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        return _best_first(found, fold(self.term)) if self.term.strip() else found

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """With what the notes read loaded once for all rows of the page."""
        context = super().get_context_data(**options)
        load = {Article: ["outlet"], Source: ["aliases"], Place: ["aliases"]}.get(self.model_admin.model, [])
        context["object_list"] = context["object_list"].prefetch_related(*load)
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        note = " · ".join(part for part in (_other_name(obj, fold(self.term)), _note(obj)) if part)
        return {**result, "note": note} if note else result


def _best_first(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Rows that are called just these words, by any of their names, then those that begin with them, then the rest."""
    try:
        aliases: Any = found.model._meta.get_field("aliases")  # noqa: SLF001  Django's documented attribute
    except FieldDoesNotExist:
        return found
    own = Exists(aliases.related_model.objects.filter(**{aliases.field.name: OuterRef("pk"), "folded": words}))
    rank = Case(
        When(Q(folded=words) | own, then=0),
        When(folded__startswith=words, then=1),
        default=2,
        output_field=IntegerField(),
    )
    # PostgreSQL orders rows that are DISTINCT by nothing but what is selected.
    once: QuerySet[Any] = found.model._default_manager.filter(pk__in=found.order_by().values("pk"))  # noqa: SLF001  same
    return once.order_by(rank, *(found.query.order_by or found.model._meta.ordering or ["pk"]))  # noqa: SLF001  same


def _other_name(row: Model, words: str) -> str:
    """The other name by which a row was found, where its own has nothing of the words."""
    if not words or not isinstance(row, (Source, Place)) or words in row.folded:
        return ""
    return next((alias.name for alias in row.aliases.all() if words in alias.folded), "")


def _note(row: Model) -> str:
    match row:
        case Source():
            return " · ".join(filter(None, [row.get_kind_display(), row.country]))
        case Article():
            return ", ".join(filter(None, [str(row.outlet or ""), str(row.published_on or "")]))
        case Incident():
            return row.occurred_words or row.occurred_edtf
        case Topic():
            return str(row.qcode)
        case Claim():
            return str(row.public_id)
        case _:
            return ""

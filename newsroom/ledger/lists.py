"""What the ledger says of working rows, for the lists and forms of the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from newsroom.ledger.models import Publication, Visibility
from newsroom.ledger.records import Record, RowState
from newsroom.ledger.registry import Kind, kind_of, kinds


def kind_for(model: type[Model]) -> Kind:
    """The public kind whose working rows are of this model. Raises `LookupError` if there is none."""
    for kind in kinds():
        if issubclass(model, kind.model):
            return kind
    message = f"{model.__name__} is not registered as a public kind"
    raise LookupError(message)


def current_publication(record: Record) -> Publication | None:
    """The newest public document of a record, a tombstone included."""
    return kind_of(record).publication.objects.current().filter(public_id=record.public_id).first()


def was_issued(record: Record) -> bool:
    """True if anything was ever issued of a record, withdrawn or not."""
    return kind_of(record).publication.objects.filter(public_id=record.public_id).exists()


def with_public_state(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with `public_version` and `public_visibility` of their newest document; both null without one."""
    current = kind_for(rows.model).publication.objects.current().filter(public_id=OuterRef("public_id"))
    version, visibility = (Subquery(current.values(column)[:1]) for column in ("version", "visibility"))
    annotated: QuerySet[Any] = rows.annotate(public_version=version, public_visibility=visibility)
    return annotated


MOST_MADE = 5_000
"""Among so many records that somebody made last his drafts are looked for."""


def drafts_of(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """What this person made and nobody has sent for review or issued."""
    history = rows.model._meta.simple_history_manager_attribute  # noqa: SLF001  the package's own name
    made = getattr(rows.model, history).filter(history_user=user, history_type="+").order_by("-history_id")
    issued = kind_for(rows.model).publication.objects.current().filter(public_id=OuterRef("public_id"))
    own = rows.filter(state=RowState.DRAFT, pk__in=made.values("id")[:MOST_MADE])
    return own.exclude(Exists(issued))


class SureList(ChangeList):
    """A list that takes a year beyond all calendars for what it is: a lookup that means nothing."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:  # Django answers so to a year of 0 or 10000, and not to one of 2147483648
            raise IncorrectLookupParameters(error) from error


class GivenValuesFilter(admin.AllValuesFieldListFilter):
    """The values that there are, with a name for the empty one."""

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "not given"}


class MineFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        has_history = hasattr(model_admin.opts, "simple_history_manager_attribute")
        return [("drafts", "My drafts")] if has_history else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return drafts_of(queryset, request.user) if self.value() == "drafts" else queryset


class PublicStateFilter(admin.SimpleListFilter):
    title = "public"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Public"), ("no", "Never public"), ("withdrawn", "Withdrawn")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        current = kind_for(queryset.model).publication.objects.current()
        if self.value() == "yes":
            return queryset.filter(public_id__in=current.filter(visibility=Visibility.ISSUED).values("public_id"))
        if self.value() == "no":
            return queryset.exclude(public_id__in=current.values("public_id"))
        if self.value() == "withdrawn":
            ended = current.exclude(visibility=Visibility.ISSUED)
            return queryset.filter(public_id__in=ended.values("public_id"))
        return queryset

"""The API about itself, as data: its closed lists, its filters, its limits. Read from the classes that answer."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import OneForm, answer
from newsroom.api.asking import DEFAULT_PAGE, LARGEST_PAGE, LONGEST_LIST, read_query
from newsroom.api.changes import DEFAULT_CHANGES, MOST_CHANGES
from newsroom.api.filters import MOST_IDS, MOST_VALUES, NOT, Meets, PublicationFilters
from newsroom.api.grammar import LONGEST, Grammar
from newsroom.api.operations import Operation, OperationSchema
from newsroom.api.paging import MOST_COUNTED
from newsroom.api.proofs import CHECKPOINT_EVERY, LONGEST_PROOF
from newsroom.api.requests import LARGEST_BODY, LONGEST_ADDRESS
from newsroom.api.schema import SAYS
from newsroom.api.searching import MOST_TOKENS
from newsroom.api.selecting import MOST_NAMES
from newsroom.api.shapes import Shape
from newsroom.api.vocabularies import Vocabulary
from newsroom.ledger.canonical import canonical_json

if TYPE_CHECKING:
    from newsroom.api.views import PublicationViewSet


class WordShape(Shape):
    """One word of a closed list."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field
    within = serializers.CharField(required=False, allow_null=True, help_text="The code of the wider word.")
    value_type = serializers.CharField(required=False, help_text="Of a predicate: what answers it.")


class VocabularyShape(Shape):
    name = serializers.CharField()
    says = serializers.CharField()
    words = WordShape(many=True)


class VocabulariesShape(Shape):
    """Every closed list with its words."""

    results = VocabularyShape(many=True)


class FilterShape(Shape):
    name = serializers.CharField()
    says = serializers.CharField()
    written = serializers.DictField(help_text="JSON Schema of one value.")
    takes_several = serializers.BooleanField(help_text="By commas: any of them.")
    excludes_as = serializers.CharField(allow_null=True, help_text="The name under which it excludes.")
    also_tried_as = serializers.ListField(child=serializers.CharField(), help_text="Words that point to it.")


class ResourceShape(Shape):
    name = serializers.CharField()
    url = serializers.CharField(help_text="Path on this host.")
    says = serializers.CharField()
    controls = FilterShape(many=True)
    filters = FilterShape(many=True)


class FiltersShape(Shape):
    """Every list with what it can be asked."""

    results = ResourceShape(many=True)


class LimitsShape(Shape):
    """The numbers that bound a request."""

    page_size = serializers.IntegerField(help_text="Documents on a page unless said.")
    largest_page_size = serializers.IntegerField()
    changes = serializers.IntegerField(help_text="Entries of `changes/` at once unless said.")
    most_changes = serializers.IntegerField()
    most_counted = serializers.IntegerField(help_text="Counting stops here.")
    most_values = serializers.IntegerField(help_text="In a comma list.")
    most_ids = serializers.IntegerField(help_text="In `id__in`.")
    most_search_words = serializers.IntegerField()
    most_field_names = serializers.IntegerField(help_text="In `fields` or `omit`.")
    longest_value = serializers.IntegerField(help_text="Characters of one parameter.")
    longest_id_list = serializers.IntegerField(help_text="Characters of `id__in`.")
    longest_address = serializers.IntegerField(help_text="Bytes of path and query; beyond it 414.")
    largest_body = serializers.IntegerField(help_text="Bytes sent with a request; beyond it 413.")
    checkpoint_every = serializers.IntegerField(help_text="Entries of the ledger.")
    longest_proof = serializers.IntegerField(help_text="Entries of the ledger.")
    rate = serializers.CharField(allow_null=True, help_text="Requests for one client, such as 600/minute; null: any.")
    needs_token = serializers.BooleanField(help_text="The instance is closed to others.")


LIMITS = {
    "page_size": DEFAULT_PAGE,
    "largest_page_size": LARGEST_PAGE,
    "changes": DEFAULT_CHANGES,
    "most_changes": MOST_CHANGES,
    "most_counted": MOST_COUNTED,
    "most_values": MOST_VALUES,
    "most_ids": MOST_IDS,
    "most_search_words": MOST_TOKENS,
    "most_field_names": MOST_NAMES,
    "longest_value": LONGEST,
    "longest_id_list": LONGEST_LIST,
    "longest_address": LONGEST_ADDRESS,
    "largest_body": LARGEST_BODY,
    "checkpoint_every": CHECKPOINT_EVERY,
    "longest_proof": LONGEST_PROOF,
}


class MetaViewSet(ViewSet):
    resources: ClassVar[Sequence[type["PublicationViewSet"]]] = ()
    lists: ClassVar[Sequence[Vocabulary]] = ()
    content_negotiation_class = OneForm
    schema = OperationSchema()
    tag = "meta"
    operations: ClassVar = {
        "vocabularies": Operation("List the vocabularies", VocabulariesShape),
        "filters": Operation("List the filters", FiltersShape),
        "limits": Operation("List the limits", LimitsShape),
    }

    def vocabularies(self, request: Request) -> HttpResponse:
        """The closed lists that documents and filters use: codes and labels."""
        read_query(request.GET, {})
        listed = [{"name": each.name, "says": each.says, "words": each.rows()} for each in self.lists]
        return answer(request, canonical_json({"results": listed}).encode())

    def filters(self, request: Request) -> HttpResponse:
        """What each list can be asked: names, how a value is written, and the words that people try first."""
        read_query(request.GET, {})
        listed = [_resource(viewset) for viewset in self.resources]
        return answer(request, canonical_json({"results": listed}).encode())

    def limits(self, request: Request) -> HttpResponse:
        """The numbers that bound a request."""
        read_query(request.GET, {})
        said = {**LIMITS, "rate": settings.API_RATE or None, "needs_token": settings.API_CLOSED}
        return answer(request, canonical_json(said).encode())


def _resource(viewset: type["PublicationViewSet"]) -> dict[str, Any]:
    declared = viewset.filters
    controls = viewset.list_controls()
    return {
        "name": viewset.plural(),
        "url": f"/api/v1/{viewset.plural()}/",
        "says": str(viewset.__doc__),
        "controls": [_written(name, SAYS[name], grammar, declared) for name, grammar in controls.items()],
        "filters": list(_filters(declared)),
    }


def _filters(declared: type[PublicationFilters]) -> Iterator[dict[str, Any]]:
    for name, each in declared.declared().items():
        if not name.endswith(NOT):
            yield {**_written(name, each.says, each.grammar, declared), **_how_many(name, each)}


def _how_many(name: str, declared: Meets) -> dict[str, Any]:
    return {"takes_several": declared.most > 1, "excludes_as": f"{name}{NOT}" if declared.has_twin else None}


def _written(name: str, says: str, grammar: Grammar, declared: type[PublicationFilters]) -> dict[str, Any]:
    return {
        "name": name,
        "says": says,
        "written": dict(grammar.schema),
        "takes_several": grammar.schema.get("type") == "array",
        "excludes_as": None,
        "also_tried_as": sorted(word for word, meant in declared.SYNONYMS.items() if meant == name),
    }


def meta_routes(
    resources: Sequence[type["PublicationViewSet"]], vocabularies: Sequence[Vocabulary]
) -> list[URLPattern]:
    """The three addresses about the API itself."""
    about = {"resources": resources, "lists": sorted(vocabularies, key=lambda vocabulary: vocabulary.name)}
    return [
        path(f"meta/{name}/", MetaViewSet.as_view({"get": name}, **about), name=f"meta-{name}")
        for name in ("vocabularies", "filters", "limits")
    ]

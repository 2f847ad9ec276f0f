"""R2: the same answers as the REST framework is usually written: model serializers, prefetching, a cursor page."""

from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from newsroom.benching.api.comparison import AT_ONCE, Asked, Cited, Credit, Event, Outlet, Report, Statement
from newsroom.benching.api.served import PAGE


class SourceSerializer(serializers.ModelSerializer[Outlet]):
    class Meta:
        model = Outlet
        fields = ["id", "label", "kind", "disclosure", "url"]


class CreditSerializer(serializers.ModelSerializer[Credit]):
    id = serializers.CharField(source="source_id", allow_null=True)
    part_in_this_claim = serializers.ReadOnlyField(default="unknown")

    class Meta:
        model = Credit
        fields = ["id", "label", "role", "credit_text", "part_in_this_claim"]


class ArticleSerializer(serializers.ModelSerializer[Report]):
    outlet = SourceSerializer()
    wire_credits = CreditSerializer(many=True)

    class Meta:
        model = Report
        fields = [
            *("id", "headline", "published", "url", "canonical_url", "byline", "language", "topics", "outlet"),
            "wire_credits",
        ]


class RelayedField(serializers.Field[Any, Any, Any, Any]):
    def to_representation(self, relays: Any) -> Any:
        return [SourceSerializer(relay.source).data for relay in relays.all()]


class CitationSerializer(serializers.ModelSerializer[Cited]):
    article = ArticleSerializer()
    relayed_by = RelayedField(source="relays")

    class Meta:
        model = Cited
        fields = ["rendering", "verb_text", "verb_class", "locator", "passage", "relayed_by", "article"]


class IncidentSerializer(serializers.ModelSerializer[Event]):
    class Meta:
        model = Event
        fields = ["id", "label", "url"]


class QuestionSerializer(serializers.ModelSerializer[Asked]):
    class Meta:
        model = Asked
        exclude = ["doc"]


class ClaimSerializer(serializers.ModelSerializer[Statement]):
    incident = IncidentSerializer()
    question = QuestionSerializer()
    said_by = SourceSerializer()
    speaks_for = serializers.SerializerMethodField()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Statement
        exclude = ["number", "speaker_for", "title", "basis", "side"]

    def get_speaks_for(self, claim: Statement) -> Any:
        if claim.speaker_for is None:
            return None
        said = {"title": claim.title, "basis": claim.basis, "party": claim.side}
        return {**SourceSerializer(claim.speaker_for).data, **said}


class NewestFirst(CursorPagination):
    page_size = PAGE
    ordering = "-number"


class ClaimViewSet(ReadOnlyModelViewSet[Statement]):
    serializer_class = ClaimSerializer
    pagination_class = NewestFirst
    lookup_field = "id"

    def get_queryset(self) -> QuerySet[Statement]:
        chain = ("citations__article__outlet", "citations__article__wire_credits", "citations__relays__source")
        return (
            QuerySet(Statement)
            .select_related("incident", "question", "said_by", "speaker_for")
            .prefetch_related(*chain)
        )


def ndjson(request: HttpRequest) -> StreamingHttpResponse:
    """The newest claims, one a line, through the serializer."""
    view = ClaimViewSet()
    newest = view.get_queryset().order_by("-number")[: int(request.GET["first"])]
    render = JSONRenderer().render
    claims = newest.iterator(chunk_size=AT_ONCE)
    pages = iter(lambda: list(islice(claims, PAGE)), [])
    return StreamingHttpResponse(
        b"".join(render(data) + b"\n" for data in ClaimSerializer(page, many=True).data) for page in pages
    )


router = SimpleRouter()
router.register("claims", ClaimViewSet, basename="claims")
urlpatterns = [path("api/v1/claims.ndjson", ndjson), path("api/v1/", include(router.urls))]

"""The pages about the API: its schema, the page to try it on, and what each problem code means."""

from functools import cache
from typing import cast

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from newsroom.api.answers import OneForm, answer
from newsroom.api.problems import KINDS, problem, problem_path
from newsroom.api.schema import KindSchema
from newsroom.ledger.canonical import canonical_json


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 as YAML, or as JSON with `?format=json` or `Accept: application/json`."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        renderer = request.accepted_renderer
        return answer(request, _rendered(renderer.format), headers={"Content-Type": str(renderer.media_type)})


@cache
def _rendered(form: str) -> bytes:
    """The schema does not change while the process runs, and takes a second to write."""
    renderer = OpenApiJsonRenderer() if "json" in form else OpenApiYamlRenderer()
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return cast("bytes", renderer.render(schema, renderer_context={}))


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own files. Scripts and styles are files too, so the page needs no exception in the CSP."""

    url_name = "schema"
    template_name = "api/docs.html"


class ProblemKindViewSet(ViewSet):
    """What each problem code means: the pages that a problem's `type` points to."""

    schema = KindSchema()
    content_negotiation_class = OneForm

    def list(self, request: Request) -> HttpResponse:
        """The closed list of problem codes."""
        return answer(request, canonical_json({"results": [_kind(code) for code in KINDS]}).encode())

    def retrieve(self, request: Request, code: str) -> HttpResponse:
        """One problem code."""
        if code not in KINDS:
            raise problem("not-found")
        return answer(request, canonical_json(_kind(code)).encode())


def _kind(code: str) -> dict[str, object]:
    return {"code": code, "type": problem_path(code), **KINDS[code]._asdict()}

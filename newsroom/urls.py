"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from events.api import ClaimViewSet, IncidentViewSet, QuestionViewSet
from newsroom.api.documentation import DocsView, ProblemKindViewSet, SchemaView
from newsroom.api.health import healthz, readyz
from newsroom.api.views import publication_routes
from sources.api import ArticleViewSet, SourceViewSet

api_patterns = [
    *publication_routes(ArticleViewSet),
    *publication_routes(SourceViewSet),
    *publication_routes(IncidentViewSet),
    *publication_routes(QuestionViewSet),
    *publication_routes(ClaimViewSet),
    path("problems/", ProblemKindViewSet.as_view({"get": "list"}), name="problems-list"),
    path("problems/<slug:code>/", ProblemKindViewSet.as_view({"get": "retrieve"}), name="problems-retrieve"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include(api_patterns)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

"""Every address of the product."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

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


class FaviconView(RedirectView):
    def get_redirect_url(self, *_args: object, **_words: object) -> str:
        return static("newsroom/favicon.svg")


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="docs"), name="home"),
    path("favicon.ico", FaviconView.as_view()),
    path("admin/", admin.site.urls),
    path("accounts/", RedirectView.as_view(pattern_name="usersessions_list"), name="accounts"),
    path("accounts/", include("newsroom.accounts.urls")),
    path("api/v1/", include(api_patterns)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

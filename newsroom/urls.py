"""Every address of the product."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from events.api import ClaimViewSet, IncidentViewSet, QuestionViewSet
from events.closed_lists import VOCABULARIES as EVENT_LISTS
from newsroom.api.changes import ChangesViewSet
from newsroom.api.documentation import DocsView, ProblemKindViewSet, SchemaView
from newsroom.api.health import healthz, readyz
from newsroom.api.meta import meta_routes
from newsroom.api.proofs import ledger_routes
from newsroom.api.views import publication_routes
from newsroom.metrics import metrics
from sources.api import ArticleViewSet, SourceViewSet
from sources.closed_lists import VOCABULARIES as SOURCE_LISTS

RESOURCES = (ArticleViewSet, SourceViewSet, IncidentViewSet, QuestionViewSet, ClaimViewSet)

api_patterns = [
    *(route for resource in reversed(RESOURCES) for route in publication_routes(resource)),
    path("changes/", ChangesViewSet.as_view({"get": "list"}), name="changes"),
    *ledger_routes(),
    *meta_routes(RESOURCES, [*SOURCE_LISTS, *EVENT_LISTS]),
    path("problems/", ProblemKindViewSet.as_view({"get": "list"}), name="problems-list"),
    path("problems/<slug:code>/", ProblemKindViewSet.as_view({"get": "retrieve"}), name="problems-retrieve"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]


handler500 = "newsroom.outage_pages.server_error"


class FaviconView(RedirectView):
    def get_redirect_url(self, *_args: object, **_words: object) -> str:
        return static("newsroom/favicon.svg")


urlpatterns = [
    path(
        "api/v1/", include(api_patterns)
    ),  # first, as are claims among its own: what is asked for most is found soonest
    path("", RedirectView.as_view(pattern_name="docs"), name="home"),
    path("favicon.ico", FaviconView.as_view()),
    path("admin/", admin.site.urls),
    path("accounts/", RedirectView.as_view(pattern_name="usersessions_list"), name="accounts"),
    path("accounts/", include("newsroom.accounts.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

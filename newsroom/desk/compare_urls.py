"""Where two versions are compared, and an older text is restored."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from newsroom.desk.compare import compare_issued_view, compare_texts_view
from newsroom.desk.restoring import restore_text_view


def compare_urls(site: AdminSite) -> list[URLPattern]:
    def texts(request: HttpRequest, key: int) -> HttpResponse:
        return compare_texts_view(request, key, site.each_context(request))

    def issued(request: HttpRequest, public_id: str) -> HttpResponse:
        return compare_issued_view(request, public_id, site.each_context(request))

    return [
        path("compare/texts/<int:key>/", site.admin_view(texts), name="desk_compare_texts"),
        path("compare/texts/<int:key>/restore/", site.admin_view(restore_text_view), name="desk_restore_text"),
        path("compare/issued/<str:public_id>/", site.admin_view(issued), name="desk_compare_issued"),
    ]

"""Where filters are kept and forgotten."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from newsroom.desk.saved_filters import drop_filter_view, save_filter_view


def home_urls(site: AdminSite) -> list[URLPattern]:
    return [
        path("filters/", site.admin_view(save_filter_view), name="desk_save_filter"),
        path("filters/<int:key>/drop/", site.admin_view(drop_filter_view), name="desk_drop_filter"),
    ]

from django.apps import AppConfig
from django.contrib.admin import apps as stock


class DeskConfig(AppConfig):
    name = "newsroom.desk"
    default = True


class NewsroomAdminConfig(stock.AdminConfig):
    """Django's admin with our own site class."""

    default = False
    default_site = "newsroom.desk.site.NewsroomAdmin"

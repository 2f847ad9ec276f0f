from django.contrib.admin import AdminSite


class NewsroomAdmin(AdminSite):
    site_header = "Newsroom"
    site_title = "Newsroom"
    index_title = "Desk"

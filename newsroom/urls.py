"""Every address of the site; what each answers is in articles.public, articles.api and the admin."""

from django.urls import include, path, re_path

from articles.admin.site import desk
from articles.api import api
from articles.public.media import media

urlpatterns = [
    path("admin/", desk.urls),
    path("api/v1/", api.urls),
    re_path(r"^media/(?P<path>.*)$", media),
    path("", include("articles.public.urls")),
]

handler404 = "articles.public.views.not_found"
handler500 = "articles.public.views.server_error"

from django.urls import path, re_path

from . import archives, feeds, health, shared_previews, sitemaps, views

YEAR = r"(?P<year>[0-9]{4})"
MONTH = rf"{YEAR}/(?P<month>[0-9]{{2}})"
DAY = rf"{MONTH}/(?P<day>[0-9]{{2}})"
FEED = r"feeds/(?P<kind>rss|atom|json)"

app_name = "articles"
urlpatterns = [
    path("", views.front_page, name="front_page"),
    re_path(rf"^{FEED}/$", feeds.site, name="feed"),
    re_path(rf"^category/(?P<path>.+)/{FEED}/$", feeds.category, name="category_feed"),
    re_path(rf"^author/(?P<slug>[^/]+)/{FEED}/$", feeds.author, name="author_feed"),
    re_path(rf"^tag/(?P<slug>[^/]+)/{FEED}/$", feeds.tag, name="tag_feed"),
    re_path(r"^category/(?P<path>.+)/$", views.category, name="category"),
    re_path(r"^author/(?P<slug>[^/]+)/$", views.author, name="author"),
    re_path(r"^tag/(?P<slug>[^/]+)/$", views.tag, name="tag"),
    re_path(rf"^{YEAR}/$", archives.year, name="year"),
    re_path(rf"^{MONTH}/$", archives.month, name="month"),
    re_path(rf"^{DAY}/$", archives.day, name="day"),
    re_path(rf"^{DAY}/(?P<slug>[^/]+)/$", views.article, name="detail"),
    path("preview/<str:secret>/", shared_previews.preview, name="preview"),
    # Not led to the other: a redirect would be kept with the secret in it.
    path("preview/<str:secret>", shared_previews.preview),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    re_path(r"^sitemap-(?P<number>[0-9]{1,6})\.xml$", sitemaps.part, name="sitemap_part"),
    path("robots.txt", health.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

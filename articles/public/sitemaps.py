"""The sitemap: one file while it holds everything, an index of files beyond that."""

from datetime import UTC
from io import StringIO

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from articles.presenting import directory, lists
from articles.presenting.addresses import absolute

from .pages import for_readers

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Search engines read at most 50,000 addresses a file; a fifth of that is made in a moment.
ADDRESSES_A_FILE = 10_000


@for_readers
def sitemap(request, at):
    files = _files(at)
    if files.num_pages == 1:
        return _file(files, 1, at)
    parts = [(reverse("articles:sitemap_part", args=[number]), None) for number in files.page_range]
    return _xml("sitemapindex", "sitemap", parts)


@for_readers
def part(request, at, number):
    return _file(_files(at), number, at)


def _files(at):
    return Paginator(lists.addresses(at), ADDRESSES_A_FILE)


def _file(files, number, at):
    try:
        page = files.page(number)
    except InvalidPage as error:
        raise Http404("No such part of the sitemap.") from error
    lists_of_stories = [] if page.has_previous() else _list_addresses(at)
    return _xml("urlset", "url", lists_of_stories + [_story(article) for article in page])


def _list_addresses(at):
    return [("/", None)] + [
        (category.get_absolute_url(), None) for category in directory.shown_categories(at)
    ]


def _story(article):
    return article.get_absolute_url(), max(article.modified_at or article.public_at, article.public_at)


def _xml(root, entry, addresses):
    """Return the answer for ``addresses``, each ``(path, moment of its last change or None)``."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement(root, {"xmlns": NAMESPACE})
    for path, changed in addresses:
        xml.startElement(entry, {})
        xml.addQuickElement("loc", absolute(path))
        if changed:
            xml.addQuickElement("lastmod", changed.astimezone(UTC).isoformat(timespec="seconds"))
        xml.endElement(entry)
    xml.endElement(root)
    return HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")

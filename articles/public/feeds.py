"""Feeds of the newest stories: RSS, Atom and JSON Feed, of the site, a category, an author or a tag."""

import json
import re

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from articles.presenting import directory, lists, presenters
from articles.presenting.addresses import absolute

from .pages import for_readers, or_404

STORIES_IN_A_FEED = 20
# Source: XML 1.0, 2.2 "Characters".
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RssFeed(Rss201rev2Feed):
    """Names whose story an item is, where that is someone else's."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["original_url"]:
            handler.addQuickElement("source", item["source_name"], {"url": item["original_url"]})


class AtomFeed(Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["original_url"]:
            # Source: RFC 4287, 4.2.7.2: "via" is where the entry's information came from.
            handler.addQuickElement(
                "link", "", {"rel": "via", "href": item["original_url"], "title": item["source_name"]}
            )


class JsonFeed(SyndicationFeed):
    """Source: jsonfeed.org, version 1.1."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False))

    def _item(self, item):
        elsewhere = {"external_url": item["original_url"]} if item["original_url"] else {}
        return elsewhere | {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["text"],
            "date_published": item["pubdate"].isoformat(timespec="seconds"),
            "date_modified": item["updateddate"].isoformat(timespec="seconds"),
            "authors": [{"name": item["author_name"]}] if item["author_name"] else [],
            "tags": list(item["categories"]),
            "language": item["language"],
        }


KINDS = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}


@for_readers
def site(request, at, kind):
    address = reverse("articles:feed", args=[kind])
    return _feed(lists.published(at), kind, at, title=settings.SITE_NAME, page_url="/", address=address)


@for_readers
def category(request, at, path, kind):
    found = or_404(directory.category_of_path(path, at))
    stories = lists.in_category(lists.published(at), found)
    return _feed_of(found, stories, kind, at, name="category_feed", key=path)


@for_readers
def author(request, at, slug, kind):
    found = or_404(directory.author_of_slug(slug, at))
    stories = lists.by_author(lists.published(at), found)
    return _feed_of(found, stories, kind, at, name="author_feed", key=slug)


@for_readers
def tag(request, at, slug, kind):
    found = or_404(directory.tag_of_slug(slug, at))
    stories = lists.with_tag(lists.published(at), found)
    return _feed_of(found, stories, kind, at, name="tag_feed", key=slug)


def _feed_of(thing, stories, kind, at, *, name, key):
    title = f"{thing.name} – {settings.SITE_NAME}"
    address = reverse(f"articles:{name}", args=[key, kind])
    return _feed(stories, kind, at, title=title, page_url=thing.get_absolute_url(), address=address)


def _feed(stories, kind, at, *, title, page_url, address):
    feed = KINDS[kind](
        title=_plain(title),
        link=absolute(page_url),
        description=_plain(title),
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(address),
    )
    for card in presenters.cards(stories[:STORIES_IN_A_FEED], at):
        feed.add_item(**_item(card))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _item(card):
    text = _plain(card.standfirst or card.headline)
    return {
        "title": _plain(card.headline),
        "link": absolute(card.url),
        # RSS and Atom take a description for HTML.
        "description": escape(text),
        "text": text,
        "unique_id": absolute(card.url),
        "unique_id_is_permalink": True,
        "pubdate": card.public_at,
        "updateddate": max(card.modified_at or card.public_at, card.public_at),
        "author_name": _plain(", ".join(author.name for author in card.authors)),
        "categories": [_plain(card.section.name)] if card.section else [],
        "language": card.language,
        "original_url": _plain(card.original_url),
        "source_name": _plain(card.source_name),
    }


def _plain(text):
    """Return the text without what XML cannot hold, which would take the whole feed down."""
    return NOT_IN_XML.sub("", text)

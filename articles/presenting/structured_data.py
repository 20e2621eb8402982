"""Stories as search engines read them: JSON-LD of schema.org's NewsArticle."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from .addresses import absolute

# Inside <script>, HTML looks for these before anything reads the JSON.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def news_article(page: Any) -> SafeString:
    """Return the story of ``page``, a presenters.ArticlePage, as JSON-LD that can stand in a ``<script>``."""
    known = {name: value for name, value in _fields(page).items() if value}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(ESCAPES))


def _fields(page: Any) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.headline,
        "description": page.standfirst,
        "datePublished": page.published.utc,
        "dateModified": (page.modified or page.published).utc,
        "inLanguage": page.language,
        "mainEntityOfPage": absolute(page.url),
        "isBasedOn": page.original_url,
        "articleSection": page.section.name if page.section else "",
        "keywords": [tag.name for tag in page.tags],
        "wordCount": page.word_count,
        "image": page.lead.for_search if page.lead else [],
        "author": [_person(author) for author in page.authors] or publisher,
        "publisher": publisher,
        "correction": [_correction(note) for note in page.corrections],
    }


def _person(author: Any) -> dict[str, str]:
    return {"@type": "Person", "name": author.name, "url": absolute(author.url)}


def _correction(note: Any) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": note.text, "datePublished": _moment(note.at)}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")

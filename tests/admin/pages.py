"""Reading the desk's pages as a browser does."""

from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

LIST = "/admin/articles/article/"


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def filled(response, form="#article_form"):
    """What a browser sends when the form of the page is sent untouched."""
    data = {}
    for field in LexborHTMLParser(response.content).css(f"{form} :is(input, textarea, select)[name]"):
        for value in _values(field):
            data.setdefault(field.attributes["name"], []).append(value)
    return data


def _values(field):
    kind = field.attributes.get("type", field.tag)
    if kind in ("checkbox", "radio"):
        return [field.attributes.get("value", "on")] if "checked" in field.attributes else []
    if kind == "select":
        return [option.attributes.get("value", "") for option in field.css("option[selected]")]
    if kind == "textarea":
        # A browser sends every line end as \r\n, and a parser eats the first.
        return [field.text().removeprefix("\n").replace("\n", "\r\n")]
    return [] if kind in ("submit", "button") else [field.attributes.get("value") or ""]


def words(response, selector="body"):
    """The text of the page's elements, one a line, spaces folded."""
    nodes = LexborHTMLParser(response.content).css(selector)
    return "\n".join(" ".join(node.text(separator=" ").split()) for node in nodes)


def told(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.context["messages"]]

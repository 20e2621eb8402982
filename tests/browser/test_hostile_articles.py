"""The worst attacks of the corpus on the page itself, in a real browser."""

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from articles.text import sanitizer
from tests import outside
from tests.factories import make_user, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WORST = 200
ON_ONE_PAGE = 8


def clean(attack):
    """The attack as it is stored; one that is refused leaves nothing."""
    try:
        return sanitizer.clean(attack).html
    except sanitizer.TooComplex:
        return ""


def published(body, *, by):
    article = Article(headline="长江禁渔三年", body=body, language="zh-Hans")
    article = save(article, by=by, at=timezone.now())
    return workflow.publish(article, by=by, at=timezone.now())


def test_worst_attacks_neither_speak_nor_reach_other_hosts(open_page):
    chief = make_user("Chief")
    alarms = []
    page = open_page("/")
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: alarms.append(popup.url))
    # Clean is balanced and cleaned again is the same, so that neighbours on a page do not help each other.
    bodies = [clean(attack) for attack in outside.worst_attacks(WORST)]
    for start in range(0, WORST, ON_ONE_PAGE):
        article = published("<hr>".join(bodies[start : start + ON_ONE_PAGE]), by=chief)
        page.goto(article.get_absolute_url())
        assert page.locator("h1").inner_text() == article.headline
        assert page.locator("footer").count() > 0
    assert alarms == []
    # A picture may be shown from where it lies; nothing else may leave this origin.
    assert [request.url for request in page.foreign if request.resource_type != "image"] == []

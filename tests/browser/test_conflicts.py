"""The page of a conflict in a browser: accessible, on a phone too, and without JavaScript."""

import pytest

from articles.models import Article
from tests.admin.test_conflicts import FISH, FOG, PIER, conflict, make_conflict

from .pages import faults, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def open_conflict(desk):
    """A function that opens the page of an article's conflict as a Chief."""
    return lambda article, **options: desk(conflict(article), **options)


@pytest.fixture
def article():
    """An article with a conflict of its headline and of one paragraph, and with merged tags."""
    theirs = {"headline": "江豚回来了", "tags": ["江豚"], "body": FOG + PIER.replace("老", "小") + FISH}
    ours = FOG.replace("雾", "大雾") + PIER.replace("老", "女") + FISH
    return make_conflict(headline="渔村的春天", body=ours, theirs=theirs)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_accessible_and_fits(open_conflict, article, width, scheme):
    page = open_conflict(article, viewport={"width": width, "height": 900}, color_scheme=scheme)
    # What is written by hand is folded away until it is chosen.
    for choice in page.locator("input[value='by hand']").all():
        choice.check()
    assert faults(page, but=("minor",)) == []
    assert fits(page)


def test_a_decision_is_made_by_keyboard_without_javascript(open_conflict, article):
    page = open_conflict(article, java_script_enabled=False)
    page.locator("input[name=headline]").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=piece-1]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save this").focus()
    page.keyboard.press("Enter")
    page.locator(".messagelist").wait_for()
    decided = Article.objects.get()
    assert decided.headline == "江豚回来了"
    assert decided.body.split("\n") == [FOG.replace("雾", "大雾"), PIER.replace("老", "小"), FISH]


def test_what_is_written_by_hand_shows_once_it_is_chosen(open_conflict, article):
    page = open_conflict(article)
    field = page.locator("[name=headline-by-hand]")
    assert not field.is_visible()
    page.locator("input[name=headline][value='by hand']").check()
    assert field.is_visible()

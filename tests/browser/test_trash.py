import pytest

from articles.models import Article
from tests.factories import make_article

from .pages import LIST, PHONE, assert_clean, change, grave_faults

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_an_article_is_trashed_and_taken_back_by_keyboard_alone(desk):
    article = make_article(status="draft")
    page = desk(change(article), viewport=PHONE)
    page.get_by_role("button", name="Move to the trash").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 moved to the trash.").wait_for()
    page.get_by_text("30 days left").wait_for()
    assert_clean(page, grave_faults)

    page.get_by_role("button", name="Take it back").focus()
    page.keyboard.press("Enter")

    page.get_by_text("1 taken out of the trash.").wait_for()
    assert Article.objects.get().status == "draft"
    assert_clean(page, grave_faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_trash_is_looked_through_and_something_taken_out(desk, scheme):
    make_article(status="trashed", headline="长江上的最后一班渡轮")
    page = desk(f"{LIST}?state=trashed", color_scheme=scheme, viewport=PHONE)
    page.get_by_text("What lies here for 30 days is removed for good").wait_for()
    assert_clean(page, grave_faults)

    page.locator("input.action-select").check()
    page.locator("select[name=action]").select_option("recover")
    page.get_by_role("button", name="Go", exact=True).click()

    page.get_by_text("The trash is empty.").wait_for()
    assert Article.objects.get().status == "draft"
    assert_clean(page, grave_faults)

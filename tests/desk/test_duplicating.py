import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import duplicating
from articles.models import Article, Event
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    article = make_article(
        categories=[make_category("国际")],
        authors=[make_author()],
        tags=["长江"],
        lead_image=make_image(),
        standfirst="导语",
        source_url="https://example.com/a",
        short_headline="短标题",
        social_title="分享标题",
    )
    make_correction(article)
    return article


def test_a_copy_says_the_same_and_is_a_draft_of_who_made_it(original):
    writer = make_user("Writer")
    copy = duplicating.duplicate(original, by=writer, at=NOW)
    assert (copy.headline, copy.standfirst, copy.body) == (original.headline, "导语", original.body)
    assert (copy.status, copy.created_by, copy.lead_image) == ("draft", writer, original.lead_image)
    assert (copy.short_headline, copy.social_title) == ("短标题", "分享标题")
    assert [byline.author.name for byline in copy.bylines.all()] == ["林知夏"]
    assert list(copy.tags.names()) == ["长江"]
    assert copy.primary_category == original.primary_category


def test_a_copy_has_no_times_no_source_and_no_corrections(original):
    copy = duplicating.duplicate(original, by=make_user("Chief"), at=NOW)
    assert (copy.published_at, copy.published_on, copy.source_url, copy.was_public) == (None, None, "", False)
    assert not copy.corrections.exists()


def test_the_original_is_left_alone_and_the_copy_says_where_it_is_from(original):
    copy = duplicating.duplicate(original, by=make_user("Chief"), at=NOW)
    before = original.version
    original.refresh_from_db()
    assert original.version == before
    assert Event.objects.get(article=copy).data == {"copy_of": original.pk}
    assert copy.revisions.get().content["headline"] == original.headline


def test_who_does_not_write_copies_nothing(original):
    with pytest.raises(PermissionDenied):
        duplicating.duplicate(original, by=make_user("Admin"), at=NOW)
    assert Article.objects.count() == 1

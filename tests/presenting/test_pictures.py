"""Which pictures readers see, at every exit."""

import json
from datetime import date, timedelta

import pytest

from articles.desk.pictures import showing
from articles.models import Article, ArticleImage, Origin
from articles.presenting import bodies, pictures
from tests.factories import (
    NOW,
    make_article,
    make_category,
    make_image,
    make_image_source,
    make_source,
)
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 3, 2)
NEXT_DAY = NOW + timedelta(days=1)
REMOTE = "https://example.com/wp-content/river.jpg"


def make_story(**rights):
    image = make_image(caption="晨雾", credit="林知夏", **rights)
    body = f'<p>江面上的雾。</p><p><img src="{image.url}" alt="雾"></p>'
    return make_article(lead_image=image, body=body, categories=[make_category()]), image


def exits(article):
    return {
        "article": article.get_absolute_url(),
        "front page": "/",
        "category": article.primary_category.get_absolute_url(),
        "day": "/2026/03/02/",
        "API list": "/api/v1/articles/",
        "API": f"/api/v1/articles/{article.pk}/",
        "rss": "/feeds/rss/",
        "atom": "/feeds/atom/",
        "json feed": "/feeds/json/",
    }


def test_after_the_last_day_of_its_rights_a_picture_is_at_no_exit():
    article, image = make_story(rights_until=LAST_DAY)
    for name, address in exits(article).items():
        before, after = visit(address), visit(address, at=NEXT_DAY)
        told = image.sha256 in before.content.decode()
        assert told == (name not in ("rss", "atom", "json feed")), name
        assert image.sha256 not in after.content.decode(), name
        assert "rights" not in after.content.decode() and "until" not in before.content.decode(), name
        assert "晨雾" not in after.content.decode() and "林知夏" not in after.content.decode(), name


def test_rights_cost_no_query_more(django_assert_num_queries):
    article, _ = make_story(rights_until=LAST_DAY)
    with django_assert_num_queries(7):
        visit(article.get_absolute_url(), at=NEXT_DAY)


def test_the_day_is_the_newsrooms(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    article, _ = make_story(rights_until=LAST_DAY)
    # 17:00 in Greenwich is the next day in Shanghai.
    evening = NOW.replace(hour=17)
    assert pictures.lead(article, NOW) is not None
    assert pictures.lead(article, evening) is None
    assert "<img" not in bodies.body_html(article, evening)


def test_who_has_the_page_of_the_last_day_is_sent_the_one_without_the_picture():
    article, _ = make_story(rights_until=LAST_DAY)
    Article.objects.update(changed_at=NOW - timedelta(days=1))
    for address in exits(article).values():
        seen = visit(address, at=NOW + timedelta(hours=1))["Last-Modified"]
        assert visit(address, at=NEXT_DAY, if_modified_since=seen).status_code == 200
    later = visit(article.get_absolute_url(), at=NEXT_DAY)
    assert later["Last-Modified"] == "Tue, 03 Mar 2026 00:00:00 GMT"


def test_others_show_the_social_picture_of_a_story_and_know_its_size(settings):
    article, image = make_story()
    page = visit(article.get_absolute_url()).content.decode()
    (address, _), *_ = image.srcset("social", format="jpeg")
    assert f'<meta property="og:image" content="{settings.BASE_URL}{address}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page


@pytest.mark.parametrize("allowed", [True, False])
def test_pictures_that_wait_are_shown_from_elsewhere_only_where_that_is_allowed(allowed, settings):
    settings.HOTLINK_PICTURES = allowed
    source = make_image_source(REMOTE)
    article = make_article(lead_image_source=source, body=f'<p>雾</p><p><img src="{REMOTE}" alt="江"></p>')
    page = visit(article.get_absolute_url()).content.decode()
    told = json.loads(visit(f"/api/v1/articles/{article.pk}/").content)
    assert (REMOTE in page) == (REMOTE in told["body_html"]) == (told["lead_image"] is not None) == allowed
    assert ("picture-notice" in page) == ("picture-notice" in told["body_html"]) == (not allowed)


def test_a_picture_that_was_given_up_is_a_notice_and_no_lead():
    source = make_image_source(REMOTE, next_try_at=NOW)
    article = make_article(lead_image_source=source, body=f'<p>雾</p><p><img src="{REMOTE}" alt="江"></p>')
    ArticleImage.objects.create(article=article, source=source)
    assert "<img" in bodies.body_html(article, NOW)
    source.attempts, source.next_try_at, source.last_state = 6, None, "gone"
    source.save()
    showing.show_lost(source, at=NOW)
    article = Article.objects.get(pk=article.pk)
    assert pictures.lead(article, NOW) is None
    assert "图片暂时无法显示。" in bodies.body_html(article, NOW)
    assert article.changed_at == NOW


def test_pictures_that_are_not_ours_to_show_go_with_their_galleries():
    article, image = make_story()
    article.body += f'<p><img src="{image.url}"><img src="{image.url}"></p><p>完</p>'
    article.save()
    source = make_source(origin="别家")
    Origin.objects.filter(pk=source.origin_id).update(picture_rights=Origin.Rights.NOT_OURS)
    type(source).objects.filter(pk=source.pk).update(article=article)
    article = Article.objects.get(pk=article.pk)
    assert bodies.body_html(article, NOW) == "<p>江面上的雾。</p><p>完</p>"


def test_an_animation_leads_as_it_is_and_still_for_who_asks_for_that():
    image = make_image(is_animated=True)
    page = visit(make_article(lead_image=image).get_absolute_url()).content.decode()
    assert f'<img src="{image.url}"' in page
    assert 'media="(prefers-reduced-motion: reduce)"' in page
    assert "preload" not in page


@pytest.mark.parametrize(
    ("width", "height", "is_wide"), [(1600, 900, True), (800, 450, False), (1500, 2000, False)]
)
def test_only_a_large_picture_that_lies_stands_across_the_page(width, height, is_wide):
    image = make_image(width=width, height=height)
    lead = pictures.lead(make_article(lead_image=image), NOW)
    assert lead.is_wide == is_wide
    assert (
        lead.at(lead.place).sizes
        == {1600: "min(75rem, 92vw)", 800: "min(48rem, 92vw)", 1500: "min(33rem, 92vw)"}[width]
    )

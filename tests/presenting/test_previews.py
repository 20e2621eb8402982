"""The page of what is not public is the page that readers will see, by the same code."""

import re
from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from articles.desk import contents, editing, workflow
from articles.models import Article, Tag
from articles.presenting import lists, previews
from articles.text import sanitizer
from tests.admin.every_element import EVERY_ELEMENT
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_image_source,
    make_origin,
    make_source,
)
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEAD = '<meta name="robots" content="noindex, nofollow"><link rel="stylesheet" href="/static/preview.css">\n'


def preview(article, content=None, *, at=NOW, **how):
    """The page's HTML of the article with the content, None for what the article says."""
    content = contents.of(article) if content is None else content
    stored = lists.to_preview(article.pk) if article.pk else None
    about = previews.Preview(**how)
    request = RequestFactory().get("/admin/articles/article/1/preview/")
    return previews.page(request, stored, content, now=at, preview=about).content.decode()


def as_public(article):
    """The public page but for what must differ: it has no address to be found at."""
    page = visit(article.get_absolute_url()).content.decode()
    page = re.sub('<meta property="og:url" [^>]*>', "", page)
    return re.sub('<link rel="canonical" [^>]*>', HEAD, page)


@pytest.fixture
def section():
    return make_category("国际", parent=make_category("新闻"))


@pytest.fixture
def story(section):
    article = make_article(
        body=EVERY_ELEMENT,
        standfirst="禁渔之后，江上来了数鱼的人。",
        categories=[section],
        authors=[make_author(), make_author("Ana Ruiz")],
        tags=["长江", "渔业", "fish"],
        lead_image=make_image(caption="码头", credit="林知夏"),
        modified_at=NOW - timedelta(minutes=5),
    )
    make_correction(article, at=NOW - timedelta(minutes=20))
    make_correction(article, text="另一处更正。", at=NOW - timedelta(minutes=10))
    for _ in range(2):
        make_article(categories=[section], language="ar")
    return article


def test_the_preview_of_what_a_public_article_says_is_its_public_page(story):
    assert preview(story) == as_public(story)


def test_so_is_the_preview_of_an_article_as_it_is_stored(story):
    assert preview(story, {}) == as_public(story)


def test_an_article_with_nothing_but_text_is_shown_as_its_public_page(db):
    article = make_article(language="ar")
    assert preview(article) == as_public(article)


def test_a_wire_story_is_shown_as_its_public_page_and_leads_to_no_other_address(section):
    article = make_article(
        categories=[section],
        source_url="https://wire.example/river",
        lead_image_source=make_image_source(),
        body='<p>文</p><p><img src="https://example.com/a.jpg" alt="江"></p>',
    )
    make_origin("通讯社", is_ours=False, picture_rights="not ours")
    make_source(article=article, origin="通讯社")
    page = preview(article)
    assert page == as_public(article)
    assert 'rel="canonical"' not in page


def test_what_is_typed_becomes_the_page_that_saving_it_makes(story, section):
    typed = contents.of(story) | {
        "headline": "数鱼的人 & friends",
        "standfirst": "",
        "body": '<h2>一</h2><script>alert(1)</script><p onclick="x()">二<a href="/x/">三</a></p>',
        "byline": [["Ana Ruiz", "摄影"], ["林知夏", ""]],
        "tags": ["渔业", "FISH", "新的标签"],
        "categories": [],
        "primary_category": section.parent.path,
        "lead_image_id": make_image().pk,
        "lead_image_caption": "船",
    }
    shown = preview(story, typed)
    contents.put(story, typed | {"body": editing.clean(typed["body"])}, at=NOW - timedelta(minutes=1))
    story.categories.add(section.parent)
    assert shown == as_public(story)
    assert "alert" not in shown
    assert "新的标签" in shown


def test_a_preview_writes_nothing(story):
    before = contents.of(Article.objects.get(pk=story.pk))
    preview(story, before | {"headline": "另一个", "tags": ["从未有过"], "body": "<p>新</p>"})
    assert contents.of(Article.objects.get(pk=story.pk)) == before
    assert not Tag.objects.filter(name="从未有过").exists()


def test_a_section_without_public_stories_stands_above_its_first_one():
    section = make_category("湖区", parent=make_category("地方"))
    draft = make_article(status="draft", categories=[section])
    page = preview(draft)
    assert page.count('href="/category/%E5%9C%B0%E6%96%B9/"') == 2
    assert 'href="/category/%E5%9C%B0%E6%96%B9/%E6%B9%96%E5%8C%BA/"' in page


def test_a_draft_without_a_date_is_shown_as_of_today():
    page = preview(make_article(status="draft", published_at=None))
    assert '<time datetime="2026-03-02T08:00:00+00:00"' in page


def test_what_is_scheduled_is_shown_as_it_will_stand_then():
    ends = make_image(rights_until=date(2026, 3, 3))
    article = make_article(published_at=NOW + DAY, embargo_until=NOW + 2 * DAY, lead_image=ends)
    page = preview(article)
    assert '<time datetime="2026-03-04T08:00:00+00:00"' in page
    assert ends.sha256 not in page


def test_nothing_else_that_is_to_come_is_told_with_it(section):
    make_article(headline="秘密", published_at=NOW + timedelta(hours=1), categories=[section])
    article = make_article(published_at=NOW + DAY, categories=[section])
    assert "秘密" not in preview(article)


def test_an_article_that_is_not_stored_is_shown(section):
    blank = contents.of_relations(Article(), categories=[], tags=[], byline=[], corrections=[])
    author, picture = make_author(), make_image()
    page = preview(
        Article(),
        blank
        | {
            "headline": "江水复清",
            "body": "<p>第一段</p>",
            "primary_category": section.path,
            "byline": [[author.name, ""]],
            "tags": ["长江"],
            "lead_image_id": picture.pk,
        },
    )
    for said in ("江水复清", "第一段", "国际", author.name, "长江", picture.sha256):
        assert said in page


def test_without_a_headline_there_is_nothing_to_show():
    with pytest.raises(previews.NoHeadline):
        preview(Article(), {"headline": " ", "body": "<p>文</p>"})


def test_a_tangled_body_is_refused(story):
    with pytest.raises(sanitizer.TooComplex):
        preview(story, {"body": "<div>" * 100_000})


def test_in_a_frame_its_links_open_elsewhere(story):
    assert '<base target="_blank">' in preview(story, is_framed=True)
    assert "<base" not in preview(story)


def test_a_note_stands_above_the_page(story):
    assert "<p>未发布 &lt;3</p></aside>" in preview(story, note="未发布 <3")


def test_a_retired_article_can_be_looked_at(story):
    workflow.retire(story, by=None, at=NOW, reason="法院裁定")
    assert story.headline in preview(Article.objects.get(pk=story.pk))


def test_a_lead_image_that_is_gone_is_left_out():
    article = make_article(status="draft")
    gone = contents.of(article) | {"lead_image_id": 77, "lead_image_source_id": 78}
    assert "og:image" not in preview(article, gone)

import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import IntegrityError

from articles.models import Redirect, Tag
from tests.factories import NOW, make_article, make_author, make_category
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"status": "draft"}, 404),
        ({"status": "review"}, 404),
        ({"published_at": NOW + DAY}, 404),
        ({"embargo_until": NOW + DAY}, 404),
        ({"status": "retired"}, 410),
        ({"retire_at": NOW}, 410),
        ({"status": "trashed"}, 404),
        ({"status": "trashed", "was_public": True, "published_on": NOW.date()}, 410),
    ],
)
def test_address_answers_by_the_state_of_its_article(fields, status):
    assert visit(make_article(**fields).get_absolute_url()).status_code == status


def test_page_of_a_story_taken_down_repeats_nothing_of_it():
    article = make_article(status="retired", retired_because="侵权")
    html = visit(article.get_absolute_url()).content.decode()
    assert article.headline not in html
    assert "侵权" not in html


def test_address_without_its_last_slash_leads_to_the_one_with_it():
    path = make_article().get_absolute_url()
    response = visit(path.removesuffix("/"))
    assert (response.status_code, response["Location"]) == (301, path)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_slug_is_found_in_either_unicode_form(form):
    article = make_article(headline="Café society returns to Đà Nẵng", language="en")
    path = f"/2026/03/02/{quote(unicodedata.normalize(form, article.slug))}/"
    assert visit(path).status_code == 200


def test_slug_is_found_however_its_bytes_are_percent_encoded():
    article = make_article()
    path = "/2026/03/02/" + "".join(f"%{byte:02x}" for byte in article.slug.encode()) + "/"
    assert visit(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/0000/",
        "/9999/",
        "/2026/13/",
        "/2026/00/",
        "/2026/02/30/",
        "/2026/02/30/渔村/",
        "/0000/00/00/渔村/",
        "/1999/",
        "/2026/03/02/no-such-story/",
        "/2026/03/02/%00/",
        "/2026/03/02/%ff%fe/",
        "/category/no/such/",
        "/category/%00/",
        "/category//",
        "/category/" + "a/" * 3000,
        "/category/" + "深" * 2000 + "/",
        "/author/nobody/",
        "/author/%00/",
        "/tag/nothing/",
        "/tag/%00/",
        "/%00",
        "/..%2f..%2fetc/passwd",
        "/feeds/xml/",
        "/category/nothing/feeds/rss/",
        "/sitemap-0.xml",
        "/sitemap-99.xml",
        "/wp-login.php",
    ],
)
def test_address_that_leads_nowhere_is_not_found(path):
    assert visit(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999", "", "1.5", "٢", "1_0", "9" * 5000, "%00"])
@pytest.mark.parametrize("place", ["category", "archive"])
def test_page_that_a_list_does_not_have_is_not_found(place, number):
    path = {"category": make_newspaper().news.get_absolute_url(), "archive": "/2026/"}[place]
    assert visit(f"{path}?page={number}").status_code == 404


def test_article_address_takes_no_writing():
    assert visit(make_article().get_absolute_url(), method="PUT").status_code == 405


def test_old_address_leads_to_where_the_article_is_now():
    article = make_article()
    Redirect.objects.create(old_path="/archives/2021/渔村.html", article=article)
    response = visit("/archives/2021/渔村.html")
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


@pytest.mark.parametrize("asked", ["/old/story", "/old/story/"])
@pytest.mark.parametrize("known", ["/old/story", "/old/story/"])
def test_old_address_is_known_with_and_without_its_last_slash(asked, known):
    article = make_article()
    Redirect.objects.create(old_path=known, article=article)
    assert visit(asked)["Location"] == article.get_absolute_url()


def test_old_address_leads_to_a_path():
    Redirect.objects.create(old_path="/rubrique/monde/", new_path="/category/国际/")
    assert visit("/rubrique/monde/")["Location"] == "/category/%E5%9B%BD%E9%99%85/"


@pytest.mark.parametrize("new_path", ["//evil.example/", "https://evil.example/"])
def test_old_address_that_would_lead_off_the_site_cannot_be_kept(new_path):
    with pytest.raises(IntegrityError, match="redirect_stays_on_the_site"):
        Redirect.objects.create(old_path="/old/", new_path=new_path)


def test_old_address_never_leads_a_browser_to_another_host():
    Redirect.objects.create(old_path="/old/", new_path="/\\evil.example/")
    assert visit("/old/")["Location"] == "/%5Cevil.example/"


def test_old_address_that_leads_nowhere_is_gone():
    Redirect.objects.create(old_path="/removed/")
    assert visit("/removed/").status_code == 410


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"status": "draft"}, 404), ({"published_at": NOW + DAY}, 404), ({"status": "retired"}, 410)],
)
def test_old_address_of_an_article_that_is_not_public_tells_no_more_than_its_own(fields, status):
    Redirect.objects.create(old_path="/old/", article=make_article(**fields))
    assert visit("/old/").status_code == status


def test_own_address_of_an_article_wins_over_an_old_one():
    article, other = make_article(), make_article(language="ar")
    Redirect.objects.create(old_path=f"/2026/03/02/{article.slug}/", article=other)
    assert visit(article.get_absolute_url()).status_code == 200


def test_moved_article_leads_on_from_its_former_address():
    article = make_article()
    former = article.get_absolute_url()
    Redirect.objects.create(old_path=f"/2026/03/02/{article.slug}/", article=article)
    article.slug = "新地址"
    article.save()
    assert visit(former)["Location"] == article.get_absolute_url()


def test_category_with_a_deep_path_has_a_page():
    category = None
    for name in ("新媒体", "Aljazeera 半岛网", "新闻"):
        category = make_category(name, parent=category)
    make_article(categories=[category])
    assert visit(category.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("below", ["", "feeds/rss/"])
@pytest.mark.parametrize("fields", [{"status": "draft"}, {"published_at": NOW + DAY}, {"status": "retired"}])
@pytest.mark.parametrize("name", ["category above", "category", "author", "tag"])
def test_what_only_unpublished_work_uses_has_no_page_and_no_feed(name, fields, below):
    above = make_category("机密")
    category, author = make_category("调查", parent=above), make_author()
    make_article(categories=[category], authors=[author], tags=["线人"], **fields)
    things = {"category above": above, "category": category, "author": author, "tag": Tag.objects.get()}
    assert visit(f"{things[name].get_absolute_url()}{below}").status_code == 404


def test_articles_own_address_without_its_slash_wins_over_an_old_one_of_another():
    article, other = make_article(), make_article(headline="另一篇报道")
    own = f"/2026/03/02/{article.slug}"
    Redirect.objects.create(old_path=own, article=other)
    response = visit(own)
    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_public_page_takes_no_other_method(method):
    assert visit("/", method=method).status_code == 405

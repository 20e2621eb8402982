import json

import pytest

from articles.models import Tag
from tests.factories import make_article, make_author, make_category
from tests.public.visits import visit

pytestmark = pytest.mark.django_db


def read(path):
    return json.loads(visit(f"/api/v1{path}").content)


def test_categories_with_public_stories_in_them_or_below_are_listed_by_path():
    world = make_category("国际")
    asia = make_category("亚洲", parent=world)
    make_article(categories=[asia])
    make_article(status="draft", categories=[make_category("机密", parent=world)])
    assert read("/categories/") == {
        "count": 2,
        "next": None,
        "previous": None,
        "results": [
            {"name": "国际", "path": "国际", "url": world.get_absolute_url()},
            {"name": "亚洲", "path": "国际/亚洲", "url": asia.get_absolute_url()},
        ],
    }


def test_authors_of_public_stories_are_listed():
    author, of_a_draft = make_author("ليلى حداد"), make_author("林知夏")
    make_article(language="ar", authors=[author])
    make_article(status="draft", authors=[of_a_draft])
    assert read("/authors/")["results"] == [
        {"name": author.name, "slug": author.slug, "url": author.get_absolute_url()}
    ]


def test_tags_of_public_stories_are_listed():
    make_article(tags=["长江"])
    make_article(status="draft", tags=["机密"])
    tag = Tag.objects.get(name="长江")
    assert read("/tags/")["results"] == [{"name": "长江", "slug": tag.slug, "url": tag.get_absolute_url()}]


def test_description_names_every_address_and_what_can_be_asked():
    described = read("/openapi.json")
    assert set(described["paths"]) == {
        "/api/v1/articles/",
        "/api/v1/articles/{article_id}/",
        "/api/v1/categories/",
        "/api/v1/authors/",
        "/api/v1/tags/",
    }
    parameters = described["paths"]["/api/v1/articles/"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["page", "category", "author", "tag"]

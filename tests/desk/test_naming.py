from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import naming
from articles.models import Article, Author, Category, Event, Redirect, Tag
from tests.factories import NOW, make_article, make_author, make_category, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def tree():
    """Two categories, one below the other, that readers are shown since there is a story."""
    china = make_category("中国")
    rivers = make_category("江河", parent=china)
    make_article(categories=[rivers])
    return china, rivers


def led_to(client, address):
    answer = client.get(address)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


@pytest.mark.parametrize(
    ("model", "fields"),
    [(Author, {}), (Category, {}), (Tag, {}), (Redirect, {"old_path": "/a/", "new_path": "/b/"})],
)
def test_each_saving_is_one_event_that_says_what_changed(model, fields, chief):
    thing = model(**fields or {"name": "长江"})
    naming.save(thing, by=chief, at=NOW)
    event = Event.objects.get()
    assert (event.verb, event.by, event.at) == (f"save_{model._meta.model_name}", chief, NOW)
    assert event.data["thing"] == thing.pk
    name, value = next(iter((fields or {"name": "长江"}).items()))
    assert event.data["changed"][name] == ["", value]


def test_event_of_a_change_says_what_stood_before(chief):
    author = make_author("林知夏")
    author.biography = "驻武汉记者。"
    naming.save(author, by=chief, at=NOW)
    assert Event.objects.get().data["changed"] == {"biography": ["", "驻武汉记者。"]}


def test_saving_what_did_not_change_is_no_event(chief):
    naming.save(make_author(), by=chief, at=NOW)
    assert not Event.objects.exists()


def test_event_names_who_became_editor_of_a_category(chief):
    category, editor = make_category(), make_user("Editor", username="zhou")
    naming.save(category, by=chief, at=NOW, relate=lambda: category.editors.set([editor]))
    assert Event.objects.get().data["changed"] == {"editors": ["", "zhou"]}


@pytest.mark.parametrize("make", [make_category, make_author])
def test_names_are_for_those_whose_role_has_them(make):
    thing = make("中国")
    thing.name = "亚洲"
    with pytest.raises(PermissionDenied):
        naming.save(thing, by=make_user("Writer"), at=NOW)
    with pytest.raises(PermissionDenied):
        naming.remove(thing, by=make_user("Writer"), at=NOW)


def test_only_a_chief_says_whose_login_an_author_is(chief):
    author, editor = make_author(), make_user("Editor")
    author.user = editor
    with pytest.raises(PermissionDenied, match="Chief"):
        naming.save(author, by=editor, at=NOW)
    naming.save(author, by=chief, at=NOW)
    assert Author.objects.get().user == editor


def test_addresses_of_a_category_that_moves_lead_to_the_new_ones_with_all_below(tree, chief, client):
    china, _rivers = tree
    china.parent = make_category("亚洲")
    naming.save(china, by=chief, at=NOW)
    assert led_to(client, "/category/中国/") == "/category/%E4%BA%9A%E6%B4%B2/%E4%B8%AD%E5%9B%BD/"
    assert led_to(client, "/category/中国/江河/").endswith("/%E6%B1%9F%E6%B2%B3/")
    assert client.get(led_to(client, "/category/中国/江河/")).status_code == 200


def test_addresses_of_a_category_that_moves_twice_lead_there_in_one_step(tree, chief, client):
    china, _rivers = tree
    for slug in ["华夏", "神州"]:
        china.slug = slug
        naming.save(china, by=chief, at=NOW)
    assert client.get(led_to(client, "/category/中国/江河/")).status_code == 200
    assert led_to(client, "/category/华夏/") == led_to(client, "/category/中国/")


def test_category_that_moves_back_is_no_circle(tree, chief, client):
    china, _rivers = tree
    for slug in ["华夏", "中国"]:
        china.slug = slug
        naming.save(china, by=chief, at=NOW)
    assert client.get("/category/中国/江河/").status_code == 200
    assert set(Redirect.objects.values_list("old_path", "new_path")) == {
        ("/category/华夏/", "/category/中国/"),
        ("/category/华夏/江河/", "/category/中国/江河/"),
    }


@pytest.mark.parametrize("model", [Author, Tag])
def test_old_address_of_an_author_or_tag_leads_to_the_new_one(model, chief, client):
    thing = model.objects.create(name="长江")
    old = thing.get_absolute_url()
    thing.slug = "江"
    naming.save(thing, by=chief, at=NOW)
    assert led_to(client, old) == thing.get_absolute_url()


def test_new_name_turns_the_pages_of_its_public_articles_over(tree, chief):
    china, rivers = tree
    author, tag = make_author(), Tag.objects.create(name="长江")
    concerned = make_article(categories=[rivers], authors=[author], tags=["长江"], changed_at=NOW)
    other = make_article(changed_at=NOW)
    for days, thing in enumerate([china, author, tag], start=1):
        thing.name = f"{thing.name}新"
        naming.save(thing, by=chief, at=NOW + timedelta(days=days))
        concerned.refresh_from_db()
        assert concerned.changed_at == NOW + timedelta(days=days)
    assert (concerned.version, Article.objects.get(pk=other.pk).changed_at) == (1, NOW)


def test_removing_is_an_event_too_and_turns_the_pages_over(chief):
    tag = Tag.objects.create(name="长江")
    article = make_article(tags=["长江"], changed_at=NOW)
    naming.remove(tag, by=chief, at=LATER)
    article.refresh_from_db()
    assert article.changed_at == LATER
    event = Event.objects.get()
    assert (event.verb, event.data["name"]) == ("remove_tag", "长江")

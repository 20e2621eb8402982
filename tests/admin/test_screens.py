from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from articles.models import Category, Event, Image, ImportRun, Redirect
from articles.templatetags.event_words import LABELS
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_image,
    make_image_source,
    make_origin,
    make_user,
)

from .pages import filled, words

SCREENS = [
    "article",
    "category",
    "author",
    "tag",
    "image",
    "imagesource",
    "importrun",
    "origin",
    "redirect",
    "event",
]


@pytest.fixture
def newsroom(db):
    """One of each thing that a screen lists."""
    section, author, image = make_category(), make_author(), make_image()
    article = make_article(categories=[section], authors=[author], lead_image=image, tags=["长江"])
    make_image_source()
    Redirect.objects.create(old_path="/2019/old/", article=article)
    Event.objects.create(article=article, verb="publish", by_name="周编辑", at=NOW)
    ImportRun.objects.create(origin="江河日报", started_at=NOW)
    make_origin()
    return article


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_lists_its_things(chief, newsroom, screen):
    response = chief.get(f"/admin/articles/{screen}/")

    assert response.status_code == 200
    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_opens_its_thing(chief, newsroom, screen):
    model = chief.get(f"/admin/articles/{screen}/").context["cl"].model

    assert chief.get(f"/admin/articles/{screen}/{model.objects.get().pk}/change/").status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_can_be_searched_in_chinese(chief, newsroom, screen):
    assert chief.get(f"/admin/articles/{screen}/", {"q": "江"}).status_code == 200


def test_the_door_carries_the_newsrooms_name(client, db, settings):
    assert settings.SITE_NAME in words(client.get("/admin/login/"), "#site-name")


def test_the_first_page_shows_what_waits(chief):
    make_article(headline="我的草稿", status="draft", published_at=None, created_by=chief.user)
    make_article(headline="别人的草稿", status="draft", published_at=None)
    make_article(headline="待审", status="review", published_at=None)
    make_article(headline="缺字", status="draft", published_at=None, needs_look="12 % of its text was lost")
    make_article(headline="明天", published_at=timezone.now() + timedelta(days=1))
    make_article(headline="今天")
    ImportRun.objects.create(origin="江河日报", started_at=NOW, totals={"created": 7})

    panels = words(chief.get("/admin/"), ".desk__panel").splitlines()

    assert [panel.split()[0] for panel in panels] == ["My", "In", "Needs", "Scheduled", "Just", "Last"]
    expected = ["我的草稿", "待审", "缺字", "明天", "今天", "7 created"]
    assert all(word in panel for word, panel in zip(expected, panels, strict=True))
    assert "别人的草稿" not in panels[0]


def test_the_first_page_of_an_empty_newsroom_says_so(chief):
    assert "Nothing is public yet." in words(chief.get("/admin/"), ".desk__panel")


@pytest.mark.parametrize("number", [3, 40])
def test_the_first_page_takes_as_many_queries_for_much_as_for_little(
    chief, number, django_assert_max_num_queries
):
    section, author, image = make_category(), make_author(), make_image()
    for _ in range(number):
        make_article(categories=[section], authors=[author], lead_image=image)

    with django_assert_max_num_queries(15):
        chief.get("/admin/")


def test_categories_stand_as_a_tree_with_their_articles_counted(chief):
    china = make_category("中国")
    rivers = make_category("江河", parent=china)
    make_article(categories=[rivers])

    page = chief.get("/admin/articles/category/")

    assert words(page, "#result_list .tree").splitlines() == ["中国", "江河"]
    assert '<span class="tree tree--1"><bdi>江河</bdi></span>' in page.content.decode()
    assert words(page, ".field-article_count").splitlines() == ["0", "1"]


@pytest.mark.parametrize(
    ("screen", "typed", "slug"),
    [
        ("category", {"name": "江河", "position": 0}, "江河"),
        ("author", {"name": "林知夏"}, "林知夏"),
        ("tag", {"name": "长江"}, "长江"),
    ],
)
def test_a_slug_left_empty_follows_the_name(chief, screen, typed, slug):
    response = chief.post(f"/admin/articles/{screen}/add/", typed)

    assert response.status_code == 302
    assert apps.get_model("articles", screen).objects.get().slug == slug


def test_a_category_moves_with_everything_below_it(chief):
    china, asia = make_category("中国"), make_category("亚洲")
    rivers = make_category("江河", parent=china)
    address = f"/admin/articles/category/{china.pk}/change/"

    chief.post(address, filled(chief.get(address), "#category_form") | {"parent": asia.pk})

    rivers.refresh_from_db()
    assert rivers.path == "亚洲/中国/江河"


def test_a_category_cannot_be_moved_into_itself(chief):
    china = make_category("中国")
    rivers = make_category("江河", parent=china)
    address = f"/admin/articles/category/{china.pk}/change/"

    page = chief.post(address, filled(chief.get(address), "#category_form") | {"parent": rivers.pk})

    assert "cannot lie below itself" in words(page, ".errorlist")
    assert Category.objects.get(pk=china.pk).parent is None


def test_only_editors_can_be_named_as_editors_of_a_category(chief):
    category, editor, writer = make_category(), make_user("Editor"), make_user("Writer")

    offered = words(chief.get(f"/admin/articles/category/{category.pk}/change/"), "#id_editors")

    assert editor.username in offered
    assert writer.username not in offered


def test_an_images_words_can_be_written(chief):
    image = make_image(alt="")
    address = f"/admin/articles/image/{image.pk}/change/"

    chief.post(
        address, filled(chief.get(address), "#image_form") | {"alt": "晨雾中的江面", "credit": "林知夏"}
    )

    assert Image.objects.values_list("alt", "credit").get() == ("晨雾中的江面", "林知夏")
    assert [event.verb for event in Event.objects.all()] == ["describe_image"]


@pytest.mark.parametrize(
    ("screen", "typed"),
    [
        ("category", {"name": "江河", "position": 0}),
        ("author", {"name": "林知夏"}),
        ("tag", {"name": "长江"}),
        ("redirect", {"old_path": "/2019/old/", "new_path": "/new/"}),
    ],
)
def test_saving_and_deleting_a_thing_are_the_desks_verbs(chief, screen, typed):
    chief.post(f"/admin/articles/{screen}/add/", typed)
    thing = apps.get_model("articles", screen).objects.get()
    chief.post(f"/admin/articles/{screen}/{thing.pk}/delete/", {"post": "yes"})

    assert [event.verb for event in Event.objects.all()] == [f"remove_{screen}", f"save_{screen}"]


def test_the_editors_of_a_category_are_in_its_event(chief):
    category, editor = make_category(), make_user("Editor", username="zhou")
    address = f"/admin/articles/category/{category.pk}/change/"

    chief.post(address, filled(chief.get(address), "#category_form") | {"editors": [editor.pk]})

    assert list(category.editors.all()) == [editor]
    assert Event.objects.get().data["changed"] == {"editors": ["", "zhou"]}


def test_a_moved_category_leaves_no_dead_address(chief, client):
    china, asia = make_category("中国"), make_category("亚洲")
    address = f"/admin/articles/category/{china.pk}/change/"

    chief.post(address, filled(chief.get(address), "#category_form") | {"parent": asia.pk})

    assert client.get("/category/中国/").status_code == 301


@pytest.mark.parametrize(
    "typed",
    [
        {"old_path": "2019/old/"},
        {"old_path": "/2019/old/", "new_path": "/new/", "article": "ARTICLE"},
        {"old_path": "/2019/%E6%B1%9F/", "new_path": "/2019/江/"},
    ],
)
def test_a_redirect_that_cannot_be_is_refused(chief, typed):
    article = make_article()
    data = {name: article.pk if value == "ARTICLE" else value for name, value in typed.items()}

    page = chief.post("/admin/articles/redirect/add/", data)

    assert words(page, ".errorlist")
    assert not Redirect.objects.exists()


def test_an_old_address_is_kept_as_readers_ask_for_it(chief, client):
    chief.post("/admin/articles/redirect/add/", {"old_path": "/2019/%E6%B1%9F/", "new_path": "/corrections/"})

    assert Redirect.objects.get().old_path == "/2019/江/"
    assert client.get("/2019/%E6%B1%9F/").status_code == 301


def test_events_are_never_changed(chief, newsroom):
    event = Event.objects.get()

    assert chief.post(f"/admin/articles/event/{event.pk}/change/", {"verb": "x"}).status_code == 403
    assert chief.post(f"/admin/articles/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_event_of_an_article_that_is_gone_is_still_listed(chief):
    Event.objects.create(article_id=4321, verb="remove", by_name="周编辑", at=NOW)

    assert "Remove for good" in words(chief.get("/admin/articles/event/"), "#result_list")


def test_events_are_listed_and_chosen_by_what_the_desk_calls_them(chief):
    article = make_article()
    for verb in ["import", "put_back", "publish"]:
        Event.objects.create(article=article, verb=verb, at=NOW)

    page = chief.get("/admin/articles/event/", headers={"Accept-Language": "zh-CN"})

    assert sorted(words(page, "#result_list .field-what").splitlines()) == ["发布", "导入", "恢复旧版"]
    assert sorted(words(page, "#changelist-filter li").splitlines())[-3:] == ["发布", "导入", "恢复旧版"]
    chosen = chief.get("/admin/articles/event/", {"verb": "put_back"})
    assert words(chosen, "#result_list .field-what") == "Put an older version back"


def test_every_verb_of_a_named_thing_and_of_a_picture_has_a_label():
    things = ["author", "category", "tag", "redirect"]
    verbs = [f"{done}_{thing}" for done in ("save", "remove") for thing in things]

    assert {*verbs, "describe_image", "remove_image"} <= LABELS.keys()


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "a\x08\u202eb<b>"])
def test_names_bring_no_markup_into_any_screen(chief, name):
    article = make_article(categories=[make_category(name)], authors=[make_author(name)], tags=[name])
    Event.objects.create(article=article, verb="retire", by_name=name[:150], at=NOW, data={"reason": name})

    for screen in ["article", "category", "author", "tag", "event"]:
        assert "<script>alert" not in chief.get(f"/admin/articles/{screen}/").content.decode()
        assert "<b>" not in chief.get(f"/admin/articles/{screen}/").content.decode()
    assert "<script>alert" not in chief.get(f"/admin/articles/article/{article.pk}/change/").content.decode()

"""The versions of an article in the desk: listed, compared and restored."""

import pytest

from articles.desk import meeting, revisions
from articles.models import Article, Event
from tests.factories import NOW, make_article, make_author, make_category, make_image, make_user

from .pages import told, words

BODY = "<p>清晨六点，雾还没有散去。</p>\n<p>正午。</p>\n<p>黄昏。</p>"


@pytest.fixture
def article(db):
    article = make_article(body=BODY, headline="渔村的春天", categories=[make_category("国际")])
    revisions.keep(article, by=None, at=NOW, why="import")
    return article


def change(article, by, **typed):
    meeting.save(article, typed, seen=article.version, by=by, at=NOW)
    article.refresh_from_db()


def address(article, page):
    return f"/admin/articles/article/{article.pk}/{page}/"


def test_versions_are_listed_with_who_and_why(chief, article):
    change(article, chief.user, headline="新标题")
    page = chief.get(address(article, "versions"))
    assert words(page, ".versions tbody th") == "Version 2\nVersion 1"
    assert chief.user.username in words(page, ".versions") and "import" in words(page, ".versions")


def test_an_article_without_versions_says_so(chief):
    assert "No version is kept yet" in words(chief.get(address(make_article(), "versions")))


def test_what_changed_is_marked_by_the_character_in_chinese(chief, article):
    change(article, chief.user, body=BODY.replace("六点", "七点"))
    page = chief.get(address(article, "compare")).content.decode()
    assert "清晨<del>六</del><ins>七</ins>点" in page
    assert "2 paragraphs unchanged" in page


def test_fields_pictures_and_taxonomy_are_compared(chief, article):
    image = make_image(alt="江面")
    make_author("林知夏")
    make_category("财经", parent=None)
    change(
        article,
        chief.user,
        headline="渔村的夏天",
        lead_image_id=image.pk,
        tags=["长江"],
        categories=["国际", "财经"],
        byline=[["林知夏", ""]],
    )
    page = words(chief.get(address(article, "compare")), ".compare__field")
    assert all(
        said in page for said in ("Headline", "Lead image", "Tags", "Categories", "Byline", "林知夏", "财经")
    )


def test_any_two_are_compared_in_their_order(chief, article):
    change(article, chief.user, headline="二")
    change(article, chief.user, headline="三")
    page = chief.get(address(article, "compare"), {"from": 3, "to": 1})
    assert "<del>渔村的春天</del><ins>三</ins>" in page.content.decode()


def test_two_that_say_the_same_say_so(chief, article):
    page = chief.get(address(article, "compare"), {"from": 1, "to": 1})
    assert "The two say the same" in words(page)


def test_a_version_is_restored_as_a_new_one(chief, article):
    change(article, chief.user, headline="新标题", body="<p>全改了。</p>")
    answer = chief.post(address(article, "restore/1"))
    restored = Article.objects.get()
    assert (restored.headline, restored.body, restored.version) == ("渔村的春天", BODY, 3)
    assert restored.revisions.get(number=3).why == "Version 1 again"
    assert "says again what version 1 says" in told(chief.get(answer.url))[0]
    assert Event.objects.first().verb == "edit"


def test_restoring_leaves_state_times_and_address_alone(chief, article):
    Article.objects.filter(pk=article.pk).update(status="retired", slug="neu")
    chief.post(address(article, "restore/1"))
    article.refresh_from_db()
    assert (article.status, article.slug) == ("retired", "neu")


def test_who_may_not_edit_restores_nothing(client, article):
    client.force_login(make_user("Writer"))
    assert client.post(address(article, "restore/1")).status_code == 403


def test_a_link_restores_nothing(chief, article):
    assert chief.get(address(article, "restore/1")).status_code == 404


@pytest.mark.parametrize("asked", [{"from": 9}, {"to": 0}])
def test_a_version_that_is_not_there_is_404(chief, article, asked):
    assert chief.get(address(article, "compare"), asked).status_code == 404


@pytest.mark.parametrize("number", [3, 60])
def test_the_list_takes_as_many_queries_for_many_as_for_few(
    chief, article, number, django_assert_max_num_queries
):
    for _ in range(number):
        article.version += 1
        revisions.keep(article, by=chief.user, at=NOW, why="")
    with django_assert_max_num_queries(9):
        chief.get(address(article, "versions"))

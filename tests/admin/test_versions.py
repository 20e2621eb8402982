"""The versions of an article in the desk: listed, compared and restored."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.desk import meeting, revisions, working_copies
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


def test_what_changed_last_is_asked_of_two_versions_only(chief, article):
    form = f"/admin/articles/article/{article.pk}/change/"
    assert "What changed last" not in chief.get(form).content.decode()
    change(article, chief.user, headline="新标题")
    assert "What changed last" in chief.get(form).content.decode()


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


def test_every_field_says_what_went_and_what_came(chief, article):
    make_category("财经", parent=make_category("经济"))
    changed = {
        "primary_category": "经济/财经",
        "language": "zh-Hant",
        "comments_open": not article.comments_open,
    }
    change(article, chief.user, **changed, short_headline="春")
    page = chief.get(address(article, "compare")).content.decode()
    assert "<del>国际</del> <ins>经济 › 财经</ins>" in page
    assert "<del>zh-Hans</del> <ins>zh-Hant</ins>" in page
    assert "<ins>春</ins>" in page


def test_pictures_are_shown_small_with_which_went_and_which_came(chief, article):
    old, new, lead = make_image(alt="旧船"), make_image(alt="新船"), make_image(alt="江面")
    figure = '<figure><img src="{}" alt="{}"></figure>'
    Article.objects.filter(pk=article.pk).update(body=BODY + figure.format(old.url, old.alt))
    article.refresh_from_db()
    change(article, chief.user, headline="一")
    change(
        article,
        chief.user,
        body=BODY + figure.format(new.url, new.alt) + '<p><img src="https://e.example/a.jpg"></p>',
        lead_image_id=lead.pk,
    )
    page = chief.get(address(article, "compare"))
    assert words(page, "del.block-picture") == "旧船"
    assert words(page, "ins.block-picture").splitlines() == ["江面", "新船", "https://e.example/a.jpg"]
    assert "&lt;img" not in page.content.decode()
    sources = [image.attributes["src"] for image in LexborHTMLParser(page.content).css("#content img")]
    assert sources[0] and all("/media/" in source or source.startswith("https://e.") for source in sources)


def test_a_hostile_picture_is_never_asked_for(chief, article):
    Article.objects.filter(pk=article.pk).update(body='<p><img src="javascript:alert(1)" alt="<b>x</b>"></p>')
    article.refresh_from_db()
    revisions.keep(
        Article(pk=article.pk, version=7, body=article.body, headline="x"), by=None, at=NOW, why=""
    )
    page = chief.get(address(article, "compare"), {"from": 1, "to": 7})
    assert "javascript:" not in "".join(
        image.attributes.get("src") or "" for image in LexborHTMLParser(page.content).css("img")
    )


def test_one_steps_from_change_to_change(chief, article):
    change(article, chief.user, headline="二")
    change(article, chief.user, headline="三")
    page = chief.get(address(article, "compare"), {"to": 2})
    assert words(page, ".steps a").splitlines() == [
        "← What version 1 changed",
        "What version 3 changed →",
        "All versions",
    ]
    page = chief.get(address(article, "version/2"))
    assert words(page, ".steps a").splitlines()[:2] == ["← Version 1", "Version 3 →"]


def test_a_comparison_says_why_each_version_came_to_be(chief, article):
    change(article, chief.user, headline="二")
    chief.post(address(article, "restore/1"))
    page = words(chief.get(address(article, "compare"), {"from": 1}), ".facts")
    assert "import" in page and "Version 1 again" in page


def test_a_version_is_shown_as_a_text_with_its_facts(chief, article):
    change(article, chief.user, lead_image_id=make_image(alt="江面").pk, tags=["长江"])
    page = chief.get(address(article, "version/2"))
    assert "清晨六点，雾还没有散去。" in words(page, ".version .side__text")
    assert "长江" in words(page, ".facts") and "T08:00" not in words(page, ".facts")


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


def test_a_version_is_restored_from_the_list(chief, article):
    change(article, chief.user, headline="新标题")
    page = chief.get(address(article, "versions"))
    assert words(page, ".restore button").splitlines() == ["Restore and publish", "As a draft"]


def test_a_version_is_restored_as_a_draft_beside_the_live_text(chief, article):
    change(article, chief.user, headline="新标题")
    answer = chief.post(address(article, "restore/1"), {"_keep_beside": ""})
    assert Article.objects.get().headline == "新标题"
    assert working_copies.beside(article).content["headline"] == "渔村的春天"
    assert "Readers go on seeing the live text" in told(chief.get(answer.url))[0]


def test_restoring_leaves_what_was_typed_kept(chief, article):
    change(article, chief.user, headline="新标题")
    working_copies.keep_typing(article, {"headline": "半"}, seen=2, number=0, by=chief.user, at=NOW)
    chief.post(address(article, "restore/1"))
    chief.post(address(article, "restore/2"), {"_keep_beside": ""})
    assert working_copies.typing_of(article, chief.user).content["headline"] == "半"


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
    with django_assert_max_num_queries(10):
        chief.get(address(article, "versions"))


@pytest.mark.parametrize("number", [1, 40])
def test_a_comparison_takes_as_many_queries_for_much_as_for_little(
    chief, article, number, django_assert_max_num_queries
):
    figures = [f'<figure><img src="{make_image().url}" alt=""></figure>' for _ in range(number)]
    change(article, chief.user, body="\n".join(figures), tags=[f"t{each}" for each in range(number)])
    change(article, chief.user, lead_image_id=make_image().pk, primary_category="")
    with django_assert_max_num_queries(15):
        chief.get(address(article, "compare"), {"from": 1})
    with django_assert_max_num_queries(15):
        chief.get(address(article, "version/2"))

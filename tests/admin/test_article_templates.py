import pytest

from articles.models import Article, ArticleTemplate
from tests.factories import make_article, make_author, make_category, make_user

from .pages import LIST, change, filled, told, words

TEMPLATES = "/admin/articles/articletemplate/"
ADD = f"{LIST}add/"
FORM = "#articletemplate_form"


def make_template(name="赛报", section=None, **content):
    return ArticleTemplate.objects.create(
        name=name, section=section, content={"body": "<p>比分</p>"} | content
    )


def screen(template):
    return f"{TEMPLATES}{template.pk}/change/"


@pytest.fixture
def sport(db):
    return make_category("体育")


@pytest.fixture
def report(sport):
    """A template of a section with all that one can say."""
    cup = make_category("杯赛")
    said = {
        "standfirst": "谁赢了",
        "language": "zh-Hans",
        "tags": ["足球"],
        "categories": [sport.path, cup.path],
    }
    return make_template(section=sport, **said)


def test_a_template_is_written_like_an_article(chief, sport):
    data = filled(chief.get(f"{TEMPLATES}add/"), FORM)
    typed = {
        "name": "赛报",
        "section": sport.pk,
        "standfirst": "谁赢了\r\n谁输了",
        "body": "<h2>上半场</h2><script>alert(1)</script>",
        "categories": [sport.pk],
        "tags": "足球\r\n比赛",
        "language": "zh-Hans",
        "_continue": "",
    }

    chief.post(f"{TEMPLATES}add/", data | typed)

    template = ArticleTemplate.objects.get()
    assert (template.name, template.section) == ("赛报", sport)
    assert template.content == {
        "standfirst": "谁赢了\n谁输了",
        "body": "<h2>上半场</h2>",
        "categories": ["体育"],
        "tags": ["足球", "比赛"],
        "language": "zh-Hans",
    }


def test_saving_a_template_unread_changes_nothing_in_it(chief, report):
    before = report.content

    chief.post(screen(report), filled(chief.get(screen(report)), FORM))

    report.refresh_from_db()
    assert report.content == before


def test_an_article_begins_with_all_that_its_template_says(chief, report, sport):
    form = filled(chief.get(f"{ADD}?template={report.pk}"))

    assert form["standfirst"] == ["谁赢了"]
    assert form["body"] == ["<p>比分</p>"]
    assert form["primary_category"] == [str(sport.pk)]
    assert len(form["categories"]) == 2
    assert (form["tags"], form["language"], form["headline"]) == (["足球"], ["zh-Hans"], [""])


def test_what_was_begun_with_a_template_is_saved_as_any_new_article_and_the_template_stays(
    log_in, report, sport
):
    writer = log_in("Writer")
    before = report.content
    address = f"{ADD}?template={report.pk}"

    writer.post(address, filled(writer.get(address)) | {"headline": "三比二", "body": "<p onclick=x>三</p>"})

    article = Article.objects.get()
    assert (article.headline, article.body, article.standfirst) == ("三比二", "<p>三</p>", "谁赢了")
    assert (article.status, article.created_by, article.primary_category) == ("draft", writer.user, sport)
    assert list(article.tags.names()) == ["足球"]
    report.refresh_from_db()
    assert report.content == before


def test_a_form_that_was_refused_keeps_what_was_typed_over_the_template(chief, report):
    address = f"{ADD}?template={report.pk}"

    response = chief.post(address, filled(chief.get(address)) | {"standfirst": "平局"})

    assert "This field is required." in words(response, ".errorlist")
    assert filled(response)["standfirst"] == ["平局"]


@pytest.mark.parametrize("page", ["/admin/", LIST, ADD])
def test_templates_are_offered_wherever_an_article_is_begun(chief, report, page):
    menu = chief.get(page)

    assert words(menu, ".templates li") == "赛报 体育"
    assert f'href="{ADD}?template={report.pk}"' in menu.content.decode()


@pytest.mark.parametrize("page", ["/admin/", LIST, ADD])
def test_without_templates_there_is_no_menu(chief, page):
    assert words(chief.get(page), ".templates") == ""


def test_a_form_that_begins_with_a_template_says_so_and_offers_no_other(chief, report):
    page = chief.get(f"{ADD}?template={report.pk}")

    assert "Begun with the template “赛报”" in words(page, ".templates__begun")
    assert words(page, ".templates li") == ""


@pytest.mark.parametrize("asked", ["4321", "x", "", "1 OR 1=1"])
def test_a_template_that_is_not_there_is_told_and_the_form_is_empty(chief, report, asked):
    page = chief.get(ADD, {"template": asked})

    assert told(page) == ["There is no such template for you any more."]
    assert filled(page)["body"] == [""]


def test_a_template_that_is_not_offered_fills_no_form(log_in, report):
    editor = log_in("Editor", sections=[make_category("新闻")])

    assert filled(editor.get(f"{ADD}?template={report.pk}"))["body"] == [""]


def test_a_template_is_made_of_an_article_by_its_name_alone(chief, sport):
    article = make_article(categories=[sport], authors=[make_author()], tags=["足球"], standfirst="导语")
    page = change(article).replace("change/", "template/")
    asked = chief.get(page)

    assert "Make a template" in words(chief.get(change(article)), ".object-tools")
    assert filled(asked, ".ask")["section"] == [str(sport.pk)]
    response = chief.post(page, filled(asked, ".ask") | {"name": "赛报"}, follow=True)

    template = ArticleTemplate.objects.get()
    assert (template.name, template.section, template.content["body"]) == ("赛报", sport, article.body)
    assert told(response) == ["This is the template. The article stays as it is."]
    assert "Make a template of it" in words(chief.get(change(article)), ".beside")


@pytest.mark.parametrize("address", [TEMPLATES + "add/", "article"])
def test_a_name_that_the_section_has_already_is_refused_in_plain_words(chief, report, sport, address):
    if address == "article":
        address = change(make_article()).replace("change/", "template/")

    page = chief.post(address, {"name": "赛报", "section": sport.pk})

    assert "This section has a template of this name already." in words(page, ".errorlist")
    assert ArticleTemplate.objects.count() == 1


def test_an_editor_keeps_templates_of_the_own_sections_and_reads_the_others(log_in, report, sport):
    news = make_category("新闻")
    editor = log_in("Editor", sections=[news])
    own = make_template("快讯", news)

    assert "body" in filled(editor.get(screen(own)), FORM)
    assert "body" not in filled(editor.get(screen(report)), FORM)
    assert "比分" in words(editor.get(screen(report)), ".prose")
    assert editor.post(screen(report), {"name": "x"}).status_code == 403
    offered = words(editor.get(f"{TEMPLATES}add/"), "#id_section option")
    assert "新闻" in offered
    assert "体育" not in offered


def test_an_editor_makes_no_template_for_everybody(log_in):
    editor = log_in("Editor", sections=[make_category("新闻")])

    page = editor.post(f"{TEMPLATES}add/", {"name": "早报", "section": ""})

    assert "This field is required." in words(page, ".errorlist")


def test_deleting_a_template_leaves_the_articles_that_began_with_it(log_in, report, sport):
    editor = log_in("Editor", sections=[sport])
    foreign = make_template("早报")
    make_article()

    editor.post(f"{TEMPLATES}{report.pk}/delete/", {"post": "yes"})

    assert editor.post(f"{TEMPLATES}{foreign.pk}/delete/", {"post": "yes"}).status_code == 403
    assert list(ArticleTemplate.objects.all()) == [foreign]
    assert Article.objects.count() == 1


def test_many_are_deleted_at_once_only_where_each_may_be(log_in, report, sport):
    editor = log_in("Editor", sections=[sport])
    foreign = make_template("早报")
    chosen = {"action": "delete_selected", "_selected_action": [report.pk, foreign.pk], "post": "yes"}

    editor.post(TEMPLATES, chosen)

    assert ArticleTemplate.objects.count() == 2


@pytest.mark.parametrize("role", ["Writer", "Admin"])
def test_who_keeps_no_template_reaches_none_of_their_pages(log_in, report, role):
    client = log_in(role)
    article = make_article(created_by=client.user, status="draft")

    pages = [TEMPLATES, f"{TEMPLATES}add/", screen(report), change(article).replace("change/", "template/")]
    assert {client.get(page).status_code for page in pages} == {403}
    assert "Make a template" not in words(client.get(change(article)))


def test_a_template_brings_no_markup_into_any_screen(log_in, chief, sport):
    evil = '"><script>alert(1)</script>'
    template = make_template(evil, sport, standfirst=evil, tags=[evil], language=evil, body="<p>一</p>")
    reader = log_in("Editor", sections=[make_category("新闻")])

    for client in (chief, reader):
        for page in ["/admin/", LIST, ADD, TEMPLATES, screen(template), f"{ADD}?template={template.pk}"]:
            assert "<script>alert" not in client.get(page).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_screens_take_the_same_queries_for_many_templates_as_for_few(
    chief, sport, number, django_assert_max_num_queries
):
    for each in range(number):
        make_template(f"赛报 {each}", sport)
    template = ArticleTemplate.objects.first()

    for page in [TEMPLATES, f"{TEMPLATES}add/", screen(template), ADD, f"{ADD}?template={template.pk}", LIST]:
        with django_assert_max_num_queries(15):
            chief.get(page)


def test_a_section_that_is_deleted_takes_its_templates_along_and_says_so_before(chief, report, sport):
    page = chief.get(f"/admin/articles/category/{sport.pk}/delete/")

    assert "赛报" in words(page, "#content")


def test_templates_have_a_place_in_the_menu_of_who_keeps_them(log_in, sport):
    make_user("Writer")

    assert "Templates" in words(log_in("Editor", sections=[sport]).get("/admin/"), ".screens")
    assert "Templates" not in words(log_in("Writer").get("/admin/"), ".screens")

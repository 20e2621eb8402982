import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import templating
from articles.models import Article, ArticleTemplate, Event
from tests.factories import NOW, make_article, make_author, make_category, make_user

pytestmark = pytest.mark.django_db


def make_template(name="赛报", section=None, **content):
    return ArticleTemplate.objects.create(
        name=name, section=section, content={"body": "<p>比分</p>"} | content
    )


def names(user):
    return [template.name for template in templating.offered(user)]


@pytest.fixture
def news():
    return make_category("新闻")


@pytest.fixture
def sport():
    return make_category("体育")


def test_a_chief_keeps_every_template_and_an_editor_those_of_the_own_sections(news, sport):
    chief, editor = make_user("Chief"), make_user("Editor", sections=[news])
    below = make_category("国际", parent=news)

    assert [templating.may_keep(chief, section) for section in (news, sport, None)] == [True] * 3
    kept = [templating.may_keep(editor, section) for section in (news, below, sport, None)]
    assert kept == [True, True, False, False]


@pytest.mark.parametrize(
    ("role", "has_section"), [("Writer", True), ("Editor", False), ("Admin", True), (None, True)]
)
def test_nobody_else_keeps_one(news, role, has_section):
    user = make_user(role, sections=[news] if has_section else [])

    assert not templating.may_make(user)
    assert not templating.may_keep(user, news)
    assert not templating.sections(user).exists()


def test_the_sections_that_are_offered_are_those_whose_templates_may_be_kept(news, sport):
    make_category("国际", parent=news)
    make_category("新闻二")
    for user in (make_user("Chief"), make_user("Editor", sections=[news])):
        every = type(news).objects.all()
        assert list(templating.sections(user)) == [each for each in every if templating.may_keep(user, each)]


def test_own_sections_come_first_then_what_is_for_everybody(news, sport):
    for name, section in (("早报", None), ("快讯", news), ("赛报", sport)):
        make_template(name, section)

    assert names(make_user("Chief", sections=[sport])) == ["赛报", "早报", "快讯"]
    assert names(make_user("Editor", sections=[news])) == ["快讯", "早报"]


def test_who_is_named_for_no_section_writes_for_all_of_them(news):
    make_template("快讯", news)
    make_template("早报")

    assert names(make_user("Writer")) == ["早报", "快讯"]
    assert names(make_user("Admin")) == []


def test_what_is_offered_takes_the_same_queries_however_many_there_are(news, django_assert_num_queries):
    for number in range(20):
        make_template(f"快讯 {number}", news)
    user = make_user("Chief")

    with django_assert_num_queries(2):
        templating.offered(user)


def test_a_template_of_an_article_says_what_it_says_and_nothing_of_it_alone(news):
    article = make_article(
        standfirst="导语", categories=[news], tags=["长江"], authors=[make_author()], short_headline="短"
    )
    chief = make_user("Chief")

    template = templating.make(article, ArticleTemplate(name="河", section=news), by=chief, at=NOW)

    template.refresh_from_db()
    assert template.content == {
        "standfirst": "导语",
        "body": article.body,
        "language": "zh-Hans",
        "categories": ["新闻"],
        "tags": ["长江"],
    }
    assert Article.objects.values_list("version", flat=True).get() == 1
    told = Event.objects.get(article=article)
    assert (told.verb, told.by, told.data) == ("make_template", chief, {"template": template.pk})


def test_a_body_is_cleaned_whoever_saves_it():
    template = ArticleTemplate(name="早报", content={"body": "<p onclick='x()'>一</p><script>1</script>"})

    templating.save(template, by=None, at=NOW)

    assert template.content["body"] == "<p>一</p>"


def test_saving_and_deleting_are_told_without_the_text(news):
    chief = make_user("Chief")
    template = templating.save(
        ArticleTemplate(name="早报", section=news, content={"body": "<p>一</p>"}), by=chief, at=NOW
    )
    number = template.pk
    templating.remove(template, by=chief, at=NOW)

    events = Event.objects.order_by("pk")
    assert [event.verb for event in events] == ["save_template", "remove_template"]
    assert all(event.data == {"thing": number, "name": "早报", "section": "新闻"} for event in events)


def test_an_editor_neither_takes_a_template_from_another_section_nor_gives_one_away(news, sport):
    editor = make_user("Editor", sections=[news])
    own, foreign = make_template("快讯", news), make_template("赛报", sport)
    own.section, foreign.section = sport, news

    for template in (own, foreign):
        with pytest.raises(PermissionDenied, match="for its editors"):
            templating.save(template, by=editor, at=NOW)
    foreign.refresh_from_db()
    with pytest.raises(PermissionDenied):
        templating.remove(foreign, by=editor, at=NOW)
    assert ArticleTemplate.objects.count() == 2


def test_a_name_is_taken_within_its_section_alone(news, sport):
    known = make_template("快讯", news)
    make_template("早报")

    assert templating.is_name_taken(ArticleTemplate(name="快讯", section=news))
    assert templating.is_name_taken(ArticleTemplate(name="早报"))
    assert not templating.is_name_taken(ArticleTemplate(name="快讯", section=sport))
    assert not templating.is_name_taken(known)

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from tests.factories import make_article, make_author, make_category, make_image, make_user

from .pages import LIST, change, filled, words

DRAFT = {"status": "draft", "published_at": None}


def can_edit(client, article):
    """Whether the form can be typed in, and its sending is taken."""
    shows_form = "headline" in filled(client.get(change(article)))
    is_taken = client.post(change(article), {}).status_code != 403
    assert shows_form == is_taken
    return shows_form


def test_a_writer_edits_own_drafts_and_reads_everything_else(log_in):
    writer = log_in("Writer")
    own, foreign = make_article(created_by=writer.user, **DRAFT), make_article(**DRAFT)
    handed_in = make_article(created_by=writer.user, status="review", published_at=None)

    assert can_edit(writer, own)
    assert not can_edit(writer, foreign)
    assert not can_edit(writer, handed_in)
    assert "清晨六点" in words(writer.get(change(foreign)), ".prose")


def test_an_editor_edits_the_own_sections_and_what_lies_below(log_in):
    news = make_category("新闻")
    editor = log_in("Editor", sections=[news])

    assert can_edit(editor, make_article(categories=[make_category("国际", parent=news)]))
    assert not can_edit(editor, make_article(categories=[make_category("文化")]))


def test_a_chief_edits_everything(chief):
    assert can_edit(chief, make_article())


def test_an_admin_reads_articles_and_changes_none(log_in):
    admin = log_in("Admin")

    assert not can_edit(admin, make_article())
    assert admin.get("/admin/articles/article/add/").status_code == 403


def test_an_admins_action_is_not_even_offered(log_in):
    admin, article = log_in("Admin"), make_article(**DRAFT)

    admin.post(LIST, {"action": "publish", "_selected_action": [article.pk]})

    article.refresh_from_db()
    assert article.status == "draft"


def test_a_button_forged_into_a_form_goes_through_the_desk_all_the_same(log_in):
    writer = log_in("Writer")
    article = make_article(created_by=writer.user, **DRAFT)

    writer.post(change(article), filled(writer.get(change(article))) | {"_verb": "publish"})

    assert Article.objects.get().status == "draft"


@pytest.mark.parametrize("page", ["correct/", "verb/publish/"])
def test_a_writer_reaches_no_editors_page(log_in, page):
    writer = log_in("Writer")
    article = make_article(created_by=writer.user)

    assert writer.get(change(article).replace("change/", page)).status_code in (403, 404)


def test_an_editor_cannot_make_a_foreign_author_their_own(log_in):
    editor, author = log_in("Editor"), make_author()
    address = f"/admin/articles/author/{author.pk}/change/"

    assert "user" not in filled(editor.get(address), "#author_form")
    editor.post(address, {"name": author.name, "slug": author.slug, "user": editor.user.pk})

    author.refresh_from_db()
    assert author.user is None


def test_a_chief_says_whose_login_an_author_is(chief):
    author, writer = make_author(), make_user("Writer")
    address = f"/admin/articles/author/{author.pk}/change/"

    chief.post(address, filled(chief.get(address), "#author_form") | {"user": writer.pk})

    author.refresh_from_db()
    assert author.user == writer


def test_a_writer_sees_pictures_and_changes_no_word_of_them(log_in):
    writer, image = log_in("Writer"), make_image()
    address = f"/admin/articles/image/{image.pk}/change/"

    assert writer.get(address).status_code == 200
    assert writer.post(address, {"alt": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("role", "screens"),
    [
        ("Writer", {"article", "category", "author", "tag", "image", "imagesource"}),
        ("Admin", {"article", "category", "importrun", "origin", "event", "user"}),
    ],
)
def test_each_role_sees_its_screens(log_in, role, screens):
    response = log_in(role).get("/admin/")

    shown = {
        screen["model"]._meta.model_name
        for group in response.context["available_apps"]
        for screen in group["models"]
    }
    assert shown == screens


def test_an_admin_gives_roles_and_sections_in_plain_words(log_in):
    admin, news, person = log_in("Admin"), make_category("新闻"), make_user("Writer", username="zhou")
    address = f"/admin/auth/user/{person.pk}/change/"
    page = admin.get(address)
    editor_group = page.context["adminform"].form.fields["groups"].queryset.get(name="Editor")

    typed = {"groups": [editor_group.pk], "sections": [news.pk]}
    admin.post(address, filled(page, "#user_form") | typed)

    assert "Editor: any article of the sections below" in words(page)
    assert [group.name for group in person.groups.all()] == ["Editor"]
    assert list(person.sections.all()) == [news]


def test_a_new_person_may_log_in_at_the_desk(log_in):
    admin = log_in("Admin")
    data = {"username": "zhou", "password1": "a long password 1", "password2": "a long password 1"}

    admin.post("/admin/auth/user/add/", data | {"usable_password": "true"})

    assert log_in(user=type(admin.user).objects.get(username="zhou")).get("/admin/").status_code == 200


def test_an_admin_cannot_take_over_a_superuser_nor_become_one(log_in):
    admin = log_in("Admin")
    owner = make_user(username="owner", is_superuser=True)

    assert admin.post(f"/admin/auth/user/{owner.pk}/password/", {}).status_code == 403
    assert admin.post(f"/admin/auth/user/{owner.pk}/change/", {}).status_code == 403
    assert admin.post(f"/admin/auth/user/{owner.pk}/delete/", {}).status_code == 403
    own = admin.get(f"/admin/auth/user/{admin.user.pk}/change/")
    assert not {"is_superuser", "user_permissions"} & filled(own, "#user_form").keys()


def test_an_admin_reads_a_superusers_page(log_in):
    superuser = User.objects.create_superuser("owner", password="a long password")

    response = log_in("Admin").get(f"/admin/auth/user/{superuser.pk}/change/")

    assert response.status_code == 200
    assert "owner" in words(response)

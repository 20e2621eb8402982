import pytest

from tests.factories import make_article

from .pages import change, filled, words

SHARED = {"short_headline": "渔村之春", "social_title": "鱼回来了吗？", "social_description": "江边的春天"}


def save(client, article, **typed):
    data = filled(client.get(change(article)))
    return client.post(change(article), data | typed, follow=True)


def shared(article):
    article.refresh_from_db()
    return {name: getattr(article, name) for name in SHARED}


def test_how_an_article_is_shown_elsewhere_is_saved_with_it_and_kept_in_its_version(chief):
    article = make_article()

    save(chief, article, **SHARED)

    assert shared(article) == SHARED
    assert article.revisions.get().content.items() >= SHARED.items()


def test_what_was_pasted_in_several_lines_becomes_one(chief):
    article = make_article()

    save(chief, article, social_description="江边的\r\n  春天\t")

    assert shared(article)["social_description"] == "江边的 春天"


def test_saving_unread_changes_nothing_of_it(chief):
    article = make_article(**SHARED)

    save(chief, article)

    assert (shared(article), article.version) == (SHARED, 1)


@pytest.mark.parametrize(
    ("name", "most"), [("short_headline", 120), ("social_title", 200), ("social_description", 300)]
)
def test_what_is_too_long_is_refused_and_stays_in_the_form(chief, name, most):
    article = make_article()

    response = save(chief, article, **{name: "江" * (most + 1)})

    assert f"at most {most} characters (it has {most + 1})" in words(response, ".errorlist")
    assert filled(response)[name] == ["江" * (most + 1)]
    assert shared(article)[name] == ""


def test_markup_typed_there_is_shown_as_it_was_typed(chief, client):
    article = make_article(short_headline="<b>渔村</b>", social_title='"><script>alert(1)</script>')

    for page in (chief.get(change(article)), client.get(article.get_absolute_url()), client.get("/")):
        assert "<b>渔村" not in page.content.decode()
        assert "<script>alert" not in page.content.decode()


def test_who_only_reads_the_article_reads_it_too(log_in):
    article = make_article(**SHARED)

    shown = words(log_in("Writer").get(change(article)), ".writing__side .readonly")

    assert all(said in shown for said in SHARED.values())


def test_what_changed_of_it_is_told_between_two_versions(chief):
    article = make_article()
    save(chief, article, standfirst="导语")
    save(chief, article, social_title="鱼回来了吗？")

    shown = words(chief.get(change(article).replace("change/", "compare/")))

    assert "Title when shared" in shown
    assert "鱼回来了吗？" in shown

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.desk import meeting, revisions
from articles.models import Article, Correction, Event
from tests.factories import NOW, make_article, make_author, make_category, make_user

from .pages import change, filled, told, words

IMPORTED_BODY = """<p>清晨六点，<ruby>江<rt>jiāng</rt></ruby>面上的雾还没有散去。</p>
<figure class="align-left"><img src="https://example.com/a.jpg" alt="船"><figcaption>船</figcaption></figure>
<table><thead><tr><th scope="col">城市</th></tr></thead><tbody><tr><td>武汉</td></tr></tbody></table>
<p lang="ar" dir="rtl">يحمل الجمل مئتي كتاب.</p>"""
EVIL = [
    "<script>alert(1)</script><p>江</p>",
    '<p onclick="alert(1)">江</p>',
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">江</a>',
    '<a href="java\nscript:alert(1)">江</a>',
    '<svg><script>alert(1)</script></svg><p style="background:url(javascript:1)">江</p>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><p>江</p>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]


def save(client, article, **typed):
    data = filled(client.get(change(article)))
    return client.post(change(article), data | typed, follow=True)


def beside(article, page):
    return change(article).replace("change/", page)


def test_saving_an_imported_article_unread_changes_nothing(chief):
    moment = datetime(2022, 1, 27, 13, 13, 46, 123456, tzinfo=NOW.tzinfo)
    hung_on = {"categories": [make_category()], "authors": [make_author()], "tags": ["长江"]}
    article = make_article(body=IMPORTED_BODY, published_at=moment, **hung_on)
    before = Article.objects.filter(pk=article.pk).values().get()

    save(chief, article)

    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert not article.revisions.exists()


def test_changing_the_headline_leaves_body_and_times_as_they_were(chief):
    moment = datetime(2022, 1, 27, 13, 13, 46, 123456, tzinfo=NOW.tzinfo)
    article = make_article(body=IMPORTED_BODY, published_at=moment)

    save(chief, article, headline="渔村的春天")

    article.refresh_from_db()
    assert (article.headline, article.body, article.published_at) == ("渔村的春天", IMPORTED_BODY, moment)


def test_a_save_keeps_a_version_and_an_event_with_its_author(chief):
    article = make_article()

    save(chief, article, standfirst="一个春天")

    article.refresh_from_db()
    assert article.version == 2
    assert article.revisions.get().by == chief.user
    assert [event.verb for event in article.events.all()] == ["edit"]


def test_a_new_article_is_a_draft_of_its_writer_with_byline_section_and_tags(log_in):
    writer, author, section = log_in("Writer"), make_author(), make_category()
    data = filled(writer.get("/admin/articles/article/add/"))
    typed = {
        "headline": "渔民的新工作",
        "body": "<p>清晨六点。</p>",
        "primary_category": section.pk,
        "categories": [section.pk],
        "tags": "长江\n禁渔\r\nbig river",
        "bylines-0-author": author.pk,
    }

    writer.post("/admin/articles/article/add/", data | typed)

    article = Article.objects.get()
    assert (article.status, article.created_by, article.primary_category) == ("draft", writer.user, section)
    assert list(article.authors.all()) == [author]
    assert sorted(article.tags.names()) == ["big river", "禁渔", "长江"]


def test_a_tag_that_is_too_long_is_refused_and_stays_in_the_form(chief):
    article = make_article()

    response = save(chief, article, tags=f"长江\r\n{'江' * 201}")

    assert "A tag has at most 200 characters." in words(response, ".errorlist")
    assert filled(response)["tags"] == [f"长江\r\n{'江' * 201}"]


# With commas, joiners, spaces in a row, controls, and longer than a slug.
IMPORTED_TAGS = ["Washington, D.C.", "می\u200cخواهم", "big  river", "长\x08江", "江" * 200]


def test_saving_unread_leaves_tags_as_they_were_imported(chief):
    article = make_article(tags=IMPORTED_TAGS)

    save(chief, article)

    article.refresh_from_db()
    assert (article.version, sorted(article.tags.names())) == (1, sorted(IMPORTED_TAGS))


def test_a_tag_that_is_added_leaves_the_others_as_they_were(chief):
    article = make_article(tags=IMPORTED_TAGS[:3])

    save(chief, article, tags="\r\n".join([*IMPORTED_TAGS[:3], "长江"]))

    assert sorted(article.tags.names()) == sorted([*IMPORTED_TAGS[:3], "长江"])


def test_a_tag_is_met_again_whatever_its_case_and_a_new_one_keeps_its_own(chief):
    make_article(tags=["NATO"])
    article = make_article()

    save(chief, article, tags="Nato\nWHO\nwho")

    assert sorted(article.tags.names()) == ["NATO", "WHO"]


@pytest.mark.parametrize("field", ["published_at", "embargo_until", "retire_at"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_moment_that_no_calendar_has_is_refused_in_plain_words(chief, settings, field, moment, zone):
    settings.TIME_ZONE = zone
    article = make_article()

    response = save(chief, article, **{field: moment})

    assert "Choose a time between the years 1000 and 9999." in words(response, ".errorlist")


def test_the_last_moment_of_an_import_can_be_saved_again(chief, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    article = make_article(published_at=datetime(9999, 12, 31, tzinfo=NOW.tzinfo))

    save(chief, article, headline="渔村")

    article.refresh_from_db()
    assert (article.version, article.published_at.year) == (2, 9999)


def test_what_is_ready_keeps_a_publication_time(chief):
    article = make_article()

    response = save(chief, article, published_at="")

    assert "What is ready has a publication time" in words(response, ".errorlist")
    assert Article.objects.get().published_at == article.published_at


def test_authors_stand_in_the_order_of_their_positions(chief):
    first, second = make_author("林知夏"), make_author("Ada Whitcombe")
    article = make_article(authors=[first, second])

    save(chief, article, **{"bylines-0-position": "7"})

    assert [byline.author for byline in article.bylines.all()] == [second, first]
    assert [byline.position for byline in article.bylines.all()] == [0, 1]


@pytest.mark.parametrize("body", EVIL)
def test_what_is_dangerous_in_a_typed_body_is_not_kept(chief, body):
    article = make_article()

    save(chief, article, body=body)

    article.refresh_from_db()
    assert "alert" not in article.body
    assert "javascript" not in article.body


def test_a_body_too_tangled_to_clean_is_refused_in_plain_words(chief):
    article = make_article()

    response = save(chief, article, body="<div>" * 5000)

    article.refresh_from_db()
    assert article.version == 1
    assert "too much to clean safely" in words(response, ".errorlist")


def test_a_conflict_is_asked_and_what_was_typed_stays_in_the_form(chief):
    article = make_article(headline="渔村")
    data = filled(chief.get(change(article)))
    other = make_user("Chief", username="周编辑")
    meeting.save(article, {"headline": "渔村的春天"}, seen=1, by=other, at=NOW)

    response = chief.post(change(article), data | {"headline": "渔村的夏天"}, follow=True)

    assert "What 周编辑 saved" in words(response, ".side--ours .side__name")
    assert filled(chief.get(change(article)))["headline"] == ["渔村的夏天"]
    assert Article.objects.get().headline == "渔村的春天"


def test_saving_again_after_a_conflict_asks_again_and_puts_nothing_in_place(chief):
    article = make_article(headline="渔村")
    revisions.keep(article, by=None, at=NOW, why="")
    data = filled(chief.get(change(article)))
    meeting.save(article, {"headline": "渔村的春天"}, seen=1, by=None, at=NOW)
    chief.post(change(article), data | {"headline": "渔村的夏天"})

    response = chief.post(change(article), filled(chief.get(change(article))))

    assert response.url == change(article).replace("change/", "meeting/")
    assert Article.objects.get().headline == "渔村的春天"


def test_a_form_without_the_version_it_was_opened_with_is_refused(chief):
    article = make_article()

    response = save(chief, article, seen="", headline="渔村")

    article.refresh_from_db()
    assert article.version == 1
    assert "which version this form was opened with" in words(response, ".errorlist")


def test_publish_saves_what_was_typed_and_then_publishes(chief):
    article = make_article(status="draft", published_at=None)

    response = save(chief, article, headline="渔村的春天", _verb="publish")

    article.refresh_from_db()
    assert (article.headline, article.status) == ("渔村的春天", "ready")
    assert told(response) == ["1 published."]


def test_a_new_article_can_be_handed_in_at_once(log_in):
    writer = log_in("Writer")
    data = filled(writer.get("/admin/articles/article/add/"))

    writer.post("/admin/articles/article/add/", data | {"headline": "渔村", "_verb": "hand_in"})

    assert Article.objects.get().status == "review"


def test_a_verb_that_the_desk_refuses_changes_nothing_and_says_why(log_in):
    editor = log_in("Writer")
    article = make_article(status="draft", published_at=None, created_by=editor.user)

    response = save(editor, article, _verb="publish")

    article.refresh_from_db()
    assert article.status == "draft"
    assert "0 published; 1 was not" in told(response)[0]
    assert "for the editors of its section" in told(response)[0]


@pytest.mark.parametrize(
    ("role", "state", "shown"),
    [
        ("Chief", {"status": "draft", "published_at": None}, ["hand_in", "publish", "trash"]),
        ("Chief", {"status": "review", "published_at": None}, ["publish", "send_back", "trash"]),
        ("Chief", {}, ["retire"]),
        ("Chief", {"status": "retired", "was_public": True}, ["restore", "trash"]),
        ("Chief", {"retire_at": NOW - timedelta(minutes=30)}, ["restore", "trash"]),
        ("Chief", {"status": "trashed"}, ["recover"]),
        ("Writer", {"status": "draft", "published_at": None}, ["hand_in"]),
    ],
)
def test_the_form_offers_the_verbs_that_the_desk_allows(log_in, role, state, shown):
    client = log_in(role)
    article = make_article(created_by=client.user, **state)

    response = client.get(change(article))

    assert sorted(verb for verb, _label in response.context["verbs"]) == shown


def test_a_scheduled_article_can_be_pulled_back_and_is_shown_with_its_time(chief):
    article = make_article(published_at=datetime(2999, 1, 2, 8, 0, tzinfo=NOW.tzinfo))

    response = chief.get(change(article))

    assert "Scheduled · 2 Jan 2999, 08:00" in words(response, ".state")
    assert "pull_back" in dict(response.context["verbs"])


def test_retire_asks_for_the_reason_first(chief):
    article = make_article()

    response = save(chief, article, _verb="retire")
    article.refresh_from_db()
    assert article.status == "ready"

    response = chief.post(
        "/admin/articles/article/", filled(response, ".ask") | {"word": "图片版权不明"}, follow=True
    )
    article.refresh_from_db()
    assert (article.status, article.retired_because) == ("retired", "图片版权不明")
    assert told(response) == ["1 retired."]


def test_a_new_slug_of_what_readers_have_seen_is_led_to_from_the_old_one(chief, client):
    article = make_article(slug="渔村")
    hint = "the old one leads to the new one"

    assert hint in words(chief.get(change(article)), ".help")
    save(chief, article, slug="渔村的春天")

    answer = client.get("/2026/03/02/渔村/")
    article.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())
    assert hint not in words(chief.get(change(make_article(status="draft"))), ".help")


def test_an_editor_adds_a_correction_that_readers_see(log_in):
    section = make_category()
    editor = log_in("Editor", sections=[section])
    article = make_article(categories=[section])

    editor.post(beside(article, "correct/"), {"kind": "update", "text": "更正一处数字。"})

    correction = Correction.objects.get()
    assert (correction.article, correction.text, correction.by) == (article, "更正一处数字。", editor.user)
    assert "更正一处数字。" in words(editor.get(change(article)), ".beside")


def test_versions_are_listed_and_shown_with_their_text_escaped(chief):
    article = make_article()
    save(chief, article, headline="<b>渔村</b>", standfirst="一个春天")

    page = chief.get(beside(article, "version/2/"))

    assert "Version 2" in words(chief.get(change(article)), ".beside")
    assert "&lt;b&gt;渔村&lt;/b&gt;" in page.content.decode()


def test_events_are_listed_beside_the_text(chief):
    article = make_article()
    why = {"reason": "图片版权不明"}
    Event.objects.create(article=article, verb="retire", by_name="周编辑", at=NOW, data=why)

    shown = words(chief.get(change(article)), ".beside")

    assert "Retire" in shown
    assert "周编辑" in shown
    assert "图片版权不明" in shown


def test_view_on_site_is_offered_only_for_what_is_public(chief):
    public = make_article()
    scheduled = make_article(published_at=timezone.now() + timedelta(days=1))

    assert public.get_absolute_url() in chief.get(change(public)).content.decode()
    assert "viewsitelink" not in chief.get(change(scheduled)).content.decode()


def test_an_article_is_never_deleted_here(chief):
    article = make_article()

    assert chief.get(f"/admin/articles/article/{article.pk}/delete/").status_code == 403
    assert "deletelink" not in chief.get(change(article)).content.decode()


def test_the_writing_surface_runs_under_the_sites_policy(chief):
    response = chief.get(change(make_article()))
    policy = response.headers["Content-Security-Policy"]

    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
    assert "unsafe" not in policy


@pytest.mark.parametrize("field", ["published_at", "embargo_until"])
def test_what_readers_have_seen_is_not_taken_down_by_another_time(chief, field):
    article = make_article()

    response = save(chief, article, **{field: "2090-01-01T08:00"})

    assert "it goes by retiring it" in words(response, ".errorlist")
    assert Article.objects.get().is_public(NOW)


def test_a_time_of_retirement_may_be_given_to_what_readers_have_seen(chief):
    article = make_article()

    save(chief, article, retire_at="2090-01-01T08:00")

    assert Article.objects.get().retire_at.year == 2090


def test_an_editor_does_not_move_a_public_story_into_a_foreign_section(log_in):
    own, foreign = make_category("国际"), make_category("体育")
    article = make_article(categories=[own])
    editor = log_in("Editor", sections=[own])

    response = save(editor, article, primary_category=str(foreign.pk))

    assert "has editors of its own" in words(response, ".errorlist")
    assert Article.objects.get().primary_category == own

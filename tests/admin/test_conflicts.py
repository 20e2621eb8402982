"""The page of a conflict, as an editor meets it."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.desk import contents, revisions
from articles.models import Article, Event, ImportedRecord, ImportRun, Source
from tests.factories import NOW, make_article, make_category, make_source

from .pages import LIST, change, filled, told, words

pytestmark = pytest.mark.django_db
FOG, PIER, FISH = "<p>雾还没有散去。</p>", "<p>老渔民在等船。</p>", "<p>鱼正在回来。</p>"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'
FORM = "#conflict_form"


def conflict(article):
    return change(article).replace("change/", "conflict/")


def make_conflict(*, theirs=None, has_base=True, **ours):
    """An article whose text was changed here, and whose file says ``theirs`` now."""
    article = make_article(body=FOG + PIER + FISH, version=1)
    base = contents.of(article)
    if has_base:
        revisions.keep(article, by=None, at=NOW, why="")
    Article.objects.filter(pk=article.pk).update(version=2, **ours)
    source = make_source(
        f"{article.pk}.md",
        article=article,
        article_version=1,
        pending_raw=b"new",
        pending_digest="1" * 64,
        pending_content=base | (theirs or {}),
    )
    run = ImportRun.objects.create(origin="江河日报", started_at=NOW)
    ImportedRecord.objects.create(
        run=run,
        origin="江河日报",
        path="a.md",
        outcome="conflict",
        reason="Both.",
        article=article,
        source=source,
    )
    return Article.objects.get(pk=article.pk)


def send(client, article, *, form=None, **chosen):
    data = form or filled(client.get(conflict(article)), FORM)
    return client.post(conflict(article), data | chosen, follow=True)


@pytest.fixture
def headlines(db):
    return make_conflict(headline="渔村的春天", theirs={"headline": "江豚回来了"})


@pytest.fixture
def paragraphs(db):
    ours = FOG.replace("雾", "大雾") + PIER.replace("老", "女") + FISH
    theirs = FOG + PIER.replace("老", "小") + FISH.replace("鱼", "江豚")
    return make_conflict(body=ours, theirs={"body": theirs})


def test_base_source_and_ours_stand_side_by_side(chief, headlines):
    page = chief.get(conflict(headlines))
    assert words(page, ".side__name").splitlines() == ["Last imported", "The archive’s now", "Ours"]
    assert "长江上游的渔村" in words(page, ".side--base")
    assert "江豚回来了" in words(page, ".side--theirs")
    assert "渔村的春天" in words(page, ".conflict__headline")
    assert "Run" in words(page, ".facts")


@pytest.mark.parametrize(
    ("chosen", "headline"),
    [
        ({"headline": "ours"}, "渔村的春天"),
        ({"headline": "theirs"}, "江豚回来了"),
        ({"headline": "by hand", "headline-by-hand": "渔村与\r\n江豚"}, "渔村与 江豚"),
    ],
)
def test_each_choice_is_what_the_article_says(chief, headlines, chosen, headline):
    page = send(chief, headlines, **chosen)
    assert Article.objects.get().headline == headline
    assert told(page) == ["Decided: the article now says what you chose."]
    assert page.redirect_chain[-1][0] == change(headlines)
    assert not Source.objects.get().pending_digest


def test_without_a_choice_nothing_is_saved(chief, headlines):
    page = send(chief, headlines)
    assert "Choose which text stands." in words(page, ".errorlist")
    assert Source.objects.get().pending_digest


def test_a_headline_by_hand_is_not_empty(chief, headlines):
    page = send(chief, headlines, **{"headline": "by hand", "headline-by-hand": " "})
    assert "Write a headline." in words(page, ".errorlist")


def test_ours_is_kept_with_one_button(chief, headlines):
    page = send(chief, headlines, _keep="1")
    assert (Article.objects.get().headline, Event.objects.get().verb) == ("渔村的春天", "keep_ours")
    assert "Kept as it is here" in told(page)[0]


def test_paragraphs_that_merged_by_themselves_say_so(chief, paragraphs):
    shown = words(chief.get(conflict(paragraphs)), ".conflict__summary").splitlines()
    assert shown == [
        "1 paragraph was taken from the archive by itself.",
        "1 paragraph was changed here alone and stays.",
        "1 place was changed in both: choose below.",
    ]


@pytest.mark.parametrize(
    ("choice", "middle"),
    [
        ("ours", ["女渔民在等船。"]),
        ("theirs", ["小渔民在等船。"]),
        ("both", ["女渔民在等船。", "小渔民在等船。"]),
        ("by hand", ["都在等船。"]),
    ],
)
def test_a_paragraph_that_both_changed_is_decided_alone(chief, paragraphs, choice, middle):
    send(chief, paragraphs, **{"piece-1": choice, "piece-1-by-hand": f"<p>都在等船。</p>{HOSTILE}"})
    expected = ["大雾还没有散去。", *middle, "江豚正在回来。"]
    assert re.findall("<p>(.*?)</p>", Article.objects.get().body) == expected
    assert "script" not in Article.objects.get().body


def test_a_paragraph_left_undecided_is_told(chief, paragraphs):
    page = send(chief, paragraphs)
    assert "Choose what stands here." in words(page, ".piece .errorlist")


@pytest.mark.parametrize(("side", "beginning"), [("ours", "<p>大雾"), ("theirs", "<p>雾")])
def test_a_text_may_be_taken_whole(chief, paragraphs, side, beginning):
    send(chief, paragraphs, body=side)
    assert Article.objects.get().body.startswith(beginning)


def test_unchanged_paragraphs_are_folded_away(chief):
    article = make_conflict(headline="渔村", theirs={"body": FOG + PIER + FISH.replace("鱼", "江豚")})
    assert "2 paragraphs unchanged" in words(chief.get(conflict(article)), "details.piece summary")


def test_every_field_can_be_shown_and_taken(chief):
    section = make_category("文化")
    theirs = {
        "standfirst": "三年之后", "byline": [["王江", "摄影"]], "published_at": "2021-05-05T00:00:00+00:00",
        "date_precision": "day", "primary_category": section.path, "categories": [section.path],
        "tags": ["江豚"], "lead_image_alt": "江", "lead_image_caption": "船", "language": "zh-Hant",
        "source_url": "https://example.com/a", "comments_open": True, "extra": {"layout": "post"},
        "corrections": [["correction", "更正。", "2022-01-27T00:00:00+00:00"]],
        "modified_at": "2026-03-01T00:00:00+00:00",
    }  # fmt: skip
    article = make_conflict(theirs=theirs)
    send(chief, article)
    said = contents.of(Article.objects.get())
    assert {name: said[name] for name in theirs} == theirs


def test_a_byline_and_a_section_are_written_by_hand(chief, headlines):
    Source.objects.update(pending_content=Source.objects.get().pending_content | {"byline": [["王江", ""]]})
    section = make_category("文化")
    Source.objects.update(
        pending_content=Source.objects.get().pending_content | {"primary_category": section.path}
    )
    typed = {"headline": "ours", "byline": "by hand", "byline-by-hand": "王江 | 摄影\r\n\r\n"}
    send(chief, headlines, **typed, **{"primary_category": "by hand", "primary_category-by-hand": section.pk})
    article = Article.objects.get()
    assert list(article.bylines.values_list("author__name", "role")) == [("王江", "摄影")]
    assert article.primary_category == section


def test_a_refusal_stands_beside_its_field(chief, headlines):
    Source.objects.update(pending_content=Source.objects.get().pending_content | {"byline": [["王江", ""]]})
    typed = {"headline": "ours", "byline": "by hand", "byline-by-hand": "陌生人"}
    page = send(chief, headlines, **typed)
    assert "There is no author “陌生人” here." in words(page, ".errorlist")
    assert "陌生人" in filled(page, FORM)["byline-by-hand"][0]


# What is not as it was seen


def test_an_article_edited_meanwhile_is_looked_at_again(chief, paragraphs):
    form = filled(chief.get(conflict(paragraphs)), FORM)
    Article.objects.update(version=3, headline="又改了")
    page = send(chief, paragraphs, form=form, **{"piece-1": "by hand", "piece-1-by-hand": "<p>写好的。</p>"})
    assert "changed since you opened this page" in told(page)[0]
    assert Source.objects.get().pending_digest
    again = filled(page, FORM)
    assert (again["version"], "piece-1" in again) == (["3"], False)
    assert again["piece-1-by-hand"] == ["<p>写好的。</p>"]


def test_a_newer_file_meanwhile_is_looked_at_again(chief, headlines):
    form = filled(chief.get(conflict(headlines)), FORM)
    Source.objects.update(pending_digest="2" * 64)
    page = send(chief, headlines, form=form, headline="theirs")
    assert "changed since you opened this page" in told(page)[0]
    assert Article.objects.get().headline == "渔村的春天"


@pytest.mark.parametrize("sent", [{"version": "x"}, {"headline": "nonsense"}, {"digest": ""}])
def test_a_forged_form_changes_nothing(chief, headlines, sent):
    assert send(chief, headlines, **sent).status_code == 200
    assert Source.objects.get().pending_digest


def test_where_nothing_waits_the_page_says_so(chief):
    article = make_article()
    assert "there is nothing to decide" in words(chief.get(conflict(article)), "#content")
    assert chief.post(conflict(article), {"_keep": "1"}).status_code == 200


def test_where_it_is_not_known_what_the_file_says_ours_can_be_kept(chief, headlines):
    Source.objects.update(pending_content=None)
    page = chief.get(conflict(headlines))
    assert "It was not kept what this file says" in words(page, "#content")
    assert words(page, f"{FORM} button").splitlines() == ["Keep ours as it is"]
    assert "not known what the file says" in words(send(chief, headlines), ".errorlist")
    send(chief, headlines, _keep="1")
    assert not Source.objects.get().pending_digest


def test_without_a_base_both_texts_stand_alone(chief):
    article = make_conflict(has_base=False, headline="渔村", theirs={"headline": "江豚"})
    page = chief.get(conflict(article))
    assert words(page, ".side__name").splitlines() == ["The archive’s now", "Ours"]
    assert "nothing could be merged by itself" in words(page, ".conflict__note")


def test_a_status_of_the_archive_is_told(chief, headlines):
    Source.objects.update(pending_content=Source.objects.get().pending_content | {"status": "retired"})
    assert "its status is now: Retired" in words(chief.get(conflict(headlines)), ".conflict__note")


# Who


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 403), ("Editor", 403), ("Admin", 403), ("Chief", 200)]
)
def test_the_page_is_for_who_may_edit(log_in, headlines, role, status):
    client = log_in(role)
    assert client.get(conflict(headlines)).status_code == status
    if status == 403:
        assert client.post(conflict(headlines), {"_keep": "1"}).status_code == 403
        assert Source.objects.get().pending_digest


def test_a_writer_decides_about_an_own_draft_without_the_files_text(log_in, headlines):
    writer = log_in("Writer")
    Article.objects.update(status="draft", created_by=writer.user)
    page = writer.get(conflict(headlines))
    assert "/source/" not in page.content.decode()
    send(writer, headlines, headline="theirs")
    assert Article.objects.get().headline == "江豚回来了"


# Hostile texts


def test_no_text_of_any_side_is_ever_run(chief):
    theirs = {
        "headline": HOSTILE, "standfirst": HOSTILE, "body": f"<p>{FOG}</p>{HOSTILE}", "tags": [HOSTILE],
        "byline": [[HOSTILE, HOSTILE]], "extra": {HOSTILE: HOSTILE}, "lead_image_alt": HOSTILE,
        "corrections": [[HOSTILE, HOSTILE, NOW.isoformat()]], "categories": [HOSTILE], "source_url": HOSTILE,
        "language": '"><script>',
    }  # fmt: skip
    article = make_conflict(theirs=theirs, headline=HOSTILE, standfirst="x", body=f"{HOSTILE}{PIER}")
    tree = LexborHTMLParser(chief.get(conflict(article)).content)
    assert tree.css("#content script, #content img, #content [onerror]") == []
    assert "alert(1)" in tree.css_first("#content").text()


# Where it is met


def test_an_article_leads_to_its_conflict(chief, headlines):
    page = chief.get(change(headlines))
    assert "A newer file waits" in words(page, ".state")
    assert conflict(headlines) in page.content.decode()


def test_the_list_shows_what_waits(chief, headlines):
    make_article(headline="无事")
    assert words(chief.get(LIST, {"newer": "waits"}), "#result_list .field-headline") == "渔村的春天"


def test_the_first_page_leads_to_what_waits_for_who_may_decide(log_in, headlines):
    page = log_in("Chief").get("/admin/")
    assert words(page, ".desk__panel h2").splitlines()[0] == "Waiting for a decision"
    assert conflict(headlines) in page.content.decode()
    assert "Waiting for a decision" not in words(log_in("Writer").get("/admin/"), ".desk__panel h2")


def test_a_run_leads_to_the_conflicts_that_still_wait(chief, headlines):
    run = ImportRun.objects.get()
    assert conflict(headlines) in chief.get(f"/admin/articles/importrun/{run.pk}/change/").content.decode()
    send(chief, headlines, headline="ours")
    assert (
        conflict(headlines) not in chief.get(f"/admin/articles/importrun/{run.pk}/change/").content.decode()
    )


@pytest.mark.parametrize("number", [2, 60])
def test_the_page_takes_as_many_queries_for_much_as_for_little(chief, number, django_assert_max_num_queries):
    texts = [f"<p>第{each}段。</p>" for each in range(number)]
    article = make_conflict(
        body="".join(text.replace("第", "我第") for text in texts),
        theirs={
            "body": "".join(text.replace("段", "节") for text in texts),
            "tags": [f"t{n}" for n in range(number)],
        },
    )
    with django_assert_max_num_queries(15):
        chief.get(conflict(article))

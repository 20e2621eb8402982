"""What each field of a WordPress item means to the newsroom."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.reading.readers import wxr
from articles.reading.record import Credit, Part, Picture, ReadingOptions, Refusal, Warning
from articles.reading.refusals import Refused

from .wordpress import (
    PUBLISHED,
    SITE,
    attachment,
    author,
    category,
    codes,
    export,
    item,
    meta,
    parts_of,
    record_of,
    records_of,
    term,
    upload,
)

NEVER = "0000-00-00 00:00:00"
MOMENT = datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("大桥维修", "大桥维修"),
        ("Bread &amp; roses", "Bread & roses"),
        ("البرلمان يقر الموازنة", "البرلمان يقر الموازنة"),
        ("<em>独家</em>：渡轮停航", "独家：渡轮停航"),
    ],
)
def test_title_is_the_headline(title, headline):
    assert record_of(title=title).headline == headline


def test_untitled_item_takes_its_first_heading():
    record = record_of("<h1>渡轮停航</h1>\n\n正文。", title="")

    assert (record.headline, record.body) == ("渡轮停航", "<p>正文。</p>")


def test_item_without_any_headline_is_refused():
    with pytest.raises(Refused, match="no headline"):
        record_of("正文。", title="")


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("publish", "ready"),
        ("future", "ready"),
        ("draft", "draft"),
        ("pending", "review"),
        ("private", "draft"),
    ],
)
def test_status_is_what_wordpress_calls_it(stated, status):
    (record,) = records_of(export(item(status=stated)))

    assert record.status == status


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("trash", "in WordPress's trash"),
        ("inherit", "a part of another post"),
        ("auto-draft", "a draft that WordPress began by itself"),
    ],
)
def test_item_that_is_no_article_by_its_status_is_skipped(stated, reason):
    (part,) = parts_of(export(item(status=stated)))

    refusal = wxr.read(part, path="export.xml", index=3, options=ReadingOptions())

    assert refusal == Refusal("skipped", reason, 3)


def test_private_item_and_one_behind_a_password_wait_as_drafts_and_say_so():
    private, locked = records_of(export(item(status="private"), item(post_password="秘密")))

    assert (private.status, codes(private)) == ("draft", ["private"])
    assert (locked.status, codes(locked)) == ("draft", ["password"])


def test_status_of_a_plugin_is_a_draft_and_told_of():
    (record,) = records_of(export(item(status="embargoed")))

    assert (record.status, record.warnings) == ("draft", [Warning("unknown-status", "embargoed")])


def test_option_makes_everything_a_draft():
    assert record_of(status="draft").status == "draft"


def test_publication_time_is_the_one_in_utc():
    assert record_of().published_at == MOMENT


def test_time_without_a_zone_is_in_the_one_given():
    record = record_of(post_date_gmt=NEVER, zone=ZoneInfo("Asia/Shanghai"))

    assert record.published_at == MOMENT


def test_feed_s_date_is_the_last_resort():
    assert record_of(post_date_gmt=NEVER, post_date=NEVER).published_at == MOMENT


def test_impossible_date_is_told_of_and_the_next_one_taken():
    record = record_of(post_date_gmt="2023-13-45 00:00:00")

    assert record.warnings == [Warning("bad-date", "wp:post_date_gmt: 2023-13-45 00:00:00")]
    assert record.published_at == datetime(2023, 5, 4, 17, 30, 5, tzinfo=UTC)


def test_published_item_without_any_date_waits_as_a_draft():
    bare = item(post_date_gmt=NEVER, post_date=NEVER).replace("Thu, 04 May 2023", "Wed, 30 Nov -0001")
    (record,) = records_of(export(bare))

    assert (record.published_at, record.status, codes(record)) == (None, "draft", ["undated"])


def test_draft_s_own_date_is_when_it_was_begun_and_not_when_it_appeared():
    (record,) = records_of(export(item(status="draft", post_date_gmt=NEVER)))

    assert record.published_at is None
    assert (record.extra["begun"], record.warnings) == ("2023-05-04 17:30:05", [])


def test_scheduled_item_keeps_its_date():
    (record,) = records_of(export(item(status="future", post_date_gmt="2099-01-01 00:00:00")))

    assert (record.status, record.published_at.year) == ("ready", 2099)


@pytest.mark.parametrize(
    "fields",
    [
        {"post_modified_gmt": PUBLISHED, "post_modified": "2023-05-05 00:00:00"},
        {"post_modified_gmt": NEVER, "post_modified": PUBLISHED},
    ],
)
def test_modification_time_is_read(fields):
    assert record_of(**fields).modified_at == MOMENT


def test_categories_are_paths_of_names_and_the_primary_one_comes_first():
    header = (
        category("news", "新闻", number=1)
        + category("city", "本地 &amp; 市政", parent="news", number=2)
        + category("traffic", "交通", parent="city", number=3)
    )
    record = record_of(
        header=header,
        terms=term("news", "新闻") + term("traffic", "交通"),
        metas=meta("_yoast_wpseo_primary_category", "3"),
    )

    assert record.categories == [("新闻", "本地 & 市政", "交通"), ("新闻",)]


def test_categories_that_run_in_a_circle_end():
    header = category("a", "甲", parent="b") + category("b", "乙", parent="a")

    assert record_of(header=header, terms=term("a", "甲")).categories == [("乙", "甲")]


def test_category_that_the_export_does_not_describe_is_its_own_name():
    assert record_of(terms=term("press", "新闻")).categories == [("新闻",)]


def test_tags_and_other_taxonomies_are_told_apart():
    terms = (
        term("qiao", "桥, 梁", domain="post_tag")
        + term("jiang", "长江", domain="tag")
        + term("post-format-aside", "Aside", domain="post_format")
    )
    record = record_of(terms=terms)

    assert record.tags == ["桥, 梁", "长江"]
    assert record.extra["taxonomies"] == {"post_format": ["Aside"]}


def test_byline_is_the_author_s_display_name():
    assert record_of(header=author("lin", "林, 知夏")).byline == [Credit("林, 知夏")]


def test_byline_is_the_login_where_the_export_names_nobody():
    assert record_of(creator="wang.li").byline == [Credit("wang.li")]


def test_co_authors_are_the_byline_in_order():
    guest = item(
        90,
        title="جابر الحسن",
        post_type="guest-author",
        post_name="cap-jaber",
        metas=meta("cap-display_name", "جابر الحسن") + meta("cap-user_login", "jaber"),
    )
    coauthors = term("cap-jaber", "jaber", domain="author") + term("cap-lin", "lin", domain="author")
    record = record_of(header=author("lin", "林知夏"), terms=coauthors, beside=[guest])

    assert record.byline == [Credit("جابر الحسن"), Credit("林知夏")]


def test_thumbnail_is_the_lead_picture_with_its_words():
    beside = [attachment(20, "bridge.jpg", caption="新桥 &amp; 旧桥", alt="江上的桥")]
    record = record_of(metas=meta("_thumbnail_id", "20"), beside=beside)

    assert record.lead_picture == Picture(upload("bridge.jpg"), alt="江上的桥", caption="新桥 & 旧桥")


def test_lead_picture_is_not_repeated_at_the_top():
    body = f'<img class="wp-image-20" src="{upload("bridge.jpg")}?w=300" />\n\n正文。'
    record = record_of(body, metas=meta("_thumbnail_id", "20"), beside=[attachment(20, "bridge.jpg")])

    assert record.body == "<p>正文。</p>"


def test_lead_picture_that_the_export_lacks_is_told_of():
    record = record_of(metas=meta("_thumbnail_id", "20"))

    assert record.lead_picture is None
    assert record.warnings == [Warning("image-missing", "not in the export: attachment 20")]


def test_permalink_is_an_old_address_and_the_source():
    record = record_of(link=f"{SITE}/2023/05/04/%e5%a4%a7%e6%a1%a5/", post_name="%e5%a4%a7%e6%a1%a5")

    assert record.source_url == f"{SITE}/2023/05/04/%e5%a4%a7%e6%a1%a5/"
    assert (record.old_addresses, record.slug) == (["/2023/05/04/大桥/"], "大桥")


def test_former_slugs_are_old_addresses_too():
    record = record_of(metas=meta("_wp_old_slug", "qiao") + meta("_wp_old_slug", "da-qiao"))

    assert record.old_addresses == ["/2023/05/04/bridge-12/", "/2023/05/04/qiao/", "/2023/05/04/da-qiao/"]


def test_address_by_number_is_no_path_and_is_kept_beside():
    record = record_of(link=f"{SITE}/?p=12")

    assert record.old_addresses == []
    assert record.extra["short_address"] == "/?p=12"


def test_comments_are_counted_and_not_read():
    comment = "<wp:comment><wp:comment_content><![CDATA[</item> 好！]]></wp:comment_content></wp:comment>"
    record = record_of(more=comment * 3, comment_status="open")

    assert (record.extra["comments"], record.comments_open) == (3, True)


def test_closed_comments_are_closed():
    assert record_of().comments_open is False


def test_page_and_other_types_are_articles_that_say_what_they_were():
    page, book, post = records_of(export(item(1, post_type="page"), item(2, post_type="book"), item(3)))

    assert (page.extra["type"], book.extra["type"], "type" in post.extra) == ("page", "book", False)


def test_sticky_item_says_so():
    assert record_of(is_sticky="1").extra["sticky"] is True


def test_excerpt_is_the_standfirst_and_plain():
    assert record_of(excerpt="<b>工期</b> &amp; 影响").standfirst == "工期 & 影响"


@pytest.mark.parametrize(
    "body",
    [
        "先说。\n<!--more-->\n再说。",
        "<!-- wp:paragraph --><p>先说。</p><!-- /wp:paragraph --><!--more--><p>再说。</p>",
    ],
)
def test_text_above_more_is_the_standfirst_where_there_is_no_excerpt(body):
    record = record_of(body)

    assert record.standfirst == "先说。"
    assert record.body.replace("\n", "") == "<p>先说。</p><p>再说。</p>"


def test_pictures_and_links_without_a_host_are_the_site_s():
    record = record_of('<a href="/about/">关于</a> <img src="/wp-content/uploads/a.jpg"> <img src="b.jpg">')

    assert f'href="{SITE}/about/"' in record.body
    assert [picture.address for picture in record.pictures] == [
        f"{SITE}/wp-content/uploads/a.jpg",
        f"{SITE}/2023/05/04/bridge-12/b.jpg",
    ]


def test_body_is_sanitized_and_says_what_went():
    record = record_of('<p style="color:red">一<script>alert(1)</script></p>')

    assert record.body.replace("\n", "") == "<p>一</p>"
    assert record.warnings == [Warning("removed-html", "style attribute ×1, script ×1")]


@pytest.mark.parametrize(
    ("title", "body", "terms", "language"),
    [
        ("市政府宣布大桥维修", "这是一座新的大桥，我们会继续报道。", "", "zh-Hans"),
        ("البرلمان يقر الموازنة", "وافق البرلمان على الموازنة الجديدة بأغلبية كبيرة. " * 3, "", "ar"),
        ("Bridge", "It is.", term("pt", "Português", domain="language"), "pt"),
    ],
)
def test_language_is_the_stated_one_or_what_the_words_show(title, body, terms, language):
    assert record_of(body, title=title, terms=terms).language == language


def test_long_headline_is_cut_and_kept_whole():
    record = record_of(title="长" * 400)

    assert len(record.headline) == 300
    assert record.extra["title"] == "长" * 400


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<rss></rss>", "no item of an export"),
        (b"<item>" + b"<a/>" * 100_001 + b"</item>", "100,000 elements an item"),
        (b"<item>" + b"<a>" * 60 + b"</item>", "10 elements without an end an item"),
        (b"<item>" + b"x" * 10_000_000 + b"</item>", "10,000,000 bytes"),
    ],
)
def test_part_that_cannot_be_read_says_why(data, reason):
    refusal = wxr.read(Part(raw=data), path="export.xml", index=7, options=ReadingOptions())

    assert (reason in refusal.reason, refusal.index) == (True, 7)

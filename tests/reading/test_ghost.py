"""Ghost's export, in the shape its own documents show."""

import io
import json
from datetime import UTC, datetime

import pytest

from articles.reading.readers import ghost
from articles.reading.record import Credit, Part, Picture, ReadingOptions, Refusal

POST = {
    "id": "5c7f1e2a9d",
    "uuid": "0a1b2c3d-0000-4000-8000-000000000001",
    "title": "大桥下月维修 &amp; 渡轮加班",
    "slug": "bridge-repair",
    "mobiledoc": None,
    "lexical": None,
    "html": '<p>工程<a href="__GHOST_URL__/map/">下月</a>开始。</p><p><img src="__GHOST_URL__/content/images/a.jpg" alt="桥"></p>',
    "feature_image": "__GHOST_URL__/content/images/2023/bridge.jpg",
    "featured": 1,
    "type": "post",
    "status": "published",
    "visibility": "public",
    "custom_excerpt": "九十天内完成。",
    "created_at": "2023-05-01T00:00:00.000Z",
    "updated_at": "2023-05-05T08:00:00.000Z",
    "published_at": "2023-05-04T09:30:05.000Z",
    "canonical_url": None,
    "codeinjection_head": None,
}
TABLES = {
    "tags": [
        {"id": "t1", "name": "交通", "slug": "traffic", "visibility": "public"},
        {"id": "t2", "name": "本地", "slug": "local", "visibility": "public"},
        {"id": "t3", "name": "#wire", "slug": "hash-wire", "visibility": "internal"},
    ],
    "users": [
        {"id": "u1", "name": "李雷", "email": "lilei@news.example", "password": "$2a$10$secret"},
        {"id": "u2", "name": "Smith, Jane", "email": "jane@news.example"},
    ],
    "posts_tags": [
        {"post_id": "5c7f1e2a9d", "tag_id": "t1", "sort_order": 1},
        {"post_id": "5c7f1e2a9d", "tag_id": "t2", "sort_order": 0},
        {"post_id": "5c7f1e2a9d", "tag_id": "t3", "sort_order": 2},
    ],
    "posts_authors": [
        {"post_id": "5c7f1e2a9d", "author_id": "u2", "sort_order": 1},
        {"post_id": "5c7f1e2a9d", "author_id": "u1", "sort_order": 0},
    ],
    "posts_meta": [
        {
            "post_id": "5c7f1e2a9d",
            "feature_image_alt": "晨雾中的桥",
            "feature_image_caption": "<b>周四</b>的大桥",
            "meta_title": "维修",
        }
    ],
    "settings": [
        {"key": "title", "value": "晚报"},
        {"key": "locale", "value": "zh-Hans"},
        {"key": "url", "value": "https://news.example.org/"},
        {"key": "members_private_key", "value": "secret"},
    ],
    "members": [{"email": "reader@example.com"}],
}


def export(*posts, is_wrapped=True, **tables):
    data = {
        "meta": {"exported_on": 1683187200000, "version": "5.46.0"},
        "data": {"posts": posts, **TABLES, **tables},
    }
    return json.dumps({"db": [data]} if is_wrapped else data, ensure_ascii=False).encode(
        "utf-8", "backslashreplace"
    )


def parts_of(data):
    return list(ghost.parts(io.BytesIO(data), path="export.json"))


def record_of(data=None, /, *, options=None, tables=None, **changes):
    (part,) = parts_of(data or export({**POST, **changes}, **(tables or {})))
    return ghost.read_article(part, path="export.json", index=0, options=options or ReadingOptions())


def codes(record):
    return [warning.code for warning in record.warnings]


@pytest.mark.parametrize(
    ("head", "is_export"),
    [
        (export(POST), True),
        (export(POST, is_wrapped=False), True),
        (json.dumps({"data": {"posts": []}, "meta": {}}, indent=2).encode(), True),
        (b'\xef\xbb\xbf{"db" : [ {"meta":{}', True),
        (b'{"title": "a story about posts", "data": {}}', False),
        (b'{"data": {"rows": []}}', False),
        (b'[{"db": []}]', False),
        (b"---\ntitle: x\n---\n", False),
    ],
)
def test_export_is_told_by_the_object_its_tables_are_in(head, is_export):
    assert ghost.claims(head, "a.json") is is_export


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_post_becomes_a_record(is_wrapped):
    record = record_of(export(POST, is_wrapped=is_wrapped))

    assert (record.headline, record.slug, record.language) == (
        "大桥下月维修 & 渡轮加班",
        "bridge-repair",
        "zh-Hans",
    )
    assert record.body == (
        '<p>工程<a href="https://news.example.org/map/">下月</a>开始。</p>'
        '<p><img src="https://news.example.org/content/images/a.jpg" alt="桥"></p>'
    )
    assert record.lead_picture == Picture(
        "https://news.example.org/content/images/2023/bridge.jpg", alt="晨雾中的桥", caption="周四的大桥"
    )
    assert (record.standfirst, record.status, record.date_origin) == ("九十天内完成。", "ready", "export")
    assert record.byline == [Credit("李雷"), Credit("Smith, Jane")]
    assert record.tags == ["本地", "交通"]
    assert record.published_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert record.modified_at == datetime(2023, 5, 5, 8, tzinfo=UTC)
    assert (record.source_url, record.old_addresses) == (
        "https://news.example.org/bridge-repair/",
        ["/bridge-repair/"],
    )
    assert record.extra == {"featured": True, "internal_tags": ["#wire"], "meta_title": "维修"}
    assert record.warnings == []


def test_post_is_its_own_bytes_named_by_its_uuid():
    (part,) = parts_of(export(POST))

    assert json.loads(part.raw) == POST
    assert part.external_id == POST["uuid"]


def test_nothing_of_people_but_their_names_is_taken_along():
    (part,) = parts_of(export(POST))

    assert not any(secret in json.dumps(part.context) for secret in ("@", "secret", "$2a"))


def test_post_without_a_uuid_is_named_by_its_number():
    assert parts_of(export({**POST, "id": 17, "uuid": None}))[0].external_id == "post 17"


def test_language_that_every_old_post_states_weighs_less_than_the_words():
    assert record_of(language="en_US", tables={"settings": []}).language == "zh-Hans"


def test_older_export_with_numbers_milliseconds_and_its_own_names_is_read():
    record = record_of(
        None,
        id=4,
        page=1,
        author_id=9,
        image="/content/images/b.jpg",
        feature_image=None,
        published_at=1430731805000,
        tables={"users": [{"id": 9, "name": "Jane Smith"}], "posts_authors": []},
    )

    assert record.byline == [Credit("Jane Smith")]
    assert record.extra["type"] == "page"
    assert record.lead_picture.address == "https://news.example.org/content/images/b.jpg"
    assert record.published_at == datetime(2015, 5, 4, 9, 30, 5, tzinfo=UTC)


def test_date_without_a_zone_is_in_utc():
    assert record_of(published_at="2017-05-04 09:30:05").published_at == datetime(
        2017, 5, 4, 9, 30, 5, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("changes", "status", "warnings"),
    [
        ({"status": "draft", "published_at": None}, "draft", []),
        ({"status": "scheduled", "published_at": "2999-01-01T00:00:00.000Z"}, "ready", []),
        ({"status": "sent"}, "draft", ["not-public"]),
        ({"visibility": "members"}, "draft", ["not-public"]),
        ({"visibility": "paid"}, "draft", ["not-public"]),
        ({"status": "published", "published_at": None}, "draft", ["undated"]),
        ({"status": "published", "published_at": "昨天"}, "draft", ["bad-date", "undated"]),
    ],
)
def test_only_what_everybody_could_read_is_ready(changes, status, warnings):
    record = record_of(**changes)

    assert (record.status, codes(record)) == (status, warnings)


def test_option_makes_everything_a_draft():
    assert record_of(options=ReadingOptions(status="draft")).status == "draft"


def test_draft_had_no_address_to_redirect_from():
    assert record_of(status="draft", published_at=None).old_addresses == []


def test_page_is_told_apart():
    assert record_of(type="page").extra["type"] == "page"


def test_canonical_address_is_the_source():
    assert record_of(canonical_url="https://wire.example.org/1").source_url == "https://wire.example.org/1"


def test_addresses_stay_below_the_archive_where_the_site_is_unknown():
    record = record_of(tables={"settings": []})

    assert record.body.startswith('<p>工程<a href="/map/">下月</a>')
    assert record.pictures == [Picture("archive:content/images/a.jpg", alt="桥")]
    assert record.lead_picture.address == "archive:content/images/2023/bridge.jpg"
    assert record.source_url == ""


def test_injected_code_is_left_out_and_told_of():
    record = record_of(codeinjection_head="<script>spy()</script>")

    assert codes(record) == ["code-injection"]
    assert "spy" not in json.dumps(record.extra)


def test_html_goes_before_lexical_before_mobiledoc():
    lexical = json.dumps(
        {"root": {"children": [{"type": "paragraph", "children": [{"type": "text", "text": "二"}]}]}}
    )
    mobiledoc = json.dumps({"sections": [[1, "p", [[0, [], 0, "三"]]]]})

    assert record_of(html="<p>一</p>", lexical=lexical, mobiledoc=mobiledoc).body == "<p>一</p>"
    assert record_of(html=None, lexical=lexical, mobiledoc=mobiledoc).body == "<p>二</p>"
    assert record_of(html="", mobiledoc=mobiledoc).body == "<p>三</p>"
    assert record_of(html="", markdown="*四*").body == "<p><em>四</em></p>"
    assert record_of(html="", plaintext="五\n\n六 < 七").body == "<p>五</p>\n<p>六 &lt; 七</p>"


@pytest.mark.parametrize("document", ["{", "[]", "null", '{"root": 3}', "[" * 100_000])
def test_body_that_cannot_be_read_leaves_the_next_form(document):
    record = record_of(html=None, lexical=document, plaintext="正文")

    assert record.body == "<p>正文</p>"


RENDERED = {
    '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example/1">'
    '<div class="kg-bookmark-content"><div class="kg-bookmark-title">桥史</div><div class="kg-bookmark-description">百年</div>'
    '<div class="kg-bookmark-metadata"><img src="https://a.example/icon.png"></div></div></a></figure>': (
        '<p class="embed-card"><a href="https://a.example/1">桥史</a></p><p>百年</p>'
    ),
    '<div class="kg-card kg-audio-card"><div><div class="kg-audio-title">录音</div><audio src="https://a.example/a.mp3">'
    "</audio><button><svg></svg></button></div></div>": (
        '<p class="embed-card"><a href="https://a.example/a.mp3">录音</a></p>'
    ),
    '<div class="kg-card kg-file-card"><a href="https://a.example/a.pdf"><div class="kg-file-card-title">报告</div></a></div>': (
        '<p class="embed-card"><a href="https://a.example/a.pdf">报告</a></p>'
    ),
    '<figure class="kg-card kg-gallery-card"><div class="kg-gallery-row"><div><img src="https://a.example/1.jpg"></div>'
    '<div><img src="https://a.example/2.jpg"></div></div><figcaption>两张</figcaption></figure>': (
        '<figure class="gallery"><img src="https://a.example/1.jpg"><img src="https://a.example/2.jpg">'
        "<figcaption>两张</figcaption></figure>"
    ),
    '<div class="kg-card kg-toggle-card"><div><h4>问</h4><button><svg></svg></button></div><div>答</div></div>': (
        "<div><div><h4>问</h4></div><div>答</div></div>"
    ),
}


@pytest.mark.parametrize(("html", "body"), RENDERED.items())
def test_rendered_card_loses_its_controls_only(html, body):
    record = record_of(html=f"<p>一</p>{html}")

    assert (record.body, record.warnings) == (f"<p>一</p>{body}", [])


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (export(), "skipped", "an export without posts"),
        (b'{"db": []}', "skipped", "an export without posts"),
        (b"<rss>", "failed", "not JSON from here on"),
        (b'{"db": [{"data": {"posts": [{"id": 1,,', "failed", "not JSON from here on"),
    ],
)
def test_export_without_posts_gives_one_refusal(data, outcome, reason):
    (refusal,) = parts_of(data)

    assert refusal.outcome == outcome
    assert refusal.reason.startswith(reason)


def test_export_that_is_cut_off_gives_the_posts_before_and_says_where():
    part, refusal = parts_of(export(POST, {**POST, "uuid": "2"}).split(b'"uuid": "2"')[0])

    assert part.external_id == POST["uuid"]
    assert refusal.reason.startswith("not JSON from here on")


def test_post_that_is_no_object_costs_no_other():
    odd, part = parts_of(export(3, POST))

    assert odd == Refusal("failed", "a post that is no object")
    assert isinstance(part, Part)


def test_post_without_a_title_is_refused():
    (part,) = parts_of(export({**POST, "title": ""}))

    assert ghost.read(part, path="e", index=2, options=ReadingOptions()) == Refusal(
        "failed", "no headline", 2
    )


def test_table_may_come_before_or_after_the_posts():
    tables = {"data": {**TABLES, "posts": [POST]}, "meta": {}}

    assert record_of(json.dumps(tables).encode()).tags == ["本地", "交通"]


def test_characters_no_database_keeps_are_left_out():
    record = record_of(title="大桥\0\ud800", html="<p>一\0\ud83d</p>")

    assert (record.headline, record.body) == ("大桥", "<p>一</p>")

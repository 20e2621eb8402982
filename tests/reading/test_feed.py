"""RSS and Atom, as their documents show them and as the wild writes them."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.reading.readers import feed
from articles.reading.record import Credit, Part, Picture, ReadingOptions, Refusal

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:app="http://www.w3.org/2007/app" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
DATED = "<pubDate>Thu, 04 May 2023 09:30:05 GMT</pubDate>"
ARABIC = "وافق البرلمان على الموازنة الجديدة بأغلبية كبيرة بعد نقاش طويل في الجلسة"


def rss(*items, channel="<link>https://news.example.org/</link>", root="", title="大桥维修"):
    entries = "".join(f"<item><title>{title}</title>{DATED}{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES} {root}><channel>{channel}{entries}</channel></rss>'.encode()


def atom(entry, *, feed_s="", root=""):
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {root}>{feed_s}'
        f"<entry><id>urn:story:1</id><updated>2023-05-04T09:30:05Z</updated>{entry}</entry></feed>"
    ).encode()


def parts_of(data):
    return list(feed.parts(io.BytesIO(data), path="wire.xml"))


def records_of(data, **options):
    return [
        feed.read_article(part, path="wire.xml", index=index, options=ReadingOptions(**options))
        for index, part in enumerate(parts_of(data))
    ]


def record_of(data, **options):
    (record,) = records_of(data, **options)
    return record


def codes(record):
    return [warning.code for warning in record.warnings]


@pytest.mark.parametrize(
    ("start", "is_feed"),
    [
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="0.91">', True),
        (b'\xef\xbb\xbf<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', True),
        ('\ufeff<?xml version="1.0" encoding="utf-16"?><rss version="2.0">'.encode("utf-16-le"), True),
        (b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">', True),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        (b'<rdf:RDF xmlns="http://xmlns.com/foaf/0.1/">', False),
        (b'<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">', False),
        (b'<!DOCTYPE rss [<!ENTITY a "x">]><rss version="2.0">', True),
        (b"<html><body><rss>", False),
        (b"---\ntitle: <rss>\n---\n", False),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', True),
        (b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1.1"}', True),
        (b'{"title": "a story", "version": 2}', False),
        (b"", False),
    ],
)
def test_feed_is_told_by_its_first_tag_or_its_version(start, is_feed):
    assert feed.claims(start, "news/a.txt") is is_feed


def test_entry_is_its_own_bytes_named_by_its_guid():
    first, second = parts_of(rss("<guid>urn:1</guid>", "<guid isPermaLink='false'>urn:2</guid><x/>"))

    assert (first.external_id, second.external_id) == ("urn:1", "urn:2")
    assert (
        second.raw
        == f"<item><title>大桥维修</title>{DATED}<guid isPermaLink='false'>urn:2</guid><x/></item>".encode()
    )
    assert first.context == second.context


def test_entry_without_a_guid_is_named_by_its_link_or_else_by_title_and_date():
    linked, bare, same = parts_of(rss("<link>https://news.example.org/1</link>", "<a/>", "<b/>"))

    assert linked.external_id == "https://news.example.org/1"
    assert bare.external_id == same.external_id
    assert len(bare.external_id) == 64


def test_context_stays_the_same_when_only_the_feed_s_own_date_moves():
    old, new = (
        parts_of(rss("", channel=f"<lastBuildDate>{day} May 2023</lastBuildDate>"))[0] for day in (1, 2)
    )

    assert old.context == new.context


def test_rss_entry_becomes_a_record():
    record = record_of(
        rss(
            "<link>https://news.example.org/2023/bridge-repair/</link><guid isPermaLink='false'>b-1</guid>"
            "<dc:creator>Jane Smith</dc:creator><dc:creator>李雷</dc:creator><dc:contributor>Ana Diaz</dc:contributor>"
            "<category>交通</category><category>City/Roads</category><description>九十天内完成。</description>"
            "<content:encoded><![CDATA[<p>工程下月<a href='/map'>开始</a>。</p><p><img src='/a.jpg'></p>]]></content:encoded>"
            "<comments>https://news.example.org/c</comments>",
            channel="<title>晚报</title><link>https://news.example.org/</link>",
        )
    )

    assert record.headline == "大桥维修"
    assert record.body == (
        '<p>工程下月<a href="https://news.example.org/map">开始</a>。</p>'
        '<p><img src="https://news.example.org/a.jpg"></p>'
    )
    assert (record.standfirst, record.language) == ("九十天内完成。", "zh-Hans")
    assert record.byline == [Credit("Jane Smith"), Credit("李雷"), Credit("Ana Diaz", "contributor")]
    assert (record.tags, record.categories) == (["交通"], [("City", "Roads")])
    assert record.published_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert (record.date_origin, record.status, record.slug) == ("feed", "ready", "bridge-repair")
    assert record.source_url == "https://news.example.org/2023/bridge-repair/"
    assert [picture.address for picture in record.pictures] == ["https://news.example.org/a.jpg"]
    assert record.extra == {"comments": "https://news.example.org/c", "feed": "晚报", "guid": "b-1"}
    assert record.warnings == []


def test_atom_entry_becomes_a_record():
    record = record_of(
        atom(
            "<title type='html'>Bridge &amp;lt;b>closed&amp;lt;/b> &amp;amp; ferry runs</title>"
            "<link rel='alternate' href='2023/bridge'/><published>2023-05-03T08:00:00+02:00</published>"
            "<author><name>Jane Smith</name><email>jane@news.example</email></author>"
            "<category term='roads' label='Roads'/><summary>Ninety days.</summary>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It begins<br/>in <a href='june'>June</a>."
            "</p></div></content>",
            root="xml:lang='en-GB' xml:base='https://news.example.org/'",
        )
    )

    assert record.headline == "Bridge closed & ferry runs"
    assert record.body == '<p>It begins<br>in <a href="https://news.example.org/june">June</a>.</p>'
    assert (record.standfirst, record.language, record.tags) == ("Ninety days.", "en-GB", ["Roads"])
    assert record.byline == [Credit("Jane Smith")]
    assert record.published_at == datetime(2023, 5, 3, 6, tzinfo=UTC)
    assert record.modified_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert record.source_url == "https://news.example.org/2023/bridge"


def test_rss_1_0_entry_becomes_a_record():
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example.org/"><items><rdf:Seq>'
        '<rdf:li resource="https://news.example.org/1"/></rdf:Seq></items></channel>'
        '<item rdf:about="https://news.example.org/1"><title>البرلمان يقر الموازنة</title>'
        f"<link>https://news.example.org/1</link><description>{ARABIC}</description>"
        "<dc:date>2023-05-04T09:30:05Z</dc:date><dc:subject>اقتصاد</dc:subject></item></rdf:RDF>"
    ).encode()
    (part,) = parts_of(data)
    record = record_of(data)

    assert part.external_id == "https://news.example.org/1"
    assert (record.headline, record.language, record.tags) == ("البرلمان يقر الموازنة", "ar", ["اقتصاد"])
    assert record.published_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    # A mere number names nothing, so that the headline makes the slug.
    assert record.slug == "البرلمان-يقر-الموازنة"


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94"])
def test_older_rss_is_read(version):
    data = rss("<description>正文。</description>").replace(b'"2.0"', f'"{version}"'.encode())

    assert record_of(data).body == "<p>正文。</p>"


def test_description_alone_is_the_body():
    record = record_of(rss("<description>&lt;p&gt;全文在此。&lt;/p&gt;</description>"))

    assert (record.body, record.standfirst) == ("<p>全文在此。</p>", "")


def test_plain_description_gets_its_paragraphs():
    record = record_of(rss("<description>第一段 &amp;amp; 更多。\n\n第二段。</description>"))

    assert record.body == "<p>第一段 &amp; 更多。</p>\n<p>第二段。</p>"


@pytest.mark.parametrize(
    ("description", "standfirst"),
    [
        ("工程下月开始，工期 […]", ""),
        ("工程下月开始&amp;#8230;", ""),
        (
            "<![CDATA[<p>车道轮流封闭。</p><p>The post <a href='/'>大桥</a> appeared first on <a href='/'>晚报</a>.</p>]]>",
            "车道轮流封闭。",
        ),
    ],
)
def test_summary_that_is_only_the_body_s_beginning_is_no_standfirst(description, standfirst):
    body = "<content:encoded>&lt;p&gt;工程下月开始，工期预计九十天。&lt;/p&gt;</content:encoded>"

    assert record_of(rss(f"<description>{description}</description>{body}")).standfirst == standfirst


def test_text_title_keeps_what_only_looks_like_a_tag():
    record = record_of(atom("<title type='text'>What the &lt;b> tag does</title>"))

    assert record.headline == "What the <b> tag does"


def test_media_pictures_are_the_lead_with_their_own_words():
    record = record_of(
        rss(
            "<media:group><media:content url='https://secure.gravatar.com/avatar/1' medium='image'/>"
            "<media:content url='/bridge.jpg' medium='image'><media:title>桥 在 晨雾中</media:title>"
            "<media:description>周四的大桥</media:description></media:content><media:credit>李雷摄</media:credit></media:group>"
            "<media:thumbnail url='/small.jpg'/><description>正文。</description>"
        )
    )

    assert record.lead_picture == Picture(
        "https://news.example.org/bridge.jpg", alt="桥 在 晨雾中", caption="周四的大桥", credit="李雷摄"
    )
    assert (record.headline, record.body) == ("大桥维修", "<p>正文。</p>")


def test_media_title_and_categories_stand_in_for_the_entry_s_own():
    item = "<media:title>大桥晨雾</media:title><media:category label='交通'>t/1</media:category>"
    record = record_of(rss(item, title=""))

    assert (record.headline, record.tags) == ("大桥晨雾", ["交通"])


@pytest.mark.parametrize(
    "item",
    [
        "<enclosure url='https://cdn.example.org/a.jpg' type='image/jpeg' length='9'/>",
        "<media:thumbnail url='https://cdn.example.org/a.jpg'/>",
        "<itunes:image href='https://cdn.example.org/a.jpg'/>",
    ],
)
def test_picture_of_any_kind_is_the_lead(item):
    assert record_of(rss(item)).lead_picture == Picture("https://cdn.example.org/a.jpg")


def test_lead_picture_is_not_repeated_at_the_top_of_the_body():
    picture = "https://cdn.example.org/a.jpg"
    record = record_of(
        rss(
            f"<media:thumbnail url='{picture}'/><description>&lt;img src='{picture}'&gt;&lt;p&gt;正文。&lt;/p&gt;</description>"
        )
    )

    assert (record.body, record.pictures) == ("<p>正文。</p>", [])


def test_sound_that_comes_with_an_entry_is_a_card_below_the_body():
    record = record_of(
        rss(
            "<description>正文。</description><enclosure url='https://cdn.example.org/a.mp3' type='audio/mpeg'/>"
        )
    )

    assert record.body.endswith(
        '<p class="embed-card"><a href="https://cdn.example.org/a.mp3">cdn.example.org/a.mp3</a></p>'
    )


def test_film_without_any_text_has_its_description_as_body():
    record = record_of(
        atom(
            "<title>Bridge seen from the air</title><media:group xmlns:media='http://search.yahoo.com/mrss/'>"
            "<media:content url='https://www.youtube.com/v/abc123' type='application/x-shockwave-flash'/>"
            "<media:description>Filmed on Thursday.</media:description></media:group>"
        )
    )

    assert record.body.startswith("<p>Filmed on Thursday.</p>")
    assert "https://www.youtube.com/watch?v=abc123" in record.body


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("<author>desk@news.example (Jane Smith)</author>", ["Jane Smith"]),
        ("<author>desk@news.technology</author>", []),
        ("<dc:creator>Jane Smith, John Doe</dc:creator>", ["Jane Smith", "John Doe"]),
        ("<dc:creator>晚报、李雷</dc:creator>", ["晚报", "李雷"]),
    ],
)
def test_authors_are_names_and_never_addresses(item, names):
    assert [credit.name for credit in record_of(rss(item)).byline] == names


def test_author_of_an_atom_feed_is_that_of_an_entry_without_any():
    author = "<author><name>晚报编辑部</name></author>"

    assert record_of(atom("<title>大桥</title>", feed_s=author)).byline == [Credit("晚报编辑部")]


def test_editor_of_an_rss_feed_wrote_none_of_it():
    assert record_of(rss("", channel="<managingEditor>e@x.example (Ed)</managingEditor>")).byline == []


@pytest.mark.parametrize(
    ("data", "language"),
    [
        (rss("<dc:language>fr-CA</dc:language>"), "fr-CA"),
        (rss("", root="xml:lang='zh-TW'"), "zh-Hant"),
        (rss("", channel="<language>ja</language>"), "zh-Hans"),
        (
            rss(f"<description>{ARABIC}</description>", channel="<language>en-US</language>", title=ARABIC),
            "ar",
        ),
        (rss("", channel="<language>en-US</language>", title="Der Spiegel"), "en-US"),
        (rss("", channel="<language>ca</language>", title="El pont es tanca"), "ca"),
    ],
)
def test_language_is_the_entry_s_then_what_the_words_show_then_the_feed_s(data, language):
    assert record_of(data).language == language


def test_date_without_a_zone_is_in_the_one_given():
    data = rss("").replace(DATED.encode(), b"<pubDate>2023-05-04 08:00</pubDate>")

    assert record_of(data, zone=ZoneInfo("Asia/Shanghai")).published_at == datetime(2023, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "<pubDate>昨天</pubDate>"])
def test_entry_without_a_date_waits_as_a_draft(date):
    record = record_of(rss("").replace(DATED.encode(), date.encode()))

    assert (record.published_at, record.date_origin, record.status) == (None, "", "draft")
    assert codes(record)[-1] == "undated"


def test_draft_of_the_publishing_protocol_is_a_draft():
    assert record_of(rss("<app:control><app:draft>yes</app:draft></app:control>")).status == "draft"


def test_option_makes_everything_a_draft():
    assert record_of(rss(""), status="draft").status == "draft"


def test_flat_categories_leave_a_slash_in_a_tag():
    record = record_of(rss("<category>AC/DC</category>"), categories="flat")

    assert (record.tags, record.categories) == (["AC/DC"], [])


def test_comment_in_a_blogger_archive_is_no_article():
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/>"
    (part,) = parts_of(atom(f"<title>Nice</title>{kind}"))

    refusal = feed.read(part, path="b.xml", index=3, options=ReadingOptions())

    assert (refusal.outcome, refusal.reason, refusal.index) == (
        "skipped",
        "not an article (a comment of Blogger's)",
        3,
    )


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("<description>Smith & Sons won</description>", "Smith &amp; Sons won"),
        ("<description>first&nbsp;second</description>", "first&nbsp;second"),
        ("<description>a <unclosed> b</description>", "a  b"),
    ],
)
def test_broken_entry_is_read_all_the_same_and_costs_no_other(item, words):
    broken, whole = records_of(rss(item, "<description>正文。</description>"))

    assert (words in broken.body, codes(broken)) == (True, ["feed-repaired"])
    assert (whole.body, whole.warnings) == ("<p>正文。</p>", [])


def test_feed_that_is_cut_off_gives_what_there_is_of_it():
    data = rss("<description>一。</description>", "<description><![CDATA[<p>二，然后")
    first, second = records_of(data[: data.rindex(b"</item>")])

    assert first.body == "<p>一。</p>"
    assert (second.body, codes(second)) == ("<p>二，然后</p>", ["feed-repaired"])


def test_tags_that_are_only_talked_of_cut_nothing():
    code = (
        "<content:encoded><![CDATA[<pre>&lt;item&gt;<item></item></pre>]]></content:encoded><!-- <item> -->"
    )

    assert len(parts_of(rss(code, code))) == 2


@pytest.mark.parametrize("encoding", ["gb2312", "big5", "utf-16", "windows-1252"])
def test_feed_in_an_older_encoding_is_read_and_says_so(encoding):
    title = "Éditorial" if encoding == "windows-1252" else "中文新聞" if encoding == "big5" else "中文新闻"
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + rss("", title=title).decode()
    record = record_of(text.encode(encoding))

    assert (record.headline, codes(record)) == (title, ["encoding"])


def test_encoding_that_is_declared_and_not_true_is_no_matter():
    assert record_of(b'<?xml version="1.0" encoding="gbk"?>' + rss("")).headline == "大桥维修"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>',
        '<!-- x --><!DOCTYPE rss SYSTEM "a.dtd" [<!ENTITY % p SYSTEM "http://x.example/">%p;]>',
    ],
)
def test_feed_that_declares_entities_is_refused_by_name(prolog):
    (refusal,) = parts_of(prolog.encode() + rss("<description>&b;&x;</description>"))

    assert refusal.outcome == "failed"
    assert (
        refusal.reason
        == "an XML document type that declares entities of its own (<!DOCTYPE … [<!ENTITY …>]>)"
    )


def test_document_type_without_declarations_is_no_matter():
    prolog = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'

    assert record_of(prolog + rss("<description>正文。</description>")).body == "<p>正文。</p>"


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (rss(), "skipped", "a feed without entries"),
        (b"<html></html>", "failed", "not a feed: it begins with none of rss, rdf:RDF and feed"),
        (b"", "skipped", "empty"),
    ],
)
def test_file_without_entries_gives_one_refusal(data, outcome, reason):
    (refusal,) = parts_of(data)

    assert (refusal.outcome, refusal.reason) == (outcome, reason)


def test_feed_over_the_limit_is_refused_by_its_name():
    (refusal,) = parts_of(rss("") + b" " * feed.MAX_FEED_BYTES.most)

    assert refusal.reason == "over the limit of 50,000,000 bytes a feed: found more"


def test_entry_over_the_limit_is_refused_alone():
    long = "<description>" + "长" * (feed.MAX_ENTRY_BYTES.most // 3) + "</description>"
    refusal, part = parts_of(rss(long, ""))

    assert "bytes an entry" in refusal.reason
    assert isinstance(part, Part)


def test_entry_without_a_title_is_refused():
    (part,) = parts_of(rss("<description>正文。</description>", title=""))

    assert feed.read(part, path="a.xml", index=0, options=ReadingOptions()).reason == "no headline"


def test_script_goes_and_is_told_of():
    record = record_of(
        rss("<description>&lt;p&gt;一&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>")
    )

    assert (record.body, codes(record)) == ("<p>一</p>", ["removed-html"])


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("<a/>" * 40_000, "30,000 tags an entry"),
        ("& " * 300_000, "200,000 & an entry"),
        ("<a " + " ".join(f'a{number}="x"' for number in range(400)) + "/>", "300 attributes a tag"),
        ("<media:group>" * 60 + "</media:group>" * 60, "50 levels of nesting in Media RSS"),
    ],
)
def test_entry_that_would_be_read_for_seconds_is_refused_alone(item, reason):
    first, second = parts_of(rss(item, "<description>正文。</description>"))
    refusal = (
        first if isinstance(first, Refusal) else feed.read(first, path="a", index=0, options=ReadingOptions())
    )

    assert f"over the limit of {reason}" in refusal.reason
    assert feed.read_article(second, path="a", index=1, options=ReadingOptions()).body == "<p>正文。</p>"


def test_markup_in_cdata_does_not_count_as_the_feed_s_own():
    body = "<p>行</p>" * 9_000

    assert record_of(rss(f"<description><![CDATA[{body}]]></description>")).body == body

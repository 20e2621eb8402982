"""The page that was scraped around a story goes, the story stays, and what went is told."""

import pytest

from .stories import codes, record_of

STORY = "<p>跨江大桥的维修工程将在下个月初开始，工期预计为九十天，期间两条车道轮流封闭。</p><p>公共汽车改走上游的隧道。</p>"
LINKS = '<ul><li><a href="/1">新闻</a></li><li><a href="/2">体育</a></li></ul>'
PAGE = f"""<html><head><title>大桥维修 - 晚报</title><meta property="og:title" content="大桥维修">
<script type="application/ld+json">{{"@type": "NewsArticle"}}</script></head><body class="single has-sidebar">
<a class="skip-link" href="#x">跳到正文</a><header><a href="/">晚报</a><nav>{LINKS}</nav></header>
<ol class="breadcrumb"><li><a href="/">首页</a></li><li>新闻</li></ol>
<main><article><h1>大桥维修</h1><div class="share-buttons"><a href="//s.example/x">分享</a></div>
<div itemprop="articleBody">{STORY}</div>
<div class="relatedPosts"><h3>相关</h3>{LINKS}</div></article></main>
<aside><h3>热门</h3>{LINKS}</aside><div id="cookie-notice">本站使用 Cookie。<button>好</button></div>
<form action="/search"><input name="q"><button>搜索</button></form>
<footer><p>© 2022 晚报 版权所有</p></footer></body></html>"""


def words_of(record):
    return record.body.replace("\n", "")


def detail_of(record):
    return [warning.detail for warning in record.warnings if warning.code == "page-chrome"]


def test_whole_page_gives_its_story():
    record = record_of(body=PAGE)

    assert words_of(record) == STORY
    assert record.loss.percent == 0


def test_what_went_is_told_with_its_kind_and_its_length():
    (detail,) = detail_of(record_of(body=PAGE))

    assert detail.startswith("header ×1, navigation ×1, share bar ×1, related stories ×1, sidebar ×1")
    assert detail.endswith(": 53 characters")


def test_page_without_a_header_has_its_first_heading_for_a_headline():
    record = record_of(title="", body=PAGE)

    assert (record.headline, words_of(record)) == ("大桥维修", STORY)


def test_page_without_any_heading_is_called_as_it_calls_itself():
    assert record_of(title="", body=PAGE.replace("h1>", "h3>")).headline == "大桥维修"
    assert record_of(title="", body=f"<title>大桥维修 - 晚报</title>{STORY}").site_suffix == " - 晚报"


KEPT = {
    "aside of the story": f"<article>{STORY}<aside><p>背景：这座桥建于一九五七年。</p></aside></article>",
    "header of the story": f"<article><header><p>本报记者现场报道。</p></header>{STORY}</article>",
    "byline in the story's header": f'<article><header><a href="/x">张三</a></header>{STORY}</article>',
    "paragraph in a box that is only called so": f'{STORY}<div class="related">{"背" * 41}</div>',
    "two stories": f"<article>{STORY}</article><article>{STORY}</article>",
    "long box that is only called so": f'<div class="related">{STORY * 6}</div>{STORY * 7}',
    "box that holds everything": f'<div class="sidebar-left menu">{STORY}</div>',
    "page in a form": f"<form>{STORY}</form>",
    "player": f'{STORY}<div class="social-embed"><iframe src="https://player.vimeo.com/video/1"></iframe></div>',
    "picture": f'{STORY}<div class="promo"><img src="https://e.org/a.jpg"></div>',
    "table": f'{STORY}<div class="menu"><table><tr><td>午餐</td></tr></table></div>',
    "short paragraph beside the story": f"<main>{STORY}</main><p>{'引' * 30}</p>",
    "lines beside the story": f"<main>{STORY * 9}</main>{'<p>尾声如此。</p>' * 25}",
    "paragraph beside the story": f"<p>{'引' * 90}</p><article>{STORY * 6}</article>",
    "class that has the word in another": f'{STORY}<div class="navy sharepoint">{"甲" * 30}</div>',
    "note of a photographer": f'{STORY}<p class="copyright">© 张三</p>',
}


@pytest.mark.parametrize("name", KEPT)
def test_what_may_be_the_story_stays(name):
    record = record_of(body=KEPT[name])

    assert "page-chrome" not in codes(record)
    assert record.loss.lost == 0


DROPPED = {
    "menu of links": f'<div class="main-menu">{LINKS}</div>{STORY}',
    "share bar of pictures": f'{STORY}<div class="social-share"><a href="/x"><img src="/i/f.png"></a></div>',
    "related line": f'{STORY}<p class="related">相关：<a href="/1">桥梁史</a></p>',
    "pages": f'{STORY}<div class="post-navigation"><a href="/0">上一篇</a><a href="/2">下一篇</a></div>',
    "line of dates": f'<div class="entry-meta"><a rel="author" href="/x">张三</a> <time>2022年</time></div>{STORY}',
    "by role": f'<div role="navigation">{LINKS}</div>{STORY}',
    "footer with rights": f"{STORY}<footer>Copyright 2022 晚报</footer>",
    "few words beside the main part": f"<p>晚报</p><main>{STORY}</main><p>回到顶部</p>",
}


@pytest.mark.parametrize("name", DROPPED)
def test_what_is_clearly_the_page_goes(name):
    record = record_of(body=DROPPED[name])

    assert codes(record)[:1] == ["page-chrome"]
    assert words_of(record) == STORY
    assert record.pictures == []


def test_ten_thousand_boxes_in_each_other_are_read_or_refused_quickly():
    record = record_of(body=f"{'<div class=menu>' * 490}{STORY}{'</div>' * 490}")

    assert words_of(record).endswith("</p>")

"""A folder of everything that real archives hold and no manual mentions, with what becomes of each file."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What an import of one quirk ends in; empty fields are not checked.

    ``published_at`` is ISO 8601 in UTC, or ``undated``. ``is_repeat``: the reader gives a record, and the
    import skips it because the same story lies in another path of the folder.
    """

    outcome: Literal["created", "skipped", "failed"] = "created"
    headline: str = ""
    published_at: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    reason: str = ""
    warning: str = ""
    standfirst: str = ""
    is_repeat: bool = False


def build_quirks(root: Path) -> dict[str, Expected]:
    """Write the folder below ``root`` and return what each relative path should end in."""
    for path, (data, _) in QUIRKS.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return {path: expected for path, (_, expected) in QUIRKS.items()}


DAY = "2022-01-27T00:00:00+00:00"
BODY = "<p>周四，议会在经过三天的辩论之后通过了新的预算案，反对党表示将继续监督执行情况。</p>"


def _story(title: str, *lines: str, date: str = "2022-01-27", body: str = BODY) -> bytes:
    header = "\n".join([f"title: {title}", f"date: {date}", *lines])
    return f"---\n{header}\n---\n\n{body}\n".encode()


def _titled(written: str, headline: str) -> tuple[bytes, Expected]:
    return _story(written), Expected(headline=headline, published_at=DAY)


def _dated(number: int, written: str, published_at: str, warning: str = "") -> tuple[bytes, Expected]:
    headline = f"第{number}届会议今日开幕"
    body = f"<p>这是第{number}次会议，代表们讨论了港口扩建的计划。</p>"
    return (
        _story(headline, date=written, body=body),
        Expected(headline=headline, published_at=published_at, warning=warning),
    )


def _categorized(number: int, lines: str, *categories: tuple[str, ...]) -> tuple[bytes, Expected]:
    headline = f"第{number}号台风逼近沿海"
    body = f"<p>气象台发布第{number}号预警，渔船回港避风。</p>"
    return _story(headline, lines, body=body), Expected(headline=headline, categories=categories)


def _bodied(headline: str, body: str, **expected: str) -> tuple[bytes, Expected]:
    return _story(headline, body=body), Expected(headline=headline, **expected)


def _raw(text: str, headline: str, encoding: str = "utf-8", **expected: str) -> tuple[bytes, Expected]:
    return text.encode(encoding), Expected(headline=headline, **expected)


def _failed(data: bytes, reason: str) -> tuple[bytes, Expected]:
    return data, Expected(outcome="failed", reason=reason)


def _skipped(data: bytes, reason: str) -> tuple[bytes, Expected]:
    return data, Expected(outcome="skipped", reason=reason)


PLAIN = f"---\ntitle: 春季交易会闭幕\ndate: 2022-01-27\n---\n\n{BODY}\n"
BOMB = "\n".join(
    ["a: &a [" + ", ".join("哈" * 9) + "]"]
    + [f"{after}: &{after} [" + ", ".join([f"*{before}"] * 9) + "]" for before, after in pairwise("abcdefgh")]
)
JAPANESE = (
    "---\ntitle: 東京湾の新しい橋が開通した\ndate: 2022-01-27\n---\n\n"
    "<p>東京湾をまたぐ新しい橋が木曜日に開通し、初日から多くの人が渡った。"
    "市長は記者会見で、この橋が地域の経済を変えると述べた。</p>\n"
)
TRADITIONAL = (
    "---\ntitle: 立法會通過新的預算案\ndate: 2022-01-27\n---\n\n"
    "<p>立法會在經過三天的辯論之後通過了新的預算案，議員表示將會繼續監督政府的工作。</p>\n"
)

TITLES = {
    "titles/seven-quotes.md": _titled("'''''''海峡大桥通车'''''''", "海峡大桥通车"),
    "titles/three-quotes.md": _titled("'''列车恢复运行'''", "列车恢复运行"),
    "titles/three-double-quotes.md": _titled('"""机场关闭两小时"""', "机场关闭两小时"),
    "titles/nested-quotes.md": _titled("'\"油价再次上涨\"'", "油价再次上涨"),
    "titles/doubled-curly.md": _titled("““我们不会退让””", "“我们不会退让”"),
    "titles/curly.md": _titled("“这是胜利”", "“这是胜利”"),
    "titles/colon.md": _titled(
        "Live: parliament votes: what we know", "Live: parliament votes: what we know"
    ),
    "titles/at.md": _titled("@所有人 请注意防汛", "@所有人 请注意防汛"),
    "titles/bracket.md": _titled("[快讯] 地铁恢复运营", "[快讯] 地铁恢复运营"),
    "titles/only-brackets.md": _titled("[快讯]", "[快讯]"),
    "titles/brace.md": _titled("{独家} 矿难调查", "{独家} 矿难调查"),
    "titles/hash.md": _titled("#话题# 夏季用电高峰", "#话题# 夏季用电高峰"),
    "titles/number-sign.md": _titled("# 1 冠军之路", "# 1 冠军之路"),
    "titles/percent.md": _titled("%5 的增长目标", "%5 的增长目标"),
    "titles/ampersand.md": _titled("&amp 公司财报", "&amp 公司财报"),
    "titles/asterisk.md": _titled("*更新* 山火蔓延", "*更新* 山火蔓延"),
    "titles/exclamation.md": _titled("!重磅 央行降息", "!重磅 央行降息"),
    "titles/exclamation-english.md": _titled("!Breaking bridge closed", "!Breaking bridge closed"),
    "titles/pipe.md": _titled("| 评论 | 城市更新", "| 评论 | 城市更新"),
    "titles/greater.md": _titled("> 引语：海洋在升温", "> 引语：海洋在升温"),
    "titles/backtick.md": _titled("`代码` 开放日", "`代码` 开放日"),
    "titles/year.md": _titled("1936", "1936"),
    "titles/yes.md": _titled("Yes", "Yes"),
    "titles/noon.md": _titled("12:00", "12:00"),
    "titles/day.md": _titled("2022-01-01", "2022-01-01"),
    "titles/entities.md": _titled("'贸易 &amp; 投资 &#x4e2d;&#25991;'", "贸易 & 投资 中文"),
    "titles/twice-encoded.md": _titled("'渔业 &amp;amp; 航运'", "渔业 & 航运"),
    "titles/tags.md": _titled("'<b>旱情</b>持续'", "旱情持续"),
    "titles/spaces.md": _titled("'  高铁   提速　\u200b'", "高铁 提速"),
    "titles/bidi.md": _titled("\u202aالبرلمان يقر الموازنة\u202c", "البرلمان يقر الموازنة"),
    "titles/long.md": (
        _story("长" * 400),
        Expected(headline="长" * 299 + "…", warning="headline-cut"),
    ),
    "titles/from-heading.md": _raw(
        "# 没有抬头的文章\n\n正文在此。\n", "没有抬头的文章", published_at="undated"
    ),
    "titles/none.md": _failed(b"---\ndate: 2022-01-27\n---\n\n<p>No headline here.</p>\n", "no headline"),
}
DATES = {
    "dates/rfc822.md": _dated(1, "Thu, 27 Jan 2022 13:13:46 GMT", "2022-01-27T13:13:46+00:00"),
    "dates/rfc822-est.md": _dated(2, "Thu, 27 Jan 2022 13:13:46 EST", "2022-01-27T18:13:46+00:00"),
    "dates/rfc822-offset.md": _dated(3, "27 Jan 2022 13:13 +0800", "2022-01-27T05:13:00+00:00"),
    "dates/iso.md": _dated(4, "2022-01-27T13:13:46.5Z", "2022-01-27T13:13:46.500000+00:00"),
    "dates/offset.md": _dated(5, "2022-05-01 08:00:00 +0800", "2022-05-01T00:00:00+00:00"),
    "dates/slashes.md": _dated(6, "2021/3/2", "2021-03-02T00:00:00+00:00"),
    "dates/chinese.md": _dated(7, "2021年3月2日 08:30", "2021-03-02T08:30:00+00:00"),
    "dates/unix.md": _dated(8, "1643289226", "2022-01-27T13:13:46+00:00"),
    "dates/english.md": _dated(9, "March 2, 2021 5:04 PM", "2021-03-02T17:04:00+00:00"),
    "dates/last-day.md": _dated(10, "9999-12-31", "9999-12-31T00:00:00+00:00"),
    "dates/impossible.md": _dated(11, "2021-02-30", "undated", "bad-date"),
    "dates/nines.md": _dated(12, "9999-99-99", "undated", "bad-date"),
    "dates/month.md": _dated(13, "2021-03", "2021-03-01T00:00:00+00:00"),
    "dates/month-name.md": _dated(14, "March 2021", "2021-03-01T00:00:00+00:00"),
    "dates/year.md": _dated(15, "2021", "2021-01-01T00:00:00+00:00"),
    "dates/invalid-date.md": _dated(16, "Invalid Date", "undated", "bad-date"),
    "dates/published.md": _raw(
        "---\ntitle: 日期在另一个键里\npublished: 2022-01-27\n---\n<p>另一个键。</p>",
        "日期在另一个键里",
        published_at=DAY,
    ),
    "dates/2021-03-02-文件名.md": _raw(
        "---\ntitle: 日期在文件名里\n---\n<p>文件名里的日期。</p>",
        "日期在文件名里",
        published_at="2021-03-02T00:00:00+00:00",
    ),
    "dates/2021-02-30-impossible.md": _raw(
        "---\ntitle: 文件名里没有这一天\n---\n<p>日历上没有。</p>",
        "文件名里没有这一天",
        published_at="undated",
        warning="undated",
    ),
}
CATEGORIES = {
    "categories/one-space.md": _categorized(1, "categories: \n - 新闻\n - 国际", ("新闻", "国际")),
    "categories/four-spaces.md": _categorized(2, "categories:\n    - 新闻\n    - 国际", ("新闻", "国际")),
    "categories/inline.md": _categorized(3, "categories: [新闻, 国际]", ("新闻", "国际")),
    "categories/scalar.md": _categorized(4, "categories: 新闻", ("新闻",)),
    "categories/nested.md": _categorized(
        5, "categories:\n - [新闻, 国际]\n - [天气]", ("新闻", "国际"), ("天气",)
    ),
    "categories/pipes.md": _categorized(6, "categories:\n | 新闻\n | 国际", ("新闻", "国际")),
    "categories/tabs.md": _categorized(7, "categories:\n\t- 新闻\n\t- 国际", ("新闻", "国际")),
    "categories/empty-names.md": _categorized(8, "categories: ['', 新闻, ' ']", ("新闻",)),
    "categories/duplicate-key.md": _categorized(9, "categories: [新闻]\ncategories: [旧闻]", ("新闻",)),
}
ENCODINGS = {
    "encodings/bom.md": (
        b"\xef\xbb\xbf" + _story("带标记的文件"),
        Expected(headline="带标记的文件", published_at=DAY),
    ),
    "encodings/crlf.md": (
        _story("来自视窗的文件").replace(b"\n", b"\r\n"),
        Expected(headline="来自视窗的文件", published_at=DAY),
    ),
    "encodings/lone-cr.md": (
        _story("来自旧苹果的文件").replace(b"\n", b"\r"),
        Expected(headline="来自旧苹果的文件", published_at=DAY),
    ),
    "encodings/gbk.txt": _raw(PLAIN.replace("春季", "国标"), "国标交易会闭幕", "gbk", published_at=DAY),
    "encodings/big5.md": _raw(TRADITIONAL, "立法會通過新的預算案", "big5", published_at=DAY),
    "encodings/shift-jis.md": _raw(JAPANESE, "東京湾の新しい橋が開通した", "cp932", published_at=DAY),
    "encodings/utf-16.md": _raw(PLAIN.replace("春季", "夏季"), "夏季交易会闭幕", "utf-16", published_at=DAY),
    "encodings/utf-16-no-mark.md": _raw(
        PLAIN.replace("春季", "秋季"), "秋季交易会闭幕", "utf-16-le", published_at=DAY
    ),
    "encodings/nul.md": (
        _story("空\x00字符"),
        Expected(headline="空字符", published_at=DAY, warning="control-characters"),
    ),
    "encodings/controls.md": (
        _story("响\x07铃\x1b"),
        Expected(headline="响铃", published_at=DAY, warning="control-characters"),
    ),
    "encodings/turned.md": (
        _story("文字被倒转", body="<p>甲\u202e乙\ufeff丙</p>"),
        Expected(headline="文字被倒转", published_at=DAY, warning="control-characters"),
    ),
    "encodings/broken-bytes.md": (
        _story("半个字符", body=BODY + BODY).replace("周四".encode(), b"\xe5\x91", 1),
        Expected(headline="半个字符", published_at=DAY, warning="encoding"),
    ),
}
DELIMITERS = {
    "delimiters/no-first.md": _raw(
        f"title: 缺少第一行\ndate: 2022-01-27\n---\n{BODY}", "缺少第一行", published_at=DAY
    ),
    "delimiters/no-last.md": _raw(
        f"---\ntitle: 缺少最后一行\ndate: 2022-01-27\n\n{BODY}", "缺少最后一行", published_at=DAY
    ),
    "delimiters/no-last-and-rule.md": _raw(
        f"---\ntitle: 缺少结尾又有横线\ndate: 2022-01-27\n\n{BODY}\n\n---\n\n尾声。",
        "缺少结尾又有横线",
        published_at=DAY,
    ),
    "delimiters/neither.md": _raw(
        f"title: 两行都没有\ndate: 2022-01-27\n\n{BODY}", "两行都没有", published_at=DAY
    ),
    "delimiters/four-dashes.md": _raw(
        f"----\ntitle: 四个短横\ndate: 2022-01-27\n----\n{BODY}", "四个短横", published_at=DAY
    ),
    "delimiters/rule-in-body.md": _bodied("正文里有横线", "上半部分。\n\n---\n\n下半部分。"),
    "delimiters/blank-lines.md": _raw(
        f"---\n\ntitle: 抬头里有空行\n\n\ndate: 2022-01-27\n\n---\n{BODY}", "抬头里有空行", published_at=DAY
    ),
    "delimiters/blank-before.md": _raw(
        "\n\n" + PLAIN.replace("春季", "冬季"), "冬季交易会闭幕", published_at=DAY
    ),
    "delimiters/comment-before.md": _raw(
        "<!-- 由程序导出 -->\n" + PLAIN.replace("春季", "年度"), "年度交易会闭幕", published_at=DAY
    ),
    "delimiters/tabs.md": _raw(
        f"---\ntitle:\t制表符\ndate:\t2022-01-27\n---\n{BODY}", "制表符", published_at=DAY
    ),
    "delimiters/toml.md": _raw(
        f'+++\ntitle = "托姆格式"\ndate = 2022-01-27T00:00:00Z\n+++\n{BODY}', "托姆格式", published_at=DAY
    ),
    "delimiters/broken-toml.md": _raw(
        f"+++\ntitle = 没有引号\ndate = 2022-01-27\n+++\n{BODY}",
        "没有引号",
        published_at=DAY,
        warning="header-repaired",
    ),
    "delimiters/json.md": _raw(
        '{\n"title": "杰森格式",\n"date": "2022-01-27"\n}\n\n' + BODY, "杰森格式", published_at=DAY
    ),
    "delimiters/broken-json.md": _raw(
        '{\n"title": "多一个逗号",\n"date": "2022-01-27",\n}\n\n' + BODY, "多一个逗号", published_at=DAY
    ),
    "delimiters/plain.html": _raw("<h1>只有网页</h1>\n<p>没有抬头。</p>", "只有网页", published_at="undated"),
}
BODIES = {
    "bodies/more.md": _bodied(
        "摘要在标记之前", "<p>先说要点。</p>\n<!-- more -->\n<p>再说细节。</p>", standfirst="先说要点。"
    ),
    "bodies/lazy.md": _bodied(
        "图片稍后加载",
        '<p>港口。<img src="data:image/gif;base64,R0lGOD" data-src="https://example.org/a.jpg">'
        '<noscript><img src="https://example.org/a.jpg"></noscript>'
        '<img src="/img/spacer.gif" data-original="https://example.org/b.jpg"></p>',
    ),
    "bodies/outside.md": _bodied(
        "图片在档案之外", '<p>越界。</p><img src="../../../etc/passwd.png">', warning="image-outside"
    ),
    "bodies/script.md": _bodied(
        "正文带脚本", "<p>安全。</p><script>alert(1)</script>", warning="removed-html"
    ),
    "bodies/empty.md": _bodied("只有抬头", ""),
}
MENU = '<ul><li><a href="/1">新闻</a></li><li><a href="/2">体育</a></li></ul>'
PAGE = (
    '<html><head><title>海堤加固 - 晚报</title><meta property="og:title" content="海堤加固">'
    '<script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>'
    f"<header><nav>{MENU}</nav></header><main><h1>海堤加固</h1>{BODY}"
    '<div class="share-bar"><a href="#">分享</a></div></main>'
    f'<aside class="sidebar">{MENU}</aside><footer>© 2022 晚报</footer></body></html>'
)
PAGES = {
    "pages/whole.md": _bodied("海堤加固", PAGE, warning="page-chrome"),
    "pages/no-header.html": _raw(
        PAGE.replace("海堤加固", "海堤验收"), "海堤验收", published_at="undated", warning="page-chrome"
    ),
    "pages/only-title.html": _raw(
        f"<html><head><title>水库蓄水 - 晚报</title></head><body>{BODY}</body></html>",
        "水库蓄水 - 晚报",
        published_at="undated",
    ),
    "pages/headline-again.md": _bodied("灯塔重新点亮 - 晚报", f"<h1>灯塔重新点亮</h1>{BODY}"),
    "pages/comment-first.md": _bodied("注释在正文之前", f"<!-- 由程序导出 -->{BODY}"),
    "pages/open-comment.md": _bodied(
        "注释没有结束", f"{BODY}<!-- 广告<p>尾声。</p>", warning="unclosed-html"
    ),
    "pages/open-script.md": _bodied(
        "脚本没有结束", f"<script>a()<p>尾声。</p>{BODY}", warning="unclosed-html"
    ),
    "pages/open-title.md": _bodied("标题没有结束", f"<title>晚报{BODY}", warning="unclosed-html"),
    "pages/open-frame.md": _bodied(
        "框架没有结束", f'<iframe src="https://e.org/">{BODY}', warning="unclosed-html"
    ),
    "pages/styles.md": _bodied(
        "样式写在行内", '<p style="color: #333"><span style="x">渔港清淤。</span></p>', warning="removed-html"
    ),
    "pages/proxied.md": _bodied("图片经过代理", '<p>码头。<img src="https://i0.wp.com/e.org/a.jpg?w=9"></p>'),
    "pages/tracker.md": _bodied(
        "图片只为计数", '<p>码头。<img src="https://www.google-analytics.com/c"></p>'
    ),
    "pages/random-lead.md": (
        _story("题图每次不同", "headimg: https://picsum.photos/400/300?random=1"),
        Expected(headline="题图每次不同", warning="image-dropped"),
    ),
    "pages/lead-undefined.md": (
        _story("题图没有定义", "thumbnail: undefined"),
        Expected(headline="题图没有定义", warning="image-dropped"),
    ),
    "pages/entities-for-braces.md": _bodied("大括号写成实体", "用 `f()&#123;&#125;` 表示。"),
    "pages/html-in-values.md": (
        _story("抬头里有网页代码", "description: <p>要点<br>细节</p>", "author: <a href='/x'>张三</a>"),
        Expected(headline="抬头里有网页代码", standfirst="要点 细节"),
    ),
}
DIALECTS = {
    "hugo/content/post/2021-03-02-bridge/index.md": _raw(
        "+++\ntitle = '文件夹里的页面'\n[taxonomies]\ncategories = ['本地', '交通']\n+++\n桥。",
        "文件夹里的页面",
        published_at="2021-03-02T00:00:00+00:00",
    ),
    "hugo/content/post/figure.md": _bodied(
        "短代码是图片", '{{< figure src="https://e.org/f.jpg" >}}\n\n桥。'
    ),
    "hugo/content/post/tabs.md": _bodied(
        "短代码没人认识", "{{< tabs >}}注意{{< /tabs >}}", warning="shortcode"
    ),
    "hugo/content/post/_index.md": _skipped(
        "---\ntitle: 栏目\n---\n".encode(), "not an article (the page of a section"
    ),
    "jekyll/_posts/2021-03-02-river.md": _raw(
        "---\ntitle: 空格分开的栏目\ncategories: news local\npermalink: /:year/:title/\n---\n河。\n{: .lead}\n",
        "空格分开的栏目",
        published_at="2021-03-02T00:00:00+00:00",
    ),
    "jekyll/news.html": _skipped(
        "---\ntitle: 列表\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n".encode(),
        "not an article (a page that lists others)",
    ),
    "hexo/source/_posts/code.md": _bodied("标签是代码", "{% codeblock lang:js %}\na < b\n{% endcodeblock %}"),
    "hexo/source/_drafts/draft.md": _titled("草稿文件夹里的文章", "草稿文件夹里的文章"),
    "pelican/content/port.md": _raw(
        "Title: 没有分隔线: 的抬头\nDate: 2022-01-27\nStatus: hidden\n\n港口。![图]({static}/images/p.jpg)\n",
        "没有分隔线: 的抬头",
        published_at=DAY,
    ),
    "eleventy/posts.11tydata.json": _skipped(b'{"title": "x"}', "not an article"),
}
NAMES = {
    "names/中文 文件 名.md": _titled("文件名有空格", "文件名有空格"),
    "names/bell\x07.md": _titled("文件名有响铃", "文件名有响铃"),
    "names/line\nbreak.md": _titled("文件名有换行", "文件名有换行"),
    "names/لبنان.md": _titled("أخبار بيروت اليوم", "أخبار بيروت اليوم"),
    "names/no-suffix": _titled("没有后缀", "没有后缀"),
    "twice/a.md": (
        _story("同一篇报道", body="<p>刊登了两次。</p>"),
        Expected(headline="同一篇报道", published_at=DAY),
    ),
    "twice/b.md": (
        _story("同一篇报道", body="<p>刊登了两次。</p>"),
        Expected(outcome="skipped", headline="同一篇报道", published_at=DAY, is_repeat=True),
    ),
}
REFUSED = {
    "refused/bomb.md": _failed(_story("别名炸弹", BOMB), "YAML aliases"),
    "refused/python-tag.md": _failed(
        _story("标签", "run: !!python/object/apply:os.system ['true']"), "YAML tag"
    ),
    "refused/custom-tag.md": _failed(_story("标签", "run: !office {a: b}"), "YAML tag"),
    "refused/keys.md": _failed(_story("键太多", *(f"k{n}: v" for n in range(400))), "keys a header"),
    "refused/categories.md": _failed(
        _story("栏目太多", "categories: [" + ", ".join(f"[栏目{n}]" for n in range(80)) + "]"),
        "categories an article",
    ),
    "refused/depth.md": _failed(
        _story("栏目太深", "categories: [" + ", ".join(f"层{n}" for n in range(20)) + "]"),
        "levels in a category path",
    ),
    "refused/nesting.md": _failed(
        _story("嵌套太深", "x: " + "[" * 40 + "]" * 40), "levels of nesting in a header"
    ),
    "refused/images.md": _failed(
        _story("图片太多", body="".join(f'<img src="https://example.org/{n}.jpg">' for n in range(600))),
        "images an article",
    ),
    "refused/tags.md": _failed(
        _story("标签太多", "tags: [" + ", ".join(f"t{n}" for n in range(300)) + "]"), "tags an article"
    ),
    "refused/deep-body.md": _failed(_story("正文太深", body="<div>" * 3_000), "elements open at once"),
    "refused/large.md": _failed(_story("文件太大") + b"<p>x</p>\n" * 1_200_000, "bytes a file"),
}
SKIPPED = {
    "skipped/empty.md": _skipped(b"", "empty"),
    "skipped/blank.md": _skipped(b" \n\n\t\n", "empty"),
    "skipped/binary.md": _skipped(bytes(range(256)) * 8, "binary"),
    "skipped/archive.zip": _skipped(b"PK\x03\x04" + bytes(40), "binary"),
    "skipped/style.css": _skipped(b"---\n---\nbody { color: #111 }\n", "not an article (.css)"),
    "skipped/site.yml": _skipped("---\ntitle: 网站设置\nsite: !env X\n".encode(), "not an article (.yml)"),
    "skipped/package.json": _skipped(b'{"name": "site", "version": "1.0.0"}', "not an article (.json)"),
    "skipped/.gitignore": _skipped(b"public/\n", "not an article (.gitignore)"),
}
QUIRKS: dict[str, tuple[bytes, Expected]] = {
    **TITLES, **DATES, **CATEGORIES, **ENCODINGS, **DELIMITERS, **BODIES, **PAGES, **DIALECTS, **NAMES, **REFUSED, **SKIPPED
}  # fmt: skip

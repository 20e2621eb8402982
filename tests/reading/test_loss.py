"""What reading takes out of a body, in characters: nothing of an ordinary one, and what is swallowed is told."""

import pytest

from articles.reading.readers.front_matter import read
from articles.reading.record import Record
from tests.quirks import QUIRKS

from .stories import codes, in_the_sample_s_dialect, record_of

MARKDOWN = """
# 大桥维修

一段 **粗体**、`a < b && c > d` 和[链接](https://example.org/?a=1&b=2 "题 > 目")。

| 项目 | 费用 |
|:--|--:|
| 桥面 | 3 < 5 |

```html
<p>代码 &amp; <b>标签</b></p>
<!-- 注 -->
```

<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字[^1]

> 引语 &copy; 2022

![图](https://example.org/a.jpg "题")

- 一
- 二 <kbd>Ctrl</kbd>

[^1]: 脚注。
"""


def test_ordinary_body_loses_nothing():
    record = record_of(body=MARKDOWN)

    assert record.loss.lost == 0
    assert record.loss.before == 88


def test_sample_s_dialect_loses_nothing():
    (record,) = read(in_the_sample_s_dialect(), path="a.txt")

    assert (record.loss.lost, record.loss.before) == (0, record.loss.after)


@pytest.mark.parametrize(
    "path", [path for path, (_, expected) in QUIRKS.items() if expected.outcome == "created"]
)
def test_no_quirk_loses_more_than_it_means_to(path):
    (record,) = read(QUIRKS[path][0], path=path)

    assert isinstance(record, Record)
    assert record.loss.percent <= 5


def test_headline_said_twice_and_the_lead_s_caption_are_taken_knowingly():
    figure = '<figure><img src="https://e.org/a.jpg"><figcaption>新桥</figcaption></figure>'
    record = record_of("cover: https://e.org/a.jpg", f"<h1>大桥维修</h1>{figure}<p>正文。</p>")

    assert (record.loss.before, record.loss.after, record.loss.meant) == (9, 3, 6)
    assert record.loss.percent == 0


def test_what_the_sanitizer_removes_is_counted_by_kind():
    record = record_of(body='<p style="x">一<script>alert(1)</script></p>')

    assert record.loss.removed == {"style attribute": 1, "script": 1}
    assert record.loss.lost == 0


def test_text_that_a_missing_quote_swallows_is_lost():
    record = record_of(body='<p>一二</p><a href="x>三四</a><p>五六</p><a href="y">七</a>')

    assert (record.loss.before, record.loss.after, record.loss.lost) == (7, 3, 4)


SWALLOWING = {
    "comment": "<!-- 二三<p>四五</p>",
    "title": "<title>二三<p>四五</p>",
    "textarea": "<textarea>二三<p>四五</p>",
    "frame": '<iframe src="https://e.org/">二三<p>四五</p>',
    "frame before another": '<iframe src="a"/>二三<p>四五</p><iframe src="b"></iframe>',
    "noscript": "<noscript>二三<p>四五</p>",
    "video": '<video src="https://e.org/a.mp4">二三<p>四五</p>',
    "drawing": "<svg><path d='M0'/>二三<p>四五</p>",
    "script": "<script>var a = 1;<p>二三</p><p>四五</p>",
    "style": "<style>p {}<p>二三</p><p>四五</p>",
}


@pytest.mark.parametrize("name", SWALLOWING)
def test_text_after_what_nobody_closed_survives(name):
    record = record_of(body=f"<p>一</p>{SWALLOWING[name]}")

    assert "二三" in record.body
    assert "四五" in record.body
    assert "var a" not in record.body
    assert record.loss.percent == 0


def test_what_nobody_closed_is_told_of():
    record = record_of(body="<p>一</p><!-- 二<p>三</p><script>")

    assert [warning.detail for warning in record.warnings if warning.code == "unclosed-html"] == [
        "comment ×1, script ×1"
    ]


def test_script_that_may_hold_the_story_counts_as_lost():
    record = record_of(body="<p>一二</p><script>三四五六七八")

    assert (record.body, record.loss.lost) == ("<p>一二</p>", 6)
    assert "unclosed-html" in codes(record)

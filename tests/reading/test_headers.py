"""Delimiters, the three formats, and what is not quite any of them."""

import pytest

from articles.reading.header import delimiters, loading
from articles.reading.refusals import Refused


def values(header, fence="---"):
    return loading.read(f"{fence}\n{header}\n{fence}\n正文").values


def codes(headed):
    return [warning.code for warning in headed.warnings]


@pytest.mark.parametrize("word", ["1936", "Yes", "no", "12:00", "2022-01-01", "0x10", "1e3", "010", "true"])
def test_scalars_stay_the_words_they_are(word):
    assert values(f"title: {word}") == {"title": word}


@pytest.mark.parametrize("word", ["~", "null", "''", ""])
def test_nothing_is_an_empty_text(word):
    assert values(f"title: 新闻\nauthor: {word}") == {"title": "新闻", "author": ""}


def test_first_of_duplicate_keys_that_says_something_stands():
    headed = loading.read("---\nauthor:\nauthor: 张三\nauthor: 李四\n---\n")

    assert headed.values == {"author": "张三"}
    assert codes(headed) == ["duplicate-key", "duplicate-key"]


def test_one_broken_line_costs_nothing_but_itself():
    headed = loading.read("---\ntitle: 快讯: 地铁: 恢复\ncategories:\n  - 新闻\n  - 国际\nx: {a: [1]}\n---\n")

    assert headed.values == {"title": "快讯: 地铁: 恢复", "categories": ["新闻", "国际"], "x": {"a": ["1"]}}
    assert codes(headed) == ["header-repaired"]


@pytest.mark.parametrize(
    "lines", [" - 新闻\n - 国际", "\t- 新闻\n\t- 国际", " | 新闻\n | 国际", "    - 新闻\n    - '国际'"]
)
def test_line_reader_takes_lists_of_any_indent(lines):
    assert values(f"title: '未闭合\ncategories:\n{lines}")["categories"] == ["新闻", "国际"]


def test_line_reader_takes_keys_without_a_space_or_with_a_wide_colon():
    assert values("title:港口扩建\nauthor：张三\nlink: https://example.org/") == {
        "title": "港口扩建",
        "author": "张三",
        "link": "https://example.org/",
    }


def test_alias_gives_what_its_anchor_stated():
    assert values("a: &names [张三, 李四]\nb: *names") == {"a": ["张三", "李四"], "b": ["张三", "李四"]}


@pytest.mark.parametrize(
    "header",
    [
        "run: !!python/object/apply:os.system ['true']",
        "run: !!binary aGVsbG8=",
        "run: !<tag:example.org,2022:x> y",
        "run: !office {a: b}",
        "title: 快讯: 坏\nrun: !!python/name:os.system",
    ],
)
def test_yaml_tag_is_refused_by_name(header):
    with pytest.raises(Refused, match="YAML tag '"):
        values(header)


def test_core_tag_changes_nothing():
    assert values("title: !!str 1936") == {"title": "1936"}


@pytest.mark.parametrize(
    ("header", "fence", "reason"),
    [
        ("x: " + "[" * 20 + "]" * 20, "---", "limit of 10 levels of nesting in a header: found 11"),
        ("\n".join(f"k{n}: v" for n in range(301)), "---", "limit of 300 keys a header: found 301"),
        ("x: [" + "a, " * 6_000 + "a]", "---", "limit of 5,000 values a header: found 5,001"),
        ("x: " + "长" * 100_001, "---", "limit of 100,000 characters a header"),
        ("x = " + "[" * 20 + "]" * 20, "+++", "limit of 10 levels of nesting in a header: found 11"),
        ("x = " + "[" * 5_000 + "]" * 5_000, "+++", "limit of 10 levels of nesting in a header: found more"),
        ("\n".join(f"k{n} = 1" for n in range(301)), "+++", "limit of 300 keys a header: found 301"),
    ],
)
def test_limit_on_a_header_is_refused_with_its_name(header, fence, reason):
    with pytest.raises(Refused, match=reason):
        values(header, fence)


def test_toml_keeps_dates_and_gives_the_rest_as_text():
    stated = values('title = "港口"\ndraft = true\nweight = 1.50\nzones = ["东"]\n[params]\nn = 3', "+++")

    assert stated == {
        "title": "港口",
        "draft": "true",
        "weight": "1.50",
        "zones": ["东"],
        "params": {"n": "3"},
    }


def test_json_gives_its_scalars_as_text():
    headed = loading.read('{"title": 1936, "draft": false, "x": null, "n": 1.50, "l": [true]}\n\n正文')

    assert headed.format == "json"
    assert headed.values == {"title": "1936", "draft": "false", "x": "", "n": "1.50", "l": ["true"]}
    assert headed.body.strip() == "正文"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: 甲\n---\n上\n\n---\n\n下", "上\n\n---\n\n下"),
        ("---\ntitle: 甲\n...\n正文", "正文"),
        ("-----\ntitle: 甲\n-----\n正文", "正文"),
        ("\n\n<!-- x -->\n---\ntitle: 甲\n---\n正文", "正文"),
        ("title: 甲\n---\n正文", "正文"),
        ("---\ntitle: 甲\n\n正文", "\n正文"),
        ("---\ntitle: 甲\ntags:\n - 乙\n\n- 列表\n", "\n- 列表\n"),
        ("---\ntitle: 甲\n\n<p>上</p>\n\n---\n\n下", "\n<p>上</p>\n\n---\n\n下"),
        ("title: 甲\ndate: 2022-01-01\n\n正文", "\n正文"),
        ("+++\ntitle = '甲'\n\n正文", "\n正文"),
    ],
)
def test_body_begins_where_the_header_ends(text, body):
    headed = loading.read(text)

    assert headed.values["title"] == "甲"
    assert headed.body == body


@pytest.mark.parametrize(
    "text",
    [
        "# 标题\n\n正文",
        "注意: 这是正文\n---\n下文",
        "---\n\n正文\n\n---\n下文",
        "---\n正文\n---\n下文",
        "{% raw %}",
        "{",
        "",
        "---",
    ],
)
def test_text_without_a_header_is_all_body(text):
    assert delimiters.split(text) is None
    assert loading.read(text).body == text


def test_item_without_a_space_after_its_dash_is_one_where_yaml_is_broken():
    headed = loading.read("---\ntitle: 桥\ntags:\n- 小程序\n-uniapp\n---\n正文。")

    assert headed.values["tags"] == ["小程序", "uniapp"]

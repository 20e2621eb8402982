import pytest

from articles.reading.names import byline, categories, tags
from articles.reading.record import Credit
from articles.reading.refusals import Refused

from .stories import record_of

PATHS = [
    ("新闻", [("新闻",)]),
    ("新闻/国际", [("新闻/国际",)]),
    ("新闻, 国际", [("新闻", "国际")]),
    ("新闻，国际", [("新闻", "国际")]),
    (["新闻", "国际"], [("新闻", "国际")]),
    (["新闻", "", " "], [("新闻",)]),
    ([], []),
    ("", []),
    ([["新闻", "国际"], ["天气"]], [("新闻", "国际"), ("天气",)]),
    ([["新闻", "国际"], "天气"], [("新闻", "国际"), ("天气",)]),
    ([["新闻", ["国际", "亚洲"]]], [("新闻", "国际", "亚洲")]),
    ([{"name": "新闻"}, {"name": "天气", "slug": "weather"}], [("新闻",), ("天气",)]),
    ({"新闻": ["国际", "体育"], "天气": ""}, [("新闻", "国际"), ("新闻", "体育"), ("天气",)]),
    ([["新闻"], ["新闻"]], [("新闻",)]),
    (["贸易 &amp; 投资"], [("贸易 & 投资",)]),
]


@pytest.mark.parametrize(("value", "paths"), PATHS)
def test_list_of_categories_is_one_path_and_lists_inside_it_are_paths_each(value, paths):
    assert categories(value, mode="path") == paths


def test_flat_list_is_so_many_categories():
    assert categories(["新闻", "国际"], mode="flat") == [("新闻",), ("国际",)]
    assert categories([["新闻", "国际"], "天气"], mode="flat") == [("新闻", "国际"), ("天气",)]


def test_option_decides_over_the_format():
    assert record_of("categories: [新闻, 国际]").categories == [("新闻", "国际")]
    assert record_of("categories: [新闻, 国际]", categories="flat").categories == [("新闻",), ("国际",)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["港口", "贸易", "港口"], ["港口", "贸易"]),
        ("港口, 贸易，航运、物流;海关", ["港口", "贸易", "航运", "物流", "海关"]),
        ("deep learning", ["deep learning"]),
        ([{"name": "港口"}, "  "], ["港口"]),
        ("", []),
    ],
)
def test_tags_come_as_a_list_or_a_separated_text(value, expected):
    assert tags(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Aljazeera 半岛网", [Credit("Aljazeera 半岛网")]),
        ("张三、李四", [Credit("张三"), Credit("李四")]),
        ("张三，李四", [Credit("张三"), Credit("李四")]),
        ("Jane Smith; John Doe", [Credit("Jane Smith"), Credit("John Doe")]),
        ("Jane Smith, John Doe", [Credit("Jane Smith"), Credit("John Doe")]),
        ("Smith, John", [Credit("Smith, John")]),
        ("Jane Smith and John Doe", [Credit("Jane Smith and John Doe")]),
        ({"name": "李四", "role": "摄影", "email": "li@example.org"}, [Credit("李四", "摄影")]),
        (["张三", {"name": "李四", "role": "摄影"}], [Credit("张三"), Credit("李四", "摄影")]),
        ({"zhang": {"name": "张三"}}, [Credit("张三")]),
        ({"email": "li@example.org"}, []),
        ("", []),
    ],
)
def test_byline_comes_as_text_mapping_or_list(value, expected):
    assert byline(value) == expected


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (
            lambda: categories([[f"栏目{n}"] for n in range(51)], mode="path"),
            "limit of 50 categories an article: found 51",
        ),
        (
            lambda: categories([f"层{n}" for n in range(9)], mode="path"),
            "limit of 8 levels in a category path: found 9",
        ),
        (lambda: tags([f"标签{n}" for n in range(201)]), "limit of 200 tags an article: found 201"),
        (lambda: byline([f"记者{n}" for n in range(51)]), "limit of 50 authors an article: found 51"),
        (lambda: tags(["长" * 201]), "limit of 200 characters a name: found 201"),
    ],
)
def test_limit_on_names_is_refused_with_its_name(read, reason):
    with pytest.raises(Refused, match=reason):
        read()


def test_list_that_another_comma_than_yaml_s_parts_is_a_list():
    assert tags(["الدباغة، الماء، الحرف"]) == ["الدباغة", "الماء", "الحرف"]
    assert categories(["本地，交通"], mode="path") == [("本地", "交通")]
    assert tags(["本地", "桥，路"]) == ["本地", "桥，路"]

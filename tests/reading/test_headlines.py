import pytest

from articles.reading.headlines import clean, cut, is_same, site_suffix, without

CLEANED = {
    "  港口 \n 扩建\t开工 ": "港口 扩建 开工",
    "'''''''海峡大桥通车'''''''": "海峡大桥通车",
    "'''海峡大桥通车": "海峡大桥通车",
    "\"'海峡大桥通车'\"": "海峡大桥通车",
    "`海峡大桥通车`": "海峡大桥通车",
    "'It's over': the strike ends": "'It's over': the strike ends",
    "'It's over'": "It's over",
    '"Yes" and "no"': '"Yes" and "no"',
    "“我们不会退让”": "“我们不会退让”",
    "““我们不会退让””": "“我们不会退让”",
    "贸易 &amp; 投资": "贸易 & 投资",
    "贸易 &amp;amp; 投资": "贸易 & 投资",
    "&#x4e2d;&#25991;": "中文",
    "AT&T reports a loss": "AT&T reports a loss",
    "<b>旱情</b>持续": "旱情持续",
    "旱情<br>持续": "旱情 持续",
    "GDP < 5% > 4%": "GDP < 5% > 4%",
    "\u200f\u202bالبرلمان يقر الموازنة\u202c\u200f": "البرلمان يقر الموازنة",
    "می\u200cخواهم بدانم": "می\u200cخواهم بدانم",
    "\ufeff\u200b旱\u200b情": "旱情",
    "''": "",
    "<b></b>": "",
}


@pytest.mark.parametrize(("stated", "headline"), CLEANED.items())
def test_headline_is_cleaned_of_what_programs_put_around_it(stated, headline):
    assert clean(stated) == headline


@pytest.mark.parametrize("headline", [headline for headline in CLEANED.values() if headline])
def test_cleaning_a_clean_headline_changes_nothing(headline):
    assert clean(headline) == headline


@pytest.mark.parametrize(
    ("headline", "suffix"),
    [
        ("跨江大桥下月维修 - 晚报网", " - 晚报网"),
        ("跨江大桥下月维修_晚报", "_晚报"),
        ("跨江大桥下月维修-新华网", "-新华网"),
        ("Bridge closed for repair | The Daily", " | The Daily"),
        ("Bridge closed – The Daily", " – The Daily"),
        ("F-16 jets arrive", ""),
        ("snake_case_names", ""),
        ("Live: parliament votes: what we know", ""),
        ("Why not? - Because we say so, and nobody else does", ""),
        ("A - B", ""),
    ],
)
def test_tail_that_may_be_a_site_s_name_is_offered(headline, suffix):
    assert site_suffix(headline) == suffix


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("大桥维修 — 九十天", "大桥维修 - 九十天 - 晚报", True),
        ("“It's over”", "It’s over", True),
        ("大桥维修", "大桥通车", False),
        ("？", "！", False),
    ],
)
def test_headlines_are_the_same_whatever_their_dashes_and_site(one, other, same):
    assert is_same(one, other) is same


def test_long_headline_is_cut_with_an_ellipsis():
    assert cut("长" * 300) == "长" * 300
    assert cut("长" * 301) == "长" * 299 + "…"


def test_headline_goes_without_its_ending_unless_nothing_would_stay():
    assert without("Strike ends - The Gazette", ending=" - The Gazette") == "Strike ends"
    assert without("Strike ends - The Gazette", ending="- The Gazette") == "Strike ends"
    assert without("The Gazette", ending="The Gazette") == "The Gazette"
    assert without("Strike ends", ending=" - The Gazette") == "Strike ends"
    assert without("Strike ends", ending="") == "Strike ends"

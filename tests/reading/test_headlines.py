import pytest

from articles.reading.headlines import clean, cut

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


def test_long_headline_is_cut_with_an_ellipsis():
    assert cut("长" * 300) == "长" * 300
    assert cut("长" * 301) == "长" * 299 + "…"

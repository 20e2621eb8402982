"""The first real input, from the file to the row."""

import pytest

from articles.models import Article
from tests import outside

from .archives import run_import

pytestmark = pytest.mark.django_db


def test_sample_gives_exactly_what_it_says():
    report = run_import(outside.sample(), origin="")
    article = Article.objects.get()
    assert (len(article.headline), article.headline[:6]) == (35, "俄罗斯对美国")
    assert article.published_at.isoformat() == "2022-01-27T13:13:46+00:00"
    names = [
        category.name
        for category in type(article.primary_category).objects.of_path(article.primary_category.path)
    ]
    assert names == ["新媒体", "Aljazeera 半岛网", "新闻"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Aljazeera 半岛网"]
    assert not article.comments_open
    lead = article.lead_image_source.url
    assert (
        lead
        == "https://chinese.aljazeera.net/wp-content/uploads/2022/01/image-100.jpg?w=770&resize=770%2C433"
    )
    assert article.body.count("image-100.jpg") == 1
    assert article.body.startswith("<p>俄罗斯外交部长")
    assert report.images.as_dict() == {"found": 3, "fetched": 0, "reused": 0, "pending": 3}
    assert (article.body.count("<h3>"), article.body.count("<p>")) == (6, 37)
    assert "<div" not in article.body_html
    assert "referrerpolicy" not in article.body
    assert article.language == "zh-Hans"
    assert article.slug.startswith("俄罗斯对美国")

"""The corpus of attacks through the importer: what lies in the database, ready for a page, is inert."""

import pytest

from articles.models import Article
from tests import outside

from .archives import run_import, story, write

pytestmark = pytest.mark.django_db


def test_no_attack_of_the_corpus_survives_the_importer(tmp_path):
    problems = outside.checker()
    attacks = outside.attacks()
    write(
        tmp_path,
        {
            f"{number:04d}.html": story(f"第{number}个样本", body=attack)
            for number, attack in enumerate(attacks)
        },
    )
    report = run_import(tmp_path)
    assert report.totals["records"] == len(attacks)
    assert report.totals["created"] == Article.objects.count() > 0.9 * len(attacks)
    unsafe = {
        article.headline: found
        for article in Article.objects.only("headline", "body", "body_html", "standfirst")
        if (found := problems(article.body) + problems(article.body_html))
    }
    assert unsafe == {}

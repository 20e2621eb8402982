"""The corpus of attacks through the article form."""

import pytest

from articles.models import Article
from tests import outside
from tests.factories import make_article

from .pages import change, filled

pytestmark = pytest.mark.django_db


def what_survives(client, attacks):
    """Save each attack as the body of an article by its form; return those that are not inert afterwards."""
    problems = outside.checker()
    article = make_article()
    form = filled(client.get(change(article)))
    unsafe = {}
    for attack in attacks:
        form["seen"] = str(Article.objects.values_list("version", flat=True).get())
        client.post(change(article), form | {"body": attack})
        saved = Article.objects.get()
        if found := problems(saved.body) + problems(saved.body_html):
            unsafe[attack] = found
    # Many leave the same text, which makes no version of its own.
    assert Article.objects.get().version > 0.3 * len(attacks)
    return unsafe


def test_none_of_the_worst_attacks_survives_the_form(chief):
    assert what_survives(chief, outside.worst_attacks(200)) == {}


@pytest.mark.soak
def test_no_attack_of_the_corpus_survives_the_form(chief):
    assert what_survives(chief, outside.attacks()) == {}

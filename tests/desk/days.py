"""A text of three parts of a day, into which several people write at once."""

from articles.desk import revisions
from articles.models import Revision, WorkingCopy
from tests.factories import NOW, make_article

BODY = "<p>清晨。</p>\n<p>正午。</p>\n<p>黄昏。</p>"
PARAGRAPHS = ("清晨", "正午", "黄昏", "深夜")


def begun(**fields):
    """An article with the text, whose first version is kept."""
    article = make_article(body=BODY, **fields)
    revisions.keep(article, by=None, at=NOW, why="")
    return article


def bodies_kept(article):
    """The bodies of its versions, of the draft beside it and of what is typed."""
    copies = WorkingCopy.objects.filter(article=article)
    versions = Revision.objects.filter(article=article)
    return [each.content["body"] for each in [*versions, *copies]]

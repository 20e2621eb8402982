"""Newsroom things with sane defaults, for the tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Group, User

from articles.desk import contents, editing, meeting
from articles.models import Article, Author, Byline, Category, Correction, Image, ImageSource, Origin, Source

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HEADLINES = {
    "zh-Hans": "长江上游的渔村迎来禁渔后的第一个春天",
    "ar": "مكتبة على ظهر جمل تصل إلى قرى الصحراء",
    "en": "The last lighthouse keeper hands over her keys",
}
BODIES = {
    "zh-Hans": "<p>清晨六点，江面上的雾还没有散去，老渔民已经站在码头上等船。</p>",
    "ar": "<p>يحمل الجمل مئتي كتاب ويقطع ثلاثين كيلومترا كل أسبوع.</p>",
    "en": "<p>For forty years she wound the lamp by hand every evening at dusk.</p>",
}
_numbers = count(1)


def make_category(name="新闻", parent=None, **fields):
    return Category.objects.create(name=name, parent=parent, **fields)


def make_author(name="林知夏", **fields):
    return Author.objects.create(name=name, **fields)


def make_image(**fields):
    number = next(_numbers)
    defaults = {
        "sha256": f"{number:064x}",
        "file": f"originals/00/{number:064x}.jpg",
        "width": 1600,
        "height": 900,
        "alt": "晨雾中的江面",
    }
    return Image.objects.create(**defaults | fields)


def make_image_source(url="https://example.com/wp-content/river.jpg", **fields):
    return ImageSource.objects.create(url=url, **fields)


def make_origin(key="江河日报", **fields):
    return Origin.objects.get_or_create(key=key, defaults={"name": key} | fields)[0]


def make_source(path="a.md", *, origin="江河日报", raw=b"---\ntitle: x\n---\n", **fields):
    stated = {"digest": "0" * 64} | fields
    return Source.objects.create(origin=make_origin(origin), external_id=path, raw=raw, **stated)


def make_article(*, language="zh-Hans", status="ready", at=NOW, authors=(), categories=(), tags=(), **fields):
    """A ready article, published an hour before ``at`` unless ``published_at`` says otherwise."""
    defaults = {
        "headline": HEADLINES[language],
        "body": BODIES[language],
        "language": language,
        "status": status,
        "published_at": at - timedelta(hours=1),
        "primary_category": categories[0] if categories else None,
    }
    article = Article(**defaults | fields)
    article.place(at)
    article.save()
    article.categories.set(categories)
    article.tags.set(tags)
    Byline.objects.bulk_create(
        Byline(article=article, author=author, position=position) for position, author in enumerate(authors)
    )
    article.refresh_from_db()
    return article


def save(article, *, by, at=NOW, seen=None):
    """Save what was set on the article as its form does; ``seen``: the version it was opened with."""
    if article.pk is None:
        nothing = dict.fromkeys(("categories", "tags", "byline", "corrections"), [])
        return editing.write(contents.of_relations(article, **nothing), by=by, at=at)
    met = meeting.save(article, contents.of(article), seen=seen or article.version, by=by, at=at)
    vars(article).update(vars(met.article))
    return met.article


def make_correction(article, *, at=NOW, **fields):
    defaults = {"kind": "correction", "text": "本文最初版本误将距离写作三十公里。"}
    return Correction.objects.create(article=article, at=at, **defaults | fields)


def make_user(role=None, *, username=None, sections=(), **fields):
    """A staff user in the group ``role`` (Writer, Editor, Chief, Admin), editor of ``sections``."""
    user = User.objects.create_user(
        username or f"{(role or 'user').lower()}{next(_numbers)}",
        password="a long password",
        is_staff=True,
        **fields,
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    user.sections.set(sections)
    return user

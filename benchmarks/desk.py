"""How long the desk's screens take in a big newsroom, beside a small one: ``python -m benchmarks.desk``.

COUNT=100000 sets the size of the big one. Each newsroom is a process and a database of its own; a screen's time is
the median of several looks, the server's alone. A screen that does not grow with the archive has a ratio near 1.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

COUNT = int(os.environ.get("COUNT", "100000"))
SMALL = 1_000
LOOKS = 15
VERSIONS = 60
AT_ONCE = 2_000
HERE = Path(__file__).resolve().parent.parent
LIST = "/admin/articles/article/"
BODY = "<p>清晨六点，江面上的雾还没有散去，老渔民已经站在码头上等船。</p>" * 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, big = (_measured(folder, count) for count in (SMALL, COUNT))
    print(f"{'':24} {f'{SMALL:,} articles':>18} {f'{COUNT:,} articles':>18} {'ratio':>7} {'queries':>8}")
    for name, (seconds, queries) in big.items():
        before = small[name][0]
        print(
            f"{name:24} {before * 1000:>15,.1f} ms {seconds * 1000:>15,.1f} ms {seconds / before:>7.2f} {queries:>8}"
        )


def _measured(folder: str, count: int) -> Any:
    environment = os.environ | {"DATA_DIR": f"{folder}/{count}"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.desk", str(count)]
    done = subprocess.run(command, env=environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def measure(count: int) -> dict[str, tuple[float, int]]:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    # Nothing is collected here.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    user, article = _fill(count)
    client = Client()
    client.force_login(user)
    return {name: _look(lambda path=path: client.get(path)) for name, path in _screens(article).items()}


def _screens(article: int) -> dict[str, str]:
    return {
        "the first page": "/admin/",
        "the list": LIST,
        "the trash": f"{LIST}?state=trashed",
        "an article's form": f"{LIST}{article}/change/",
        "the form of a new one": f"{LIST}add/",
        "its preview in a tab": f"{LIST}{article}/preview/",
        "its versions": f"{LIST}{article}/versions/",
        "two versions compared": f"{LIST}{article}/compare/",
        "removing for good": f"{LIST}{article}/remove/",
    }


def _fill(count: int) -> tuple[Any, int]:
    """Make the articles, one in fifty of them in the trash, and an article with many versions; return who and it."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from articles.desk import contents, events, revisions
    from articles.models import Article, Author, Byline, Category, Event

    at = timezone.now()
    user = User.objects.create_superuser("editor", password="a long password")
    sections = [Category.objects.create(name=f"Section {number}") for number in range(20)]
    authors = [Author.objects.create(name=f"Author {number}") for number in range(200)]
    like = Article(headline="长江上的最后一班渡轮", body=BODY, published_at=at)
    like.derive()
    for start in range(0, count, AT_ONCE):
        made = [_article(like, number, sections, at) for number in range(start, min(count, start + AT_ONCE))]
        Article.objects.bulk_create(made)
        Byline.objects.bulk_create(Byline(article=a, author=authors[a.pk % 200]) for a in made)
        trashed = [article for article in made if article.status == "trashed"]
        Event.objects.bulk_create(events.of("trash", each, by=user, at=at) for each in trashed)
    article = Article.objects.filter(status="ready").latest("pk")
    said = contents.of(article)
    revisions.keep_many(
        revisions.of(article, said | {"body": f"{BODY}<p>{number}</p>"}, by=user, at=at, why="")
        for number in _numbered(article)
    )
    return user, article.pk


def _numbered(article: Any) -> Any:
    for article.version in range(1, VERSIONS + 1):
        yield article.version


def _article(like: Any, number: int, sections: list[Any], at: Any) -> Any:
    from articles.models import Article

    published_at = at - timedelta(minutes=7 * number + 7)
    return Article(
        **{name: getattr(like, name) for name in ("body", "body_html", "language", "word_count")},
        headline=f"{like.headline} {number}",
        slug=f"story-{number}",
        status="trashed" if number % 50 == 0 else "ready",
        published_at=published_at,
        published_on=published_at.date(),
        primary_category=sections[number % 20],
    )


def _look(ask: Callable[[], Any]) -> tuple[float, int]:
    """Return the median time of a look, in seconds, and how many queries it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if ask().status_code != 200:
        sys.exit("A screen does not answer 200.")
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as queries:
        ask()
    return statistics.median(took), len(queries)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        print(json.dumps(measure(int(sys.argv[1]))))

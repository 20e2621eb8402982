"""Small archives, written by code."""

from itertools import count
from pathlib import Path

from PIL import Image as Pillow

from articles.importing.pipeline import ImportOptions, import_archives
from articles.models import (
    Article,
    ArticleImage,
    Author,
    Byline,
    Category,
    Correction,
    Image,
    ImageSource,
    Redirect,
    Source,
    Tag,
    TaggedArticle,
)
from tests.factories import NOW

BODY = (
    "<div>\n<p>清晨六点，江面上的雾还没有散去。</p>\n<h3>禁渔之后</h3>\n<p>老渔民说，鱼正在回来。</p>\n</div>"
)
_numbers = count(1)


def story(title="长江禁渔三年", body=BODY, date="Thu, 27 Jan 2022 13:13:46 GMT", **header):
    """One story in the dialect of the sample, as text."""
    lines = [f"title: '{title}'", "categories: ", " - 新媒体", " - 新闻", "author: 林知夏"]
    lines += [f"date: {date}"] if date else []
    lines += [f"{key}: {value}" for key, value in header.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def write(folder: Path, files: dict) -> Path:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def picture(path, size=(800, 450), color=(90, 120, 140)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGB", size, color).save(path, "JPEG")


def run_import(*paths, **options):
    options.setdefault("origin", "archive")
    return import_archives([str(path) for path in paths], options=ImportOptions(**options), clock=lambda: NOW)


def outcomes(report):
    return {record["path"]: record["outcome"] for record in report.records()}


def reasons(report):
    return {record["path"]: record["reason"] for record in report.records()}


KEYS = {
    Article: [
        "published_on",
        "slug",
        "headline",
        "body",
        "body_html",
        "status",
        "primary_category__path",
        "version",
    ],
    Author: ["name", "slug"],
    Byline: ["article__headline", "author__name", "role", "position"],
    Category: ["path", "name"],
    Article.categories.through: ["article__headline", "category__path"],
    Correction: ["article__headline", "kind", "text"],
    Image: ["sha256", "file", "alt", "caption"],
    ImageSource: ["url", "image__sha256", "error"],
    ArticleImage: ["article__headline", "source__url", "position"],
    Redirect: ["old_path", "article__headline"],
    Source: ["origin", "external_id", "digest", "fingerprint", "article__headline", "article_version"],
    Tag: ["name", "slug"],
    TaggedArticle: ["tag__name", "content_object__headline"],
}


def by_natural_key():
    """Everything an import leaves, without ids and clock times."""
    return {
        model.__name__: sorted(map(repr, model.objects.values_list(*keys))) for model, keys in KEYS.items()
    }

"""An export and what becomes of it, for the tests."""

from articles.exporting.archives import export_archives
from articles.models import Article, ArticleImage, Image, ImageSource, ImportRun, Redirect, Revision, Source
from tests.importing.archives import run_import


def export(folder, **options):
    return export_archives(folder, Article.objects.all(), site="The Newsroom", **options)


def run_export_import(folder, **options):
    return run_import(folder, origin="", **options)


def empty_newsroom():
    """Take away all rows, so that what comes in comes into another newsroom."""
    for model in (ImportRun, Source, Redirect, Revision, ArticleImage, Article, ImageSource, Image):
        model.objects.all().delete()


def only_file(folder):
    (path,) = (path for path in folder.rglob("*") if path.is_file() and path.name != "newsroom-export.json")
    return path


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")

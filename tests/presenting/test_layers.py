import ast
from pathlib import Path

import pytest

import articles

ROOT = Path(articles.__file__).parent
SHOWING = sorted(path for layer in ("public", "api", "exporting") for path in (ROOT / layer).rglob("*.py"))


def reads_articles_directly(source):
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id == "Article"
        for node in ast.walk(ast.parse(source))
    )


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: str(path.relative_to(ROOT)))
def test_who_shows_articles_gets_them_from_the_lists(path):
    assert not reads_articles_directly(path.read_text())


def test_the_check_finds_a_direct_read():
    assert reads_articles_directly("def view(request):\n    return Article.objects.all()")

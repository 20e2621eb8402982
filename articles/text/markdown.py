"""Render Markdown: CommonMark with tables, strikethrough and footnotes."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from .complexity import refuse_over
from .tree import printable

MAX_CHARACTERS = 500_000
# Each of these may open something that only the rest of the paragraph decides, at about 10 µs a piece.
MAX_MARKS = 50_000
_MARKS = re.compile(r"[\[*_`~]")

_ALIGNED = {f"text-align:{side}": f"align-{side}" for side in ("left", "center", "right")}


def render(source: str) -> str:
    """Return ``source`` as HTML, which the caller must sanitize: HTML in the Markdown passes as it is.

    The alignment of a table's column becomes the class ``align-left``, ``align-center`` or ``align-right``.
    Raises TooComplex for more than MAX_CHARACTERS, or MAX_MARKS of emphasis, code and links.
    """
    refuse_over(MAX_CHARACTERS, len(source), "characters of Markdown")
    refuse_over(MAX_MARKS, len(_MARKS.findall(source)), "marks of Markdown")
    return str(_PARSER.render(printable(source)))


def _render_cell(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Write a cell's alignment as a class, for a style would be taken out as unsafe."""
    alignment = _ALIGNED.get(str(tokens[index].attrs.pop("style", "")))
    if alignment:
        tokens[index].attrSet("class", alignment)
    return renderer.renderToken(tokens, index, options, env)


_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
_PARSER.add_render_rule("th_open", _render_cell)
_PARSER.add_render_rule("td_open", _render_cell)

"""The text that a reader sees of some HTML."""

from selectolax.lexbor import LexborNode

from .policy import POLICY
from .tree import body_of, children, printable
from .vocabulary import names

_NEWLINE = names(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tr ul"
)
_CELLS = names("td th")
# A reading aid over a character would cut its word in two: 漢(かん)字(じ) is searched for as 漢字.
_UNSEEN = POLICY.dropped | names("rp rt")

_Steps = list[LexborNode | str]


def plain_text(html: str) -> str:
    """Return the visible text of ``html``, for search, word counts and descriptions.

    A newline between blocks, a space between cells, runs of space folded into one. Raises TooComplex.
    """
    pieces = []
    steps: _Steps = [body_of(html)]
    while steps:
        step = steps.pop()
        if isinstance(step, str):
            pieces.append(step)
        elif step.is_text_node:
            # Only edges are newlines.
            pieces.append((step.text_content or "").replace("\n", " ").replace("\r", " "))
        elif step.tag not in _UNSEEN:
            steps += _around(step)
    return _tidy("".join(pieces))


def _around(node: LexborNode) -> _Steps:
    edge = "\n" if node.tag in _NEWLINE else " " if node.tag in _CELLS else ""
    return [edge, *reversed(children(node)), edge]


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in printable(text).split("\n")]
    return "\n".join(filter(None, lines))

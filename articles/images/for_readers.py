"""What readers see of the pictures in a rendered body, on a day and by the settings.

A body is rendered once and read for years, so three things are left open in it, each in a form that the sanitizer lets
nobody else write: ``<picture data-until="2026-03-01">`` goes after that day, ``<img class="elsewhere">`` is shown only
where pictures may come from other servers, and ``<p class="picture-notice">`` has no words yet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

from .figures import ELSEWHERE, ELSEWHERE_INLINE, MISSING, NOTICE
from .markup import ATTRIBUTES, TAG, attributes_of

_UNTIL = ' data-until="'
_UNTIL_ATTRIBUTE = re.compile(r'(?<=<picture) data-until="[0-9-]+"')
# Text has no raw "<" and a value no raw quote, so none of these can stand in either.
_LEAF = re.compile(
    r'<picture(?: data-until="([0-9-]+)")?>.*?</picture>'
    rf'|<p class="{NOTICE}"[^>]*>.*?</p>|<span class="{MISSING}">.*?</span>|<img{ATTRIBUTES}>|{TAG.pattern}',
    re.DOTALL,
)
_LINKED = re.compile(rf'<img class="({ELSEWHERE}|{ELSEWHERE_INLINE})"{ATTRIBUTES}>')
_NOTICE = re.compile(rf'<p class="{NOTICE}"(?: data-source="([^"]*)")?>')
_TAGS = re.compile(r"<[^>]*>")
# They go with the last picture in them, a figure with all that it says, the others if they say nothing.
_FRAMES = ("figure", "a", "p")


def as_shown(html: str, *, today: str, links_elsewhere: bool, notice: Callable[[], str]) -> str:
    """Return the rendered body as readers see it on the day ``today`` (ISO 8601).

    ``links_elsewhere``: whether pictures may be shown from other servers. ``notice``: says that one is not available.
    """
    if _UNTIL in html:
        html = _without(html, lambda until: until is not None and until < today)
    if not links_elsewhere:
        html = _LINKED.sub(_as_missing, html)
    if f'<p class="{NOTICE}"' not in html:
        return html
    words = escape(notice())
    return _NOTICE.sub(lambda found: _with_words(words, found[1] if links_elsewhere else ""), html)


def without_figures(html: str) -> str:
    """Return a body without its pictures and all that is said of them: whole figures go, captions and all."""
    if "<img" not in html and NOTICE not in html:
        return html
    return _without(html, lambda until: True)


@dataclass(slots=True)
class _Frame:
    name: str
    start: int
    gone: int = 0
    left: int = 0


@dataclass(slots=True)
class _Rest:
    """What is left of a body; ``frames``: the elements open around the end of it, the innermost last."""

    written: list[str] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame("", 0)])

    def picture(self, html: str, *, is_gone: bool) -> None:
        frame = self.frames[-1]
        frame.gone += is_gone
        frame.left += not is_gone
        if not is_gone:
            self.written.append(_UNTIL_ATTRIBUTE.sub("", html))

    def tag(self, html: str, name: str, *, is_end: bool) -> None:
        if name in _FRAMES and not is_end:
            self.frames.append(_Frame(name, len(self.written)))
        self.written.append(html)
        if is_end and name == self.frames[-1].name:
            self._end(self.frames.pop())

    def _end(self, frame: _Frame) -> None:
        around = self.frames[-1]
        around.left += frame.left
        if not frame.gone or frame.left:
            return
        inside = "".join(self.written[frame.start :])
        if frame.name == "figure" or not _TAGS.sub("", inside).strip():
            del self.written[frame.start :]
            around.gone += 1


def _without(html: str, is_gone: Callable[[str | None], bool]) -> str:
    """Return the body without the pictures of which ``is_gone``, asked with the day they may be seen until, says so."""
    rest, position = _Rest(), 0
    for found in _LEAF.finditer(html):
        rest.written.append(html[position : found.start()])
        position = found.end()
        until, _, end, name, _ = found.groups()
        if name:
            rest.tag(found[0], name, is_end=bool(end))
        else:
            rest.picture(found[0], is_gone=is_gone(until))
    rest.written.append(html[position:])
    return "".join(rest.written).replace('<div class="gallery-row"></div>', "")


def _as_missing(found: re.Match[str]) -> str:
    alt = escape(attributes_of(found[2]).get("alt", ""))
    if found[1] == ELSEWHERE:
        return f'<p class="{NOTICE}">{alt}</p>'
    return f'<span class="{MISSING}">{alt}</span>' if alt else ""


def _with_words(words: str, source: str | None) -> str:
    host = urlsplit(unescape(source)).hostname if source else ""
    link = (
        f' <a href="{source}" rel="nofollow noopener noreferrer" dir="ltr">{escape(host)}</a>' if host else ""
    )
    return f'<p class="{NOTICE}"><b>{words}</b>{link} '

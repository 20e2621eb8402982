"""Each shortcode and tag that has a plain meaning in HTML, by its name."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from posixpath import basename, splitext

from ...text.vocabulary import names
from .template_calls import Arguments, Call

PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:[?#]|$)", re.I)
SIZE = re.compile(r"\d+(?:px|%)?|auto")


def _image(address: str, alt: str) -> str:
    return f'<img src="{escape(address)}" alt="{escape(alt)}">'


def _figure(call: Call) -> str:
    address = call.first("src", "url", "image", "link")
    if not address:
        return ""
    caption, title = call.named("caption"), call.named("title")
    alt = call.named("alt") or (call.stated.plain[1] if len(call.stated.plain) > 1 else "")
    credit = call.named("attr")
    # A caption may be markup, which the sanitizer judges later.
    words = [f"<strong>{escape(title)}</strong>" if title else "", _marked(caption), _marked(credit)]
    said = " ".join(filter(None, words))
    figcaption = f"<figcaption>{said}</figcaption>" if said else ""
    return f"\n\n<figure>{_image(address, alt)}{figcaption}</figure>\n\n"


def _marked(words: str) -> str:
    return words if "<" in words else escape(words, quote=False)


def _in_asset_folder(call: Call, name: str) -> str:
    """Return the address of a file in the folder that Hexo keeps beside a post, of the post's own name."""
    return f"{splitext(basename(call.path))[0]}/{name}"


def _asset_image(call: Call) -> str:
    """Show Hexo's ``asset_img [class] name [width] [height] [words]``."""
    words = call.stated.plain
    place = next((number for number, word in enumerate(words) if PICTURE.search(word)), None)
    if place is None:
        return ""
    after = [word for word in words[place + 1 :] if not SIZE.fullmatch(word)]
    return _image(_in_asset_folder(call, words[place]), _last_quoted(" ".join(after)))


def _last_quoted(words: str) -> str:
    """Return the alternative text of Hexo's ``title "alt"``, which is the whole where nothing is quoted."""
    found = re.findall(r"['\"]([^'\"]+)['\"]", words)
    return found[-1] if found else words.strip()


def _plain_image(call: Call) -> str:
    """Show ``img [class] address [width] [height] [words]``, as Hexo and several themes of Hugo have it."""
    if call.named("src", "url"):
        return _figure(call)
    words = call.stated.plain
    place = next((number for number, word in enumerate(words) if "/" in word or PICTURE.search(word)), None)
    if place is None:
        return ""
    after = [word for word in words[place + 1 :] if not SIZE.fullmatch(word)]
    return _image(words[place], _last_quoted(" ".join(after)))


def _asset_link(call: Call) -> str:
    if not call.stated.plain:
        return ""
    name, *words = call.stated.plain
    return f'<a href="{escape(_in_asset_folder(call, name))}">{escape(" ".join(words) or name)}</a>'


def _post_link(call: Call) -> str:
    """Show the words of a link to another post, whose address only the site knew."""
    name, *words = call.stated.plain or [""]
    words = [word for word in words if word not in ("true", "false")]
    return escape(" ".join(words) or basename(name))


def _link(call: Call) -> str:
    """Show Hexo's ``link words address``, or name the page that Jekyll's ``link _posts/page.md`` leads to."""
    words = call.stated.plain
    place = next((number for number, word in enumerate(words) if word.startswith(("http", "/"))), None)
    if place is None:
        return escape(words[0]) if len(words) == 1 else ""
    said = " ".join(words[:place]) or words[place]
    return f'<a href="{escape(words[place])}">{escape(said)}</a>'


def _reference(call: Call) -> str:
    """Return the path of a page that a link names."""
    return escape(call.first("path", "page")).replace(" ", "%20")


FRAMES = {
    "youtube": "https://www.youtube.com/embed/{}",
    "youtubelite": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
    "bilibili": "https://player.bilibili.com/player.html?bvid={}",
    "dailymotion": "https://www.dailymotion.com/embed/video/{}",
}
PLAYED = re.compile(r"[\w-]{4,20}")
LAST_OF_ADDRESS = re.compile(r"(?:v=|/)([\w-]{4,20})(?:[?&#/].*)?$")


def _player(call: Call) -> str:
    stated = call.first("id", "bvid", "bv")
    found = LAST_OF_ADDRESS.search(stated) if "/" in stated else None
    number = found[1] if found else stated
    if not PLAYED.fullmatch(number):
        return ""
    return f'\n\n<iframe src="{FRAMES[call.name].format(number)}"></iframe>\n\n'


POSTS = {
    "tweet": "https://x.com/{}/status/{}",
    "twitter": "https://x.com/{}/status/{}",
    "x": "https://x.com/{}/status/{}",
    "gist": "https://gist.github.com/{}/{}",
    "instagram": "https://www.instagram.com/p/{1}/",
}
NAME = re.compile(r"[\w.-]{1,60}")


def _post(call: Call) -> str:
    """Show a post on another site as a link to it."""
    words = call.stated.plain
    number = call.named("id") or next(iter(words[1:2] or words), "")
    user = call.named("user") or (words[0] if len(words) > 1 else "i")
    if number.startswith(("https://", "http://")):
        address = number
    elif NAME.fullmatch(number) and NAME.fullmatch(user):
        address = POSTS[call.name].format(user, number)
    else:
        return ""
    return f'\n\n<p class="embed-card"><a href="{escape(address)}">{escape(address)}</a></p>\n\n'


def _frame(call: Call) -> str:
    address = call.first("src", "url")
    if not address.startswith(("http", "//")):
        return ""
    link = f'<a href="{escape(address)}">{escape(address)}</a>'
    return f'\n\n<iframe src="{escape(address)}"></iframe>\n\n<p>{link}</p>\n\n'


def _film(call: Call) -> str:
    address = call.first("src", "url", "mp3", "mp4", "file")
    kind = "audio" if call.name == "audio" else "video"
    return f'\n\n<{kind} src="{escape(address)}"></{kind}>\n\n' if "/" in address or "." in address else ""


# The files that themes of Jekyll show a picture or a player by.
PICTURE_FILE = re.compile(r"(?:responsive[-_])?(?:figure|fig|image|img|picture)s?(?:\.html|\.liquid)?", re.I)
PLAYER_FILE = re.compile(r"(?P<site>youtube|vimeo|bilibili|video)\w*(?:\.html|\.liquid)?", re.I)
SHOWS_NOTHING = ("base_path", "toc")
# What a tag gives that shows nothing, so that it is not taken for one we do not know.
NOTHING = "\n"


def _include(call: Call) -> str:
    """Show the picture or the player that a file of the theme shows; every other file stays a tag."""
    file = next(iter(call.stated.plain), "")
    if call.words in SHOWS_NOTHING:
        return NOTHING
    if PICTURE_FILE.fullmatch(file):
        address = call.named("path", "image_path", "image", "src", "url", "img", "file", "filename")
        return _figure(replace(call, stated=Arguments({**call.stated.named, "src": _from_root(address)}, [])))
    if (player := PLAYER_FILE.fullmatch(file)) and (number := call.named("id", "video_id", "youtube_id")):
        site = call.named("provider").lower() or player["site"].lower()
        return (
            _player(replace(call, name=site, stated=Arguments({"id": number}, []))) if site in FRAMES else ""
        )
    return ""


def _from_root(address: str) -> str:
    """Return an address as a theme means it: from the root of the site, whatever page shows it."""
    is_bare = address and not address.startswith("/") and "://" not in address
    return f"/{address}" if is_bare else address


LANGUAGE = re.compile(r"(?:lang:)?([\w+#.-]{1,30})")


def _code(call: Call, inside: str) -> str:
    stated = " ".join(call.stated.plain)
    lang = re.search(r"lang:([\w+#.-]+)", call.words)
    language = lang[1] if lang else next(iter(call.stated.plain), "") if call.name == "highlight" else ""
    known = f' class="language-{escape(language)}"' if LANGUAGE.fullmatch(language) else ""
    title = re.sub(r"\w+:\S+", "", stated).strip() if call.name != "highlight" else ""
    caption = f"<p>{escape(title)}</p>\n" if title else ""
    return f"\n\n{caption}<pre><code{known}>{escape(inside.strip(LINE_ENDS), quote=False)}</code></pre>\n\n"


LINE_ENDS = "\r\n"


def _quote(call: Call, inside: str) -> str:
    """Show Hexo's ``blockquote author, source address``; what is quoted may be Markdown."""
    said = call.words if not call.is_hugo else call.named("author", "cite", "source")
    source = f"\n\n<p>— {escape(unescape(said))}</p>" if said and call.name != "pullquote" else ""
    return f"\n\n<blockquote>\n\n{inside.strip()}{source}\n\n</blockquote>\n\n"


# What a box is for, which its colour showed on the site.
LOOKS = names(
    "note notice info tip hint warning warn danger error success primary default important caution simple flat modern"
    " no-icon open green red blue yellow orange purple gray grey"
)


def _box(call: Call, inside: str) -> str:
    """Show a box with its title; what it is for goes, as its colour does."""
    plain = [word for word in call.stated.plain if word.lower() not in LOOKS]
    title = call.named("title", "summary") or " ".join(plain)
    said = f"<p><strong>{escape(title, quote=False)}</strong></p>\n\n" if title else ""
    return f"\n\n<div>\n\n{said}{inside.strip()}\n\n</div>\n\n"


def _inside(call: Call, inside: str) -> str:
    return inside


def _nothing(call: Call, inside: str) -> str:
    return ""


# What these enclose is shown as it stands.
VERBATIM = names("highlight codeblock code raw rawhtml html verbatim comment")
Paired = Callable[[Call, str], str]
Single = Callable[[Call], str]
PAIRED: dict[str, Paired] = {
    **dict.fromkeys(("highlight", "codeblock", "code"), _code),
    **dict.fromkeys(("blockquote", "quote", "pullquote"), _quote),
    **dict.fromkeys(("raw", "rawhtml", "html", "verbatim", "centerquote", "center", "align"), _inside),
    **dict.fromkeys(
        ("note", "notice", "alert", "admonition", "callout", "tip", "info", "hint", "warning"), _box
    ),
    **dict.fromkeys(("details", "folding", "expand", "spoiler", "cq"), _box),
    "comment": _nothing,
}
SINGLE: dict[str, Single] = {
    "include": _include,
    **dict.fromkeys(("figure", "fig", "imgcap", "imgproc", "responsive_image"), _figure),
    **dict.fromkeys(("img", "image", "imgl", "fancybox", "lazyimg"), _plain_image),
    "asset_img": _asset_image,
    "asset_path": lambda call: escape(_in_asset_folder(call, call.first())) if call.first() else "",
    "asset_link": _asset_link,
    "post_link": _post_link,
    "link": _link,
    **dict.fromkeys(("ref", "relref", "post_url", "post_path"), _reference),
    **dict.fromkeys(FRAMES, _player),
    **dict.fromkeys(POSTS, _post),
    "iframe": _frame,
    **dict.fromkeys(("video", "audio", "mp3", "dplayer"), _film),
}


# What Liquid puts before an address: nothing, for the site's own begins at its root.
NO_ADDRESS = names("site.baseurl site.url site.github.url site.root root base_path")
FILTERED = re.compile(
    r"[\"'](?P<path>[^\"'|]{1,500})[\"']\s*\|\s*(?:(?:relative|absolute|prepend|cdn|asset)\w*|url|img_tag)\b[^|]*"
    r"(?:\|\s*prepend:\s*site\.\w+\s*)*"
)


def address(expression: str) -> str | None:
    """Return the address that an expression of Liquid's stands for, or None where only the site knew it."""
    if expression.lower() in NO_ADDRESS:
        return ""
    found = FILTERED.fullmatch(expression)
    return escape(found["path"]) if found else None

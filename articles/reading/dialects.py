"""What the path of a file says in Hugo, Jekyll and Hexo, where folders and names have a meaning."""

import re
from posixpath import basename, dirname, splitext

DRAFTS = "_drafts"
POSTS = "_posts"
CONTENT = "content"
STATIC = "static"
# The page of a folder, whose pictures lie beside it: Hugo calls it a bundle.
FOLDER_PAGES = frozenset({"index", "readme"})
SECTION_PAGE = "_index"


def own_name(path: str) -> str:
    """Return the name by which the site knows a page, with its suffix: of the page of a folder the folder's name."""
    name, folder = basename(path), basename(dirname(path))
    return folder if folder and splitext(name)[0].lower() in FOLDER_PAGES else name


def is_section_page(path: str) -> bool:
    """Whether a file is what Hugo shows above a list of articles."""
    return splitext(basename(path))[0].split(".")[0] == SECTION_PAGE


def is_draft(path: str) -> bool:
    """Whether a file lies where Jekyll and Hexo keep what is not published."""
    return DRAFTS in dirname(path).split("/")


DAY_BEFORE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-(?=.)")


def address_name(path: str) -> str:
    """Return the name that the site gave a page in its address, or an empty text where the path does not decide it.

    It does for Jekyll's ``_posts/2021-03-02-name.md`` and for the page of a folder.
    """
    name, folders = basename(path), dirname(path).split("/")
    if own_name(path) != name:
        folder = DAY_BEFORE.sub("", own_name(path), count=1)
        return folder if any(map(str.isalpha, folder)) else ""
    is_dated = DAY_BEFORE.match(name) is not None
    return DAY_BEFORE.sub("", name, count=1) if is_dated and POSTS in folders else ""


def is_jekyll_post(path: str) -> bool:
    """Whether a file lies as Jekyll wants it: with its day in its name, in ``_posts``; Hexo's lie in ``source``."""
    folders = dirname(path).split("/")
    return POSTS in folders and "source" not in folders and DAY_BEFORE.match(basename(path)) is not None


def site_folder(path: str, wanted: str) -> str:
    """Return the folder that the slash before ``wanted`` means in the file at ``path``, below the archive's root.

    Hexo and Jekyll keep what they publish beside ``_posts``, Hugo in ``static`` beside ``content``.
    """
    folders = dirname(path).split("/")
    for posts in (POSTS, DRAFTS):
        if posts in folders:
            return "/".join(folders[: folders.index(posts)])
    if CONTENT in folders:
        above = folders[: folders.index(CONTENT)]
        return "/".join(above if wanted.startswith(f"/{STATIC}/") else [*above, STATIC])
    return ""


# Pelican's ways of saying that an address is a file's: "{static}/images/a.jpg", "|filename|/other.md".
FILE_MARK = re.compile(
    r"(?:\{|%7B)(?:static|filename|attach|photo)(?:\}|%7D)|(?:\||%7C)(?:static|filename|attach)(?:\||%7C)",
    re.I,
)


def content_folder(path: str) -> str:
    """Return the folder that a slash after Pelican's mark means in the file at ``path``."""
    folders = dirname(path).split("/")
    return "/".join(folders[: folders.index(CONTENT) + 1]) if CONTENT in folders else ""

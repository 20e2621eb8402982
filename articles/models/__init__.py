"""The nouns of the newsroom, one a file."""

from .article import Article
from .author import Author, Byline
from .category import Category
from .correction import Correction
from .event import Event
from .image import ArticleImage, Image, ImageSource, Rendition
from .imports import ImportedRecord, ImportRun, Source
from .origin import Origin
from .redirect import Redirect
from .revision import Revision
from .tag import Tag, TaggedArticle

__all__ = [
    "Article",
    "ArticleImage",
    "Author",
    "Byline",
    "Category",
    "Correction",
    "Event",
    "Image",
    "ImageSource",
    "ImportRun",
    "ImportedRecord",
    "Origin",
    "Redirect",
    "Rendition",
    "Revision",
    "Source",
    "Tag",
    "TaggedArticle",
]

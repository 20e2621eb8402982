"""The nouns of the newsroom, one a file."""

from .article import Article
from .article_template import ArticleTemplate
from .author import Author, Byline
from .category import Category
from .correction import Correction
from .event import Event
from .image import FormerFile, Image
from .image_source import ArticleImage, ImageSource
from .imports import ImportedRecord, ImportRun, Source
from .origin import Origin
from .preview_link import PreviewLink
from .redirect import Redirect
from .revision import Revision
from .sitting import Sitting
from .tag import Tag, TaggedArticle
from .working_copy import WorkingCopy

__all__ = [
    "Article",
    "ArticleImage",
    "ArticleTemplate",
    "Author",
    "Byline",
    "Category",
    "Correction",
    "Event",
    "FormerFile",
    "Image",
    "ImageSource",
    "ImportRun",
    "ImportedRecord",
    "Origin",
    "PreviewLink",
    "Redirect",
    "Revision",
    "Sitting",
    "Source",
    "Tag",
    "TaggedArticle",
    "WorkingCopy",
]

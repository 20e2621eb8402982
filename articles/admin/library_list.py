"""The library as a list: what is found by words, how far it is counted, and what each tile tells."""

import re
from datetime import timedelta

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.desk.pictures import uses
from articles.models import Article, ArticleImage, Image, ImageSource, Origin
from articles.models.image import LEAD_WIDTH_PX

from . import marks

PAGES_AHEAD = 10
SOON = timedelta(days=30)
SHA256 = re.compile(r"[0-9a-f]{64}")
BEGINNING_OF_SHA256 = re.compile(r"[0-9a-f]{6,63}\Z")


def search(images, words):
    """Those whose caption, credit, alternative text, file name, hash or source holds each of the words."""
    for word in words.split():
        images = images.filter(holds(word))
    return images


def holds(word):
    # A hash stands in the address of every original and rendition.
    if whole := SHA256.search(word.lower()):
        return Q(sha256=whole[0])
    sources = ImageSource.objects.filter(url__icontains=word, image__isnull=False).values("image")
    found = Q(pk__in=sources)
    for field in ("caption", "credit", "alt", "name"):
        found |= Q(**{f"{field}__icontains": word})
    if BEGINNING_OF_SHA256.match(word.lower()):
        # "g" comes after every digit of a hash: a range is looked up where a pattern would be searched for.
        found |= Q(sha256__gte=word.lower(), sha256__lt=f"{word.lower()}g")
    return found


class PaginatorAhead(Paginator):
    """Counts as far as the pages just ahead, never to the end of a big library."""

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    @cached_property
    def count(self):
        return self.object_list[: self.most].count()


def paginator_for(request, images, per_page, **options):
    # The pages of the list are called p, those of a field that searches the library page.
    asked = request.GET.get("p") or request.GET.get("page") or ""
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    return PaginatorAhead(images, per_page, most=(number + PAGES_AHEAD) * per_page, **options)


class LibraryList(ChangeList):
    @property
    def is_counted_whole(self):
        return self.result_count < getattr(self.paginator, "most", self.result_count + 1)

    @property
    def page(self):
        return self.paginator.page(self.page_num)

    @property
    def pages(self):
        return self.paginator.get_elided_page_range(self.page_num, on_each_side=2, on_ends=1)

    @cached_property
    def tiles(self):
        return tiles(list(self.result_list))


def tiles(images):
    """``[{"image", "badges", "small", "srcset"}, …]``, with two queries for all of them."""
    shown = Image.objects.filter(pk__in=[image.pk for image in images])
    unused = set(uses.unused(shown).values_list("pk", flat=True))
    unknown = set(shown.filter(rights_unknown()).values_list("pk", flat=True))
    today = timezone.localdate()
    return [
        {
            "image": image,
            "badges": badges(image, today, is_used=image.pk not in unused, is_unknown=image.pk in unknown),
            "small": image.srcset("square")[0][0],
            "srcset": as_srcset(image.srcset("square")),
        }
        for image in images
    ]


def as_srcset(renditions):
    """``[(address, width in px), …]`` as an <img> wants it."""
    return ", ".join(f"{address} {width}w" for address, width in renditions)


def rights_unknown():
    """Whether the outer image came with a story of an origin whose rights in pictures nobody has told."""
    unknown = Article.objects.filter(source__origin__picture_rights=Origin.Rights.UNKNOWN)
    in_bodies = ArticleImage.objects.filter(image=OuterRef("pk"), source__isnull=False, article__in=unknown)
    leading = unknown.filter(lead_image=OuterRef("pk"), lead_image_source__image=OuterRef("pk"))
    return Exists(in_bodies) | Exists(leading)


def badges(image, today, *, is_used, is_unknown=False):
    """What an editor should know of the picture, worst first, as ``[(kind, words), …]``."""
    ends = image.rights_until
    told = [
        (ends and ends < today, "failed", _("Rights ended")),
        (ends and today <= ends <= today + SOON, "warning", _("Rights end soon")),
        (is_unknown, "warning", marks.RIGHTS[Origin.Rights.UNKNOWN]),
        (not image.alt, "warning", _("No alternative text")),
        (not image.credit, "warning", _("No credit")),
        (image.original.box.width < LEAD_WIDTH_PX, "plain", _("Small")),
        (image.is_animated, "plain", _("Animated")),
        (not is_used, "plain", _("Unused")),
    ]
    return [(kind, words) for holds, kind, words in told if holds]

"""The picture that opens a story: which one readers may see, and what of it each place shows."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.images import markup
from articles.images.figures import PLAIN_WIDTH_PX, PX_A_REM, fitted
from articles.images.renditions import WHOLE, Original, Rendition
from articles.models import Article, Image, ImageSource
from articles.models.kept_pictures import is_lost

from . import origins
from .addresses import absolute

# Search engines choose among these. Source: Google Search Central, "Article structured data", image.
SHAPES_FOR_SEARCH = ("square", "card", "wide")
# One that is smaller than this would be blown up above the whole story, and stands above its text instead.
WIDE_PX = 1000
NARROW_REM = 48


@dataclass(frozen=True)
class Place:
    """What a place shows of a picture, and how wide its box is there, as static/site.css has it."""

    shape: str
    sizes: str


PLACES = {
    "story": Place(WHOLE, "min(75rem, 92vw)"),
    "story narrow": Place(WHOLE, f"min({NARROW_REM}rem, 92vw)"),
    "front": Place(
        "card", "(min-width: 80rem) 38.5rem, (min-width: 64rem) 47vw, (min-width: 48rem) 92vw, 100vw"
    ),
    "front second": Place("card", "(min-width: 64rem) 17rem, (min-width: 48rem) 60vw, 7.5rem"),
    "front beside": Place("card", "(min-width: 64rem) 17rem, 7.5rem"),
    "band first": Place("card", "(min-width: 80rem) 40rem, (min-width: 48rem) 50vw, 92vw"),
    "band column": Place("card", "(min-width: 64rem) 17rem, 7.5rem"),
    "band": Place("card", "7.5rem"),
    "feature": Place(
        "card", "(min-width: 80rem) 31rem, (min-width: 64rem) 37vw, (min-width: 48rem) 49vw, 92vw"
    ),
    "river": Place("card", "(min-width: 48rem) 13rem, 7.5rem"),
}


@dataclass(frozen=True)
class Lead:
    """The picture above a story. ``original`` is None while it waits at its source, ``address``.

    ``moves``: the file at ``address`` is an animation to show as it is.
    """

    address: str
    original: Original | None
    moves: bool
    alt: str
    caption: str
    credit: str
    source_url: str

    @property
    def focal_class(self) -> str:
        x, y = (self.original.focal_x, self.original.focal_y) if self.original else (50, 50)
        return focal_class(x, y)

    @property
    def is_upright(self) -> bool:
        return self.original is not None and self.original.box.width < self.original.box.height

    @property
    def is_wide(self) -> bool:
        """Whether it can stand across the whole page."""
        return self.original is not None and not self.is_upright and self.original.box.width >= WIDE_PX

    @property
    def place(self) -> str:
        return "story" if self.is_wide else "story narrow"

    @property
    def url(self) -> str:
        plain = self._plain(WHOLE, "webp")
        return _address(plain) if plain else self.address

    @property
    def width(self) -> int | None:
        plain = self._plain(WHOLE, "webp")
        return plain and plain.width

    @property
    def height(self) -> int | None:
        plain = self._plain(WHOLE, "webp")
        return plain and plain.height

    @property
    def srcset(self) -> str:
        return self._srcset(WHOLE, "webp")

    @property
    def social(self) -> tuple[str, int | None, int | None]:
        """The whole address, width and height in px of what others show of the story."""
        if self.original is None:
            return absolute(self.address), None, None
        made = self.original.renditions("social", format="jpeg")[-1]
        return absolute(_address(made)), made.width, made.height

    @property
    def for_search(self) -> list[str]:
        """The whole addresses of the shapes that search engines ask for."""
        if self.original is None:
            return [absolute(self.address)]
        made = [self.original.renditions(shape, format="jpeg")[-1] for shape in SHAPES_FOR_SEARCH]
        return [absolute(_address(each)) for each in made]

    def at(self, place: str) -> "Shown":
        """Return what the place, one of PLACES, shows of the picture."""
        shape = PLACES[place].shape
        plain = self._plain(shape, "jpeg")
        width, height = fitted(plain.width, plain.height) if plain else (None, None)
        return Shown(
            src=_address(plain) if plain else self.address,
            jpeg=self._srcset(shape, "jpeg"),
            webp=self._srcset(shape, "webp"),
            sizes=self._sizes(place),
            width=width,
            height=height,
            original=self.address if self.moves and shape == WHOLE else "",
        )

    def _sizes(self, place: str) -> str:
        if place != "story narrow" or self.original is None:
            return PLACES[place].sizes
        width, _ = fitted(self.original.box.width, self.original.box.height)
        return f"min({min(NARROW_REM, width / PX_A_REM):.4g}rem, 92vw)"

    def _srcset(self, shape: str, format: str) -> str:
        made = self.original.renditions(shape, format=format) if self.original else []
        return markup.srcset_attribute((_address(each), each.width) for each in made)

    def _plain(self, shape: str, format: str) -> Rendition | None:
        """The one for whoever knows no srcset."""
        made = self.original.renditions(shape, format=format) if self.original else []
        return next(
            (each for each in reversed(made) if each.width <= PLAIN_WIDTH_PX), made[0] if made else None
        )


@dataclass(frozen=True)
class Shown:
    """A picture in one place; ``original``: the address of what moves, "" where nothing does."""

    src: str
    jpeg: str
    webp: str
    sizes: str
    width: int | None
    height: int | None
    original: str


def lead(article: Article, at: datetime) -> Lead | None:
    """Return the picture that readers see above the article at the moment ``at``, or None.

    It is the kept one while its rights last, else one that waits where readers may reach it. None where it came with
    a story whose pictures are not ours to show; one that was chosen here is shown.
    """
    if origins.withholds_pictures(article) and origins.lead_came_with(article):
        return None
    image, source = article.lead_image, article.lead_image_source
    if image:
        return _kept_lead(article, image) if image.may_be_shown(timezone.localdate(at)) else None
    if source and source.is_remote and settings.HOTLINK_PICTURES and not is_lost(source):
        return _pending_lead(article, source)
    return None


def _kept_lead(article: Article, image: Image) -> Lead:
    source = article.lead_image_source
    return Lead(
        address=image.url,
        original=image.original,
        moves=image.moves,
        alt=article.lead_image_alt or image.alt,
        caption=article.lead_image_caption or image.caption,
        credit=image.credit,
        source_url=source.url if source and source.is_remote else "",
    )


def _pending_lead(article: Article, source: ImageSource) -> Lead:
    return Lead(
        address=source.url,
        original=None,
        moves=False,
        alt=article.lead_image_alt,
        caption=article.lead_image_caption,
        credit=source.credit,
        source_url=source.url,
    )


def _address(rendition: Rendition) -> str:
    return default_storage.url(rendition.name)


def focal_class(x: int, y: int) -> str:
    """Return the class that keeps the focal point (% from the left, % from the top) where CSS cuts a picture.

    One of nine, since the policy for styles allows none of a picture's own.
    """
    return f"focal-{_third(x, 'left', 'center', 'right')}-{_third(y, 'top', 'center', 'bottom')}"


def _third(percent: int, near: str, middle: str, far: str) -> str:
    if percent < 34:
        return near
    return far if percent > 66 else middle

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from articles.images import markup
from articles.images.renditions import WHOLE, Box, Original, Rendition

# Two pictures that look alike have at least one of these parts of their likeness in common, if it differs little.
LIKENESS_PARTS = ("likeness_a", "likeness_b", "likeness_c", "likeness_d")
CROP = ("crop_left", "crop_top", "crop_width", "crop_height")


class Written(models.Value):
    """A number that stands in the SQL itself: SQLite looks up an indexed expression only where it is the very same."""

    def as_sql(self, compiler, connection):
        return str(int(self.value)), []


def likeness_part(number: int, *, of: str | models.OuterRef = "likeness") -> Substr:
    """Return one of the four parts of a likeness, as its index has it."""
    return Substr(of, Written(1 + 4 * number), Written(4))


# A lead picture narrower than this, in px, is blurred on a wide screen.
LEAD_WIDTH_PX = 1200


class ImageQuerySet(models.QuerySet):
    def without_rights(self, today: date):
        """Those that may not be shown any more on the day."""
        return self.filter(rights_until__lt=today)

    def with_files(self, names: Iterable[str]):
        """Those whose files have these names, which are looked up by the hashes in them."""
        names = set(names)
        return self.filter(sha256__in={PurePosixPath(name).stem for name in names}, file__in=names)


class Image(models.Model):
    """A picture kept here, once for its bytes."""

    sha256 = models.CharField(
        max_length=64, unique=True, editable=False, help_text=_("Of the bytes kept, in hexadecimal.")
    )
    file = models.CharField(
        _("file"), max_length=200, editable=False, help_text=_("Its name in the storage.")
    )
    name = models.CharField(
        _("file name"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("Of the file that was uploaded."),
    )
    width = models.PositiveIntegerField(
        _("width"), editable=False, help_text=_("Of the whole picture, upright, in pixels.")
    )
    height = models.PositiveIntegerField(_("height"), editable=False)
    is_animated = models.BooleanField(_("animated"), default=False, editable=False)
    likeness = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        help_text=_("64 bits in hexadecimal that pictures which look alike nearly share."),
    )
    crop_left = models.PositiveIntegerField(null=True, blank=True, editable=False)
    crop_top = models.PositiveIntegerField(null=True, blank=True, editable=False)
    crop_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    crop_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=1000,
        blank=True,
        help_text=_("What the picture shows, for who cannot see it."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        # xgettext:no-python-format
        _("focal point, % from the left"),
        default=50,
        validators=[MaxValueValidator(100)],
    )
    focal_y = models.PositiveSmallIntegerField(
        # xgettext:no-python-format
        _("focal point, % from the top"),
        default=50,
        validators=[MaxValueValidator(100)],
    )
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("The last day on which readers see it; afterwards it leaves every page by itself."),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_size"),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_in_the_picture"
            ),
            models.CheckConstraint(
                condition=Q(**dict.fromkeys((f"{name}__isnull" for name in CROP), True))
                | Q(
                    crop_left__gte=0,
                    crop_top__gte=0,
                    crop_width__gt=0,
                    crop_height__gt=0,
                    crop_width__lte=F("width") - F("crop_left"),
                    crop_height__lte=F("height") - F("crop_top"),
                ),
                name="crop_in_the_picture",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rights_until"], condition=Q(rights_until__isnull=False), name="image_by_rights"
            ),
            # What the library is asked for most, in its order.
            models.Index(fields=["-id"], condition=Q(alt=""), name="image_without_alt"),
            models.Index(fields=["-id"], condition=Q(credit=""), name="image_without_credit"),
            models.Index(fields=["-id"], condition=Q(width__lt=LEAD_WIDTH_PX), name="image_too_small"),
            models.Index(fields=["-added_at"], name="image_by_time"),
            *(
                models.Index(Substr("likeness", 1 + 4 * number, 4), name=f"image_by_{part}")
                for number, part in enumerate(LIKENESS_PARTS)
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or self.name or self.file.rpartition("/")[2]

    @property
    def url(self):
        return default_storage.url(self.file)

    @property
    def crop(self) -> Box | None:
        """The part of the original that is shown, or None for all of it."""
        return None if self.crop_width is None else Box(*(getattr(self, name) for name in CROP))

    @property
    def original(self) -> Original:
        """The picture as images/renditions knows it."""
        return Original(
            sha256=self.sha256,
            width=self.width,
            height=self.height,
            crop=self.crop,
            focal_x=self.focal_x,
            focal_y=self.focal_y,
        )

    def renditions(self, shape: str = WHOLE, *, format: str = "webp") -> list[Rendition]:
        """The renditions of a shape, ascending by width; no query, whether they are made yet or not."""
        return self.original.renditions(shape, format=format)

    def srcset(self, shape: str = WHOLE, *, format: str = "webp") -> list[tuple[str, int]]:
        """The renditions of a shape as ``[(address, width in px), …]``, ascending."""
        return [
            (default_storage.url(each.name), each.width) for each in self.renditions(shape, format=format)
        ]

    def whole_srcset(self, *, format: str = "webp") -> list[tuple[str, int]]:
        """All renditions of the whole picture, down to the very small one."""
        found = dict(self.srcset("small", format=format) + self.srcset(format=format))
        return sorted(found.items(), key=lambda each: each[1])

    @property
    def moves(self) -> bool:
        """Whether its original is shown, since that moves; what was cut out of one stands still."""
        return self.is_animated and self.crop is None

    def may_be_shown(self, today: date) -> bool:
        return self.rights_until is None or today <= self.rights_until

    def as_kept(self) -> markup.Kept:
        """The picture as images/markup wants it."""
        box = self.original.box
        return markup.Kept(
            address=self.url,
            width=box.width,
            height=box.height,
            webp=self.whole_srcset(),
            jpeg=self.whole_srcset(format="jpeg"),
            alt=self.alt,
            caption=self.caption,
            credit=self.credit,
            moves=self.moves,
            rights_until=self.rights_until,
        )


class FormerFile(models.Model):
    """The name that a picture's file had before it was replaced, or merged into another: it leads to the new one."""

    file = models.CharField(max_length=200, unique=True)
    image = models.ForeignKey(Image, models.CASCADE, related_name="former_files")
    # The number that a merged picture had: versions of articles name it.
    number = models.PositiveBigIntegerField(null=True, blank=True, unique=True)

    def __str__(self):
        return self.file

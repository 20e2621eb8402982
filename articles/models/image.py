from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.images import markup


class Image(models.Model):
    """A picture kept here, once for its bytes."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file = models.CharField(
        _("file"), max_length=200, editable=False, help_text=_("Its name in the storage.")
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
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
    rights_until = models.DateField(_("rights until"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_size"),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_in_the_picture"
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or self.file.rpartition("/")[2]

    @property
    def url(self):
        return default_storage.url(self.file)

    @property
    def srcset(self):
        """The renditions as ``[(address, width in px), …]``, ascending; needs ``renditions`` prefetched in lists."""
        return sorted(
            (
                (rendition.url, rendition.width)
                for rendition in self.renditions.all()
                if rendition.format == "webp"
            ),
            key=lambda pair: pair[1],
        )

    def as_kept(self) -> markup.Kept:
        """The picture as images/markup wants it."""
        return markup.Kept(
            address=self.url,
            width=self.width,
            height=self.height,
            srcset=self.srcset,
            alt=self.alt,
            caption=self.caption,
            credit=self.credit,
        )


class Rendition(models.Model):
    """A picture at one width in one format, made from the original."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    file = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint("image", "width", "format", name="rendition_once")]

    def __str__(self):
        return f"{self.width} px {self.format}"

    @property
    def url(self):
        return default_storage.url(self.file)


class ImageSource(models.Model):
    """Where a picture came from, or waits to be fetched from.

    ``url``: an http(s) address, or ``archive:ORIGIN/path`` for a file of an imported archive.
    """

    url = models.CharField(_("address"), max_length=2000, unique=True)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="sources")
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("image source")
        verbose_name_plural = _("image sources")

    def __str__(self):
        return self.url

    @property
    def is_remote(self):
        return self.url.startswith(("http://", "https://"))


class ArticleImage(models.Model):
    """A picture in an article's body, in order, with the words it carries there."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="article_images")
    source = models.ForeignKey(ImageSource, models.PROTECT, null=True, blank=True, related_name="uses")
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="uses")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    caption = models.TextField(_("caption"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("article", "position", name="picture_position_once"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(image__isnull=False),
                name="article_image_shows_something",
            ),
        ]

    def __str__(self):
        return str(self.image or self.source)


def kept_pictures(addresses: list[str]) -> dict[str, markup.Kept]:
    """Return ``{address: markup.Kept}`` for those of ``addresses`` whose picture is kept here; three queries at most.

    An address is a source's (http…, archive:…) or that of a kept original below the media address.
    """
    if not addresses:
        return {}
    prefix = default_storage.url("")
    files = {address.removeprefix(prefix): address for address in addresses if address.startswith(prefix)}
    found = {
        source.url: source.image
        for source in ImageSource.objects.filter(url__in=addresses, image__isnull=False)
        .select_related("image")
        .prefetch_related("image__renditions")
    }
    if files:
        images = Image.objects.filter(file__in=files).prefetch_related("renditions")
        found.update({files[image.file]: image for image in images})
    return {address: image.as_kept() for address, image in found.items()}

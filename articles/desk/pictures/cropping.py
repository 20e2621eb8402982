"""Which part of a picture is shown: its original stays whole."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import changes, events
from articles.images.renditions import Box, Original
from articles.models import Image
from articles.models.image import CROP

from . import showing

LEAST_SIDE_PX = 50


class BadCrop(ValueError):
    """The part does not lie in the picture, or is too small; says so in an editor's words."""


def crop(image: Image, box: Box | None, *, by: Any, at: datetime) -> Image:
    """Show the part of the upright original alone, or all of it again (None), wherever the picture is shown.

    The focal point stays where it is in the picture, or moves to the nearest place of the part. One event, none where
    nothing changed. Raises PermissionDenied, BadCrop.
    """
    changes.require(by, "change", image)
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        whole = Box(0, 0, image.width, image.height)
        box = None if box == whole else box
        if box == image.crop:
            return image
        if box:
            _require_inside(box, whole)
        image.focal_x, image.focal_y = moved_focal_point(image.original, box or whole)
        vars(image).update(zip(CROP, box or (None,) * len(CROP), strict=True))
        image.save(update_fields=[*CROP, "focal_x", "focal_y"])
        showing.show_anew(image, at=at)
        events.record("crop_image", None, by=by, at=at, thing=image.pk, name=str(image), crop=box)
    return image


def _require_inside(box: Box, whole: Box) -> None:
    least = min(LEAST_SIDE_PX, whole.width), min(LEAST_SIDE_PX, whole.height)
    if box.width < least[0] or box.height < least[1]:
        raise BadCrop(_("A part is at least %(least)d pixels wide and high.") % {"least": LEAST_SIDE_PX})
    if not (0 <= box.left <= whole.width - box.width and 0 <= box.top <= whole.height - box.height):
        raise BadCrop(_("This part does not lie in the picture."))


def moved_focal_point(original: Original, box: Box) -> tuple[int, int]:
    """Return the focal point of the part, in %: the same place of the picture, or the nearest to it."""
    before = original.box
    x = before.left + before.width * original.focal_x / 100
    y = before.top + before.height * original.focal_y / 100
    return _percent(x - box.left, box.width), _percent(y - box.top, box.height)


def _percent(place: float, length: int) -> int:
    return min(100, max(0, round(100 * place / length)))

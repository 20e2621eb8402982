"""Better bytes for a picture that stays the same one: its articles, its words and its address in the desk."""

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import changes, events
from articles.images.renditions import Box
from articles.models import FormerFile, Image
from articles.models.image import CROP
from articles.models.kept_pictures import known_image

from . import cropping, disposing, keeping, showing

FACTS = ("sha256", "file", "width", "height", "is_animated", "likeness")
# Sides whose ratios differ by less than this, in parts of one, are the same shape.
SAME_SHAPE = 0.01


class KnownAlready(Exception):
    """Another picture of the library has these bytes: ``image``."""

    def __init__(self, image: Image) -> None:
        super().__init__(_("The library has this picture already: merge the two instead."))
        self.image = image


def replace(image: Image, data: bytes, *, by: Any, at: datetime) -> Image:
    """Give the picture other bytes; what its file was called before goes on leading to it. One event.

    Its crop is taken off where the new picture has another shape. Nothing to do where the bytes are the same. Raises
    PermissionDenied, PictureRefused, KnownAlready and OSError.
    """
    changes.require(by, "change", image)
    new = keeping.store(data).image
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        if new.sha256 == image.sha256:
            return image
        known = known_image(new.sha256, new.file)
        if known and known.pk != image.pk:
            raise KnownAlready(known)
        before = {"file": image.file, "size": f"{image.width} × {image.height}"}
        _keep_former(image, new)
        disposing.after_commit(image.sha256)
        _follow_shape(image, new)
        vars(image).update({name: getattr(new, name) for name in FACTS})
        image.save()
        showing.show_anew(image, at=at)
        events.record("replace_image", None, by=by, at=at, thing=image.pk, name=str(image), before=before)
    return image


def put_back(image: Image, former: FormerFile, *, by: Any, at: datetime) -> Image:
    """Give the picture the bytes again that it had under a former name. Raises what ``replace`` raises."""
    with default_storage.open(former.file) as file:
        data = file.read()
    return replace(image, data, by=by, at=at)


def has_same_shape(one: Image, other: Image) -> bool:
    return abs(one.width * other.height / (one.height * other.width) - 1) < SAME_SHAPE


def _follow_shape(image: Image, new: Image) -> None:
    """Show the same part of the new picture; all of one that has another shape, its focal point where it was."""
    focal = image.original
    if image.crop is None:
        return
    if has_same_shape(image, new):
        vars(image).update(zip(CROP, _scaled(image.crop, image, new), strict=True))
        return
    whole = Box(0, 0, image.width, image.height)
    image.focal_x, image.focal_y = cropping.moved_focal_point(focal, whole)
    vars(image).update(dict.fromkeys(CROP))


def _scaled(box: Box, image: Image, new: Image) -> Box:
    left, top = (box.left * new.width // image.width, box.top * new.height // image.height)
    width = max(1, round(box.width * new.width / image.width))
    height = max(1, round(box.height * new.height / image.height))
    return Box(left, top, min(width, new.width - left), min(height, new.height - top))


def _keep_former(image: Image, new: Image) -> None:
    # The name that a picture has now is no former one; the number of a merged one stays known.
    FormerFile.objects.filter(file=new.file, number=None).delete()
    FormerFile.objects.update_or_create(file=image.file, defaults={"image": image})

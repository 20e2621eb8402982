"""Better bytes for a picture that stays the same one: its articles, its words and its address in the desk."""

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import changes, events
from articles.models import FormerFile, Image
from articles.models.image import CROP

from . import disposing, keeping, showing

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
        if other := Image.objects.filter(sha256=new.sha256).first():
            raise KnownAlready(other)
        before = {"file": image.file, "size": f"{image.width} × {image.height}"}
        _keep_former(image, new)
        disposing.after_commit(image.sha256)
        if not has_same_shape(image, new):
            vars(image).update(dict.fromkeys(CROP))
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


def _keep_former(image: Image, new: Image) -> None:
    # The name that a picture has now is no former one, whoever had it.
    FormerFile.objects.filter(file=new.file).delete()
    FormerFile.objects.create(file=image.file, image=image)

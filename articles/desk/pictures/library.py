"""The library of pictures: what an editor says of each, and taking one out of it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from articles.desk import changes, events
from articles.models import Image

from . import disposing, showing

DESCRIBED = ("alt", "caption", "credit", "focal_x", "focal_y", "rights_until")


def describe(image: Image, *, by: Any, at: datetime, **words: Any) -> Image:
    """Change the picture's words, focal point or rights, wherever it is shown.

    ``words``: any of DESCRIBED, else TypeError. One event says what changed, none where nothing did. Raises
    PermissionDenied.
    """
    if unknown := words.keys() - set(DESCRIBED):
        raise TypeError(f"a picture is not described by {', '.join(sorted(unknown))}")
    changes.require(by, "change", image)
    with transaction.atomic():
        before = changes.said_by(image)
        for name, value in words.items():
            setattr(image, name, value)
        image.save(update_fields=DESCRIBED)
        if changed := changes.between(before, changes.said_by(image)):
            showing.show_anew(image, at=at)
            _record("describe_image", image, by=by, at=at, changed=changed)
    return image


def remove(image: Image, *, by: Any, at: datetime) -> None:
    """Delete a picture that no article shows; one event. Raises PermissionDenied and ProtectedError."""
    changes.require(by, "delete", image)
    with transaction.atomic():
        _record("remove_image", image, by=by, at=at)
        former = image.former_files.values_list("file", flat=True)
        disposing.after_commit(image.sha256, image.file, *former)
        image.delete()


def _record(verb: str, image: Image, *, by: Any, at: datetime, **data: Any) -> None:
    events.record(verb, None, by=by, at=at, thing=image.pk, name=str(image), **data)

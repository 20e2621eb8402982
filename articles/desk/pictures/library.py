"""The library of pictures: putting one into it, what an editor says of each, and taking one out of it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.desk import changes, events, permissions
from articles.models import Image

from . import disposing, keeping, showing, uses

DESCRIBED = ("alt", "caption", "credit", "focal_x", "focal_y", "rights_until")
NAME_LETTERS = Image._meta.get_field("name").max_length


class PictureIsUsed(Exception):
    """The picture was to be removed, but articles show it."""


def add(data: bytes, *, by: Any, at: datetime, name: str = "") -> tuple[Image, bool]:
    """Keep a picture; return it, and whether it is new here. One event for a new one.

    ``name``: of its file, as its sender called it. Raises PermissionDenied, PictureRefused and OSError.
    """
    changes.require(by, "add", Image())
    stored = keeping.store(data)
    image, known = stored.image, stored.known()
    if known:
        return known, False
    image.added_by, image.name = by, visible_name(name)
    try:
        with transaction.atomic():
            image.save()
            _record("add_image", image, by=by, at=at)
    except IntegrityError:
        # The same picture was sent twice at once, and the other was first.
        return Image.objects.get(sha256=image.sha256), False
    return image, True


def visible_name(name: str) -> str:
    """Return the name without folders and without what cannot be seen in it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last))[:NAME_LETTERS].strip()


def describe(image: Image, *, by: Any, at: datetime, **words: Any) -> Image:
    """Change the picture's words, focal point or rights, wherever it is shown.

    ``words``: any of DESCRIBED, else TypeError. One event says what changed, none where nothing did. Raises
    PermissionDenied.
    """
    if unknown := words.keys() - set(DESCRIBED):
        raise TypeError(f"a picture is not described by {', '.join(sorted(unknown))}")
    if by is not None and not permissions.may_describe(by, image):
        raise PermissionDenied(_("Your role does not change this."))
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
    """Delete a picture that no article shows; one event. Raises PermissionDenied and PictureIsUsed.

    Addresses that nothing else names go with it, or the next fetch would bring the picture back.
    """
    changes.require(by, "delete", image)
    with transaction.atomic():
        if uses.articles_with(image).exists():
            raise PictureIsUsed(_("Articles show this picture."))
        _record("remove_image", image, by=by, at=at)
        former = image.former_files.values_list("file", flat=True)
        disposing.after_commit(image.sha256, image.file, *former)
        image.sources.filter(uses=None, led_articles=None).delete()
        image.delete()


def _record(verb: str, image: Image, *, by: Any, at: datetime, **data: Any) -> None:
    events.record(verb, None, by=by, at=at, thing=image.pk, name=str(image), **data)

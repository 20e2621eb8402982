"""Pictures that look alike, and making one of two."""

from datetime import datetime
from heapq import nsmallest
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles.desk import changes, events
from articles.images import likeness
from articles.models import Article, ArticleImage, FormerFile, Image, ImageSource
from articles.models.image import LIKENESS_PARTS, likeness_part

from . import disposing, showing

# So many of the 64 bits may differ; with as many, two pictures were the same before one was scaled or saved again.
MOST_BITS = 8
# Nobody looks at more side by side.
MOST_ALIKE = 24
PART_LETTERS = 4
MERGED_WORDS = ("alt", "caption", "credit", "rights_until")


def alike(image: Image) -> list[Image]:
    """Return the pictures that look like this one, the likest first; MOST_ALIKE at most.

    Found by an index: those that share at least 16 of their 64 bits in one piece.
    """
    if not image.likeness:
        return []
    parts = {name: likeness_part(number) for number, name in enumerate(LIKENESS_PARTS)}
    shares = Q()
    for number, name in enumerate(LIKENESS_PARTS):
        shares |= Q(**{name: image.likeness[number * PART_LETTERS : (number + 1) * PART_LETTERS]})
    found = Image.objects.alias(**parts).filter(shares).exclude(pk=image.pk).values_list("likeness", "pk")
    near = ((likeness.distance(image.likeness, other), -pk) for other, pk in found)
    likest = nsmallest(MOST_ALIKE, (each for each in near if each[0] <= MOST_BITS))
    images = Image.objects.in_bulk([-pk for _bits, pk in likest])
    return [images[-pk] for _bits, pk in likest]


def merge(stays: Image, goes: Image, *, by: Any, at: datetime, **words: Any) -> Image:
    """Let ``stays`` take the place of ``goes`` in every article, draft or public, and for every address; one event.

    ``words``: of MERGED_WORDS, what the picture says from now on; left out, what it says already. Raises
    PermissionDenied, TypeError, ValueError where both are the same, Image.DoesNotExist where one is gone.
    """
    if unknown := words.keys() - set(MERGED_WORDS):
        raise TypeError(f"pictures are not merged by {', '.join(sorted(unknown))}")
    if stays.pk == goes.pk:
        raise ValueError("a picture is not merged with itself")
    changes.require(by, "change", stays)
    changes.require(by, "delete", goes)
    with transaction.atomic():
        # In one order, so that two people who merge the same two do not wait for each other.
        locked = Image.objects.select_for_update().order_by("pk").in_bulk([stays.pk, goes.pk])
        if len(locked) < 2:
            raise Image.DoesNotExist
        stays, goes = locked[stays.pk], locked[goes.pk]
        said = changes.said_by(goes)
        _rewrite(stays, goes)
        disposing.after_commit(goes.sha256)
        number = goes.pk
        goes.delete()
        changed = _say(stays, words)
        showing.show_anew(stays, at=at)
        about = {"thing": stays.pk, "name": str(stays), "gone": number, "said": said, "changed": changed}
        events.record("merge_images", None, by=by, at=at, **about)
    return stays


def _say(image: Image, words: dict[str, Any]) -> dict[str, list[str]]:
    """Give the picture the words, and return which of them it did not have."""
    before = changes.said_by(image)
    vars(image).update(words)
    image.save(update_fields=MERGED_WORDS)
    return changes.between(before, changes.said_by(image))


def _rewrite(stays: Image, goes: Image) -> None:
    ArticleImage.objects.filter(image=goes).update(image=stays)
    ImageSource.objects.filter(image=goes).update(image=stays)
    Article.objects.filter(lead_image=goes).update(lead_image=stays)
    goes.former_files.update(image=stays)
    # Bodies and versions may name the file, and versions the number, for ever.
    FormerFile.objects.update_or_create(file=goes.file, defaults={"image": stays, "number": goes.pk})
    FormerFile.objects.filter(file=stays.file, number=None).delete()

"""Which of our pictures an address means."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db.models import Q

from articles.images import markup

from .image import FormerFile, Image
from .image_source import ImageSource

# Asked for, and not to be asked for again.
LOST = Q(image=None, next_try_at=None, attempts__gt=0)


def kept_pictures(addresses: list[str]) -> dict[str, markup.Found]:
    """Return what is known of ``addresses``: their pictures kept here, and which are lost; three queries at most.

    An address is a source's (http…, archive:…) or that of a kept original below the media address.
    """
    found = _images_or_lost(addresses)
    return {address: image.as_kept() if image else markup.Lost() for address, image in found.items()}


def images_at(addresses: list[str]) -> dict[str, Image]:
    """Return the images that are kept here by those of ``addresses``, as for ``kept_pictures``."""
    return {address: image for address, image in _images_or_lost(addresses).items() if image}


def _images_or_lost(addresses: list[str]) -> dict[str, Image | None]:
    if not addresses:
        return {}
    sources = ImageSource.objects.filter(LOST | Q(image__isnull=False), url__in=addresses)
    found = {source.url: source.image for source in sources.select_related("image")}
    prefix = default_storage.url("")
    files = {address.removeprefix(prefix): address for address in addresses if address.startswith(prefix)}
    if files:
        found |= {files[name]: image for name, image in images_by_file(files).items()}
    return found


def is_lost(source: ImageSource) -> bool:
    """Whether the picture was asked for and given up."""
    return source.image_id is None and source.next_try_at is None and source.attempts > 0


def images_by_file(names: Iterable[str]) -> dict[str, Image]:
    """Return the images by those of ``names`` that their files have, or had before; two queries."""
    names = set(names)
    former = FormerFile.objects.filter(file__in=names).select_related("image")
    found = {each.file: each.image for each in former}
    return found | {image.file: image for image in Image.objects.with_files(names)}


def numbers_now(numbers: Iterable[int]) -> dict[int, int]:
    """Return the images' numbers by those of ``numbers`` that they have, or had until they were merged; two queries.

    Versions of articles name images by number. What was removed since is left out.
    """
    numbers = set(numbers)
    merged = dict(FormerFile.objects.filter(number__in=numbers).values_list("number", "image"))
    return merged | {pk: pk for pk in Image.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def known_image(sha256: str, file: str) -> Image | None:
    """Return the image that has these bytes, or had them before it was replaced or merged; None for new ones."""
    image = Image.objects.filter(sha256=sha256).first()
    if image is None:
        former = FormerFile.objects.filter(file=file).select_related("image").first()
        image = former.image if former else None
    return image

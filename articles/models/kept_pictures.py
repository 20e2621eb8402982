"""Which of our pictures an address means."""

from collections.abc import Iterable

from django.core.files.storage import default_storage

from articles.images import markup

from .image import FormerFile, Image
from .image_source import ImageSource


def kept_pictures(addresses: list[str]) -> dict[str, markup.Kept]:
    """Return ``{address: markup.Kept}`` for those of ``addresses`` whose picture is kept here; three queries at most.

    An address is a source's (http…, archive:…) or that of a kept original below the media address.
    """
    return {address: image.as_kept() for address, image in images_at(addresses).items()}


def images_at(addresses: list[str]) -> dict[str, Image]:
    """Return the images that are kept here by those of ``addresses``, as for ``kept_pictures``."""
    if not addresses:
        return {}
    prefix = default_storage.url("")
    files = {address.removeprefix(prefix): address for address in addresses if address.startswith(prefix)}
    sources = ImageSource.objects.filter(url__in=addresses, image__isnull=False).select_related("image")
    found = {source.url: source.image for source in sources if source.image}
    if files:
        found.update({files[name]: image for name, image in images_by_file(files).items()})
    return found


def images_by_file(names: Iterable[str]) -> dict[str, Image]:
    """Return the images by those of ``names`` that their files have, or had before; two queries."""
    former = FormerFile.objects.filter(file__in=names).select_related("image")
    found = {each.file: each.image for each in former}
    return found | {image.file: image for image in Image.objects.filter(file__in=names)}


def number_now(number: int) -> int | None:
    """Return the number of the image that had this one when a version named it; None where it was removed since."""
    if Image.objects.filter(pk=number).exists():
        return number
    return FormerFile.objects.filter(number=number).values_list("image", flat=True).first()

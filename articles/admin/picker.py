"""The pictures of the library as the article's scripts ask for them: pages of them, or those of some addresses."""

import re

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Image
from articles.models.kept_pictures import images_at

PICTURES_A_PAGE = 30
MOST_ADDRESSES = 50
MOST_WORDS = 8
SQUARE_PX, CARD_PX, SURFACE_PX = 320, 640, 640


@require_safe
def pick_view(request):
    """``?address=…``: ``{"pictures": {address: picture}}``; else ``?q=&page=``: ``{"pictures": […], "next": 2}``."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    today = timezone.localdate()
    if addresses := request.GET.getlist("address")[:MOST_ADDRESSES]:
        found = images_at(addresses)
        return JsonResponse({"pictures": {each: described(image, today) for each, image in found.items()}})
    page = page_number(request.GET.get("page"))
    start = (page - 1) * PICTURES_A_PAGE
    images = search(Image.objects.order_by("-pk"), request.GET.get("q", ""))
    found = list(images[start : start + PICTURES_A_PAGE + 1])
    pictures = [described(image, today) for image in found[:PICTURES_A_PAGE]]
    return JsonResponse({"pictures": pictures, "next": page + 1 if len(found) > PICTURES_A_PAGE else None})


def addresses_for(user):
    """What a field's scripts ask for pictures, as the field's attributes: nothing of what the user may not do."""
    may = {"pick": user.has_perm("articles.view_image"), "upload": user.has_perm("articles.add_image")}
    return {f"data-{does}": reverse(f"admin:articles_image_{does}") for does in may if may[does]}


def described(image, today):
    """The picture as the scripts read it."""
    return {
        "id": image.pk,
        "address": image.url,
        "square": address_of(image, "square", at_least_px=SQUARE_PX),
        "card": address_of(image, "card", at_least_px=CARD_PX),
        "small": address_of(image, at_least_px=SURFACE_PX),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "width": image.original.box.width,
        "height": image.original.box.height,
        "screen": reverse("admin:articles_image_change", args=[image.pk]),
        "may_be_shown": image.may_be_shown(today),
    }


def address_of(image, *shape, at_least_px):
    """The smallest rendition that is so wide, or the widest there is."""
    made = image.srcset(*shape)
    return next((address for address, width in made if width >= at_least_px), made[-1][0])


def search(images, words):
    """The images of which each word is said: in caption, alternative text or credit."""
    for word in words.replace("\0", "")[:200].split()[:MOST_WORDS]:
        images = images.filter(
            Q(caption__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
        )
    return images


def page_number(value):
    """The page that is asked for; the first where the number makes no sense."""
    is_number = value is not None and re.fullmatch("[1-9][0-9]{0,3}", value)
    return int(value) if is_number else 1

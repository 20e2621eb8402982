"""Addresses as they leave the site."""

from django.conf import settings


def absolute(address):
    """Return ``address`` with the site's own in front, unless it names a host already."""
    return address if address.startswith(("http://", "https://")) else f"{settings.BASE_URL}{address}"

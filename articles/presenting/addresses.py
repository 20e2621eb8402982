"""Addresses as they come in and as they leave the site."""

import unicodedata

from django.conf import settings

# A category's path, the longest thing in an address.
LONGEST_STORED = 1000


def absolute(address):
    """Return ``address`` with the site's own in front, unless it names a host already."""
    return address if address.startswith(("http://", "https://")) else f"{settings.BASE_URL}{address}"


def as_stored(part):
    """Return a decoded part of an address as the database has it, or None where nothing can equal it."""
    if "\0" in part or len(part) > LONGEST_STORED:
        return None
    return unicodedata.normalize("NFC", part)

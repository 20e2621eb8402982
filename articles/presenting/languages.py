"""The languages that the newsroom's own words are in."""

from django.conf import settings
from django.utils import translation


def frame_language(language):
    """Return the newsroom's own language nearest to the tag ``language``, such as zh-hans for zh-CN."""
    try:
        return translation.get_supported_language_variant(language.lower())
    except (LookupError, ValueError):
        return settings.LANGUAGE_CODE

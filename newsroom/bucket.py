"""Pictures in a bucket that speaks S3, read through the site's own addresses."""

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A bucket whose files have the addresses that files on disk would have: bodies keep those for ever."""

    def url(self, name, parameters=None, expire=None, http_method=None):
        return settings.MEDIA_URL + filepath_to_uri(name)

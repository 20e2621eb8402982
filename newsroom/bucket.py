"""Pictures in a bucket that speaks S3, read through the site's own addresses."""

import errno
import functools
from types import SimpleNamespace

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

CONNECT_SECONDS = 5
READ_SECONDS = 30
TRIES = 3
NOT_FOUND = 404
FORBIDDEN = (401, 403)
# More than any picture: in one piece, since the pieces of a write that was killed stay, and no listing shows them.
ONE_WRITE_BYTES = 1_000_000_000
# A picture that is larger is read through a file.
MEMORY_BYTES = 1_000_000
# A file is named by its content: another picture has another name.
CACHING = "public, max-age=31536000, immutable"


def told_as_os_error(method):
    """Let the method raise what a folder would: FileNotFoundError, PermissionError, OSError with plain words."""

    @functools.wraps(method)
    def told(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except ClientError as error:
            raise _os_error(error, self.bucket_name) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise PermissionError(
                f"the bucket {self.bucket_name} needs keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            ) from error
        except (BotoCoreError, RetriesExceededError) as error:
            raise OSError(f"the bucket {self.bucket_name} cannot be reached") from error

    return told


def _os_error(error, bucket):
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    code = error.response.get("Error", {}).get("Code", "")
    if code == "NoSuchBucket":
        return OSError(f"there is no bucket {bucket}")
    if status in FORBIDDEN:
        # Without the system's number, for which whoever catches it would blame a folder.
        return PermissionError(f"the bucket {bucket} does not let these keys do it")
    if status == NOT_FOUND:
        return FileNotFoundError(errno.ENOENT, f"not in the bucket {bucket}")
    return OSError(f"the bucket {bucket} says: {code or status}")


class Bucket(S3Storage):
    """A bucket whose files have the addresses that files on disk would have: bodies keep those for ever."""

    def __init__(self, **options):
        client = Config(
            # Servers that only resemble Amazon's know neither its newer checksums nor hosts named after buckets.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
        )
        super().__init__(
            client_config=client,
            transfer_config=TransferConfig(multipart_threshold=ONE_WRITE_BYTES, use_threads=False),
            max_memory_size=MEMORY_BYTES,
            object_parameters={"CacheControl": CACHING},
            **options,
        )
        # One for all threads: clients may be shared, and each takes a while to learn what S3 is.
        self._connections = SimpleNamespace()

    def url(self, name, parameters=None, expire=None, http_method=None):
        return settings.MEDIA_URL + filepath_to_uri(name)

    @told_as_os_error
    def _open(self, name, mode="rb"):
        file = super()._open(name, mode)
        # Now, not at the first reading, where nobody waits for an error.
        try:
            return file.open()
        except BaseException:
            file.close()
            raise

    _save = told_as_os_error(S3Storage._save)
    delete = told_as_os_error(S3Storage.delete)
    exists = told_as_os_error(S3Storage.exists)
    listdir = told_as_os_error(S3Storage.listdir)
    size = told_as_os_error(S3Storage.size)
    get_modified_time = told_as_os_error(S3Storage.get_modified_time)

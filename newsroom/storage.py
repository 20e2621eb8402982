"""Where pictures lie: files below DATA_DIR, or a bucket that speaks S3. Their addresses are the same in both."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage

MODE = 0o644


class Files(FileSystemStorage):
    """Files that are whole or not there, whoever else writes the same name at the same time."""

    def __init__(self, **options):
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                os.fchmod(file.fileno(), MODE)
                file.flush()
                # The row that names it is committed next, and must not outlive it when the power goes.
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        return name

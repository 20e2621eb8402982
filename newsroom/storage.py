"""Where pictures lie: files below DATA_DIR, or a bucket that speaks S3. Their addresses are the same in both."""

import errno
import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from articles.images.renditions import FOLDER as RENDITIONS

MODE = 0o644


class Files(FileSystemStorage):
    """Files that are whole or not there, whoever else writes the same name at the same time."""

    def __init__(self, **options):
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name, content):
        path = Path(self.path(name))
        folders = _with_new_names(path.parent)
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
        # What is drawn from an original is drawn again where a power cut took its name.
        if not name.startswith(f"{RENDITIONS}/"):
            for folder in folders:
                _force_to_disk(folder)
        return name


def _with_new_names(folder):
    """Return the folders that get a new name when a file comes into ``folder``: itself, and those above new ones."""
    return [folder] if folder.is_dir() else [folder, *_with_new_names(folder.parent)]


def _force_to_disk(folder):
    """A file's bytes are on the disk, but after a power cut it is lost where its folder does not name it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems of networks know no such thing.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)

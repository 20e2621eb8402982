"""``manage.py sweep_pictures``: stored files that no picture names, and pictures whose file is lost."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from articles.desk.pictures import disposing
from articles.importing.errors import in_words
from articles.management import stopping


class Command(BaseCommand):
    help = (
        "List the stored files that no picture names and that are older than an hour; --remove removes them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="remove the files that are listed")

    def handle(self, *, remove, **options):
        try:
            with stopping.on_signals():
                self._sweep(remove)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Stopped: {in_words(error)}.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped.", returncode=getattr(error, "returncode", 130)) from None

    def _sweep(self, remove):
        count = size = lost = 0
        for name, length in disposing.strays(timezone.now()):
            if remove:
                default_storage.delete(name)
            count, size = count + 1, size + length
            stopping.say(self.stdout, f"{name}  {filesizeformat(length)}")
        for image in disposing.lost_originals():
            lost += 1
            stopping.say(self.stdout, f"lost: {image.file}  (picture {image.pk})")
        done = "removed" if remove else "to remove"
        stopping.say(self.stdout, f"{count:,} files {done}, {filesizeformat(size)}; {lost:,} originals lost.")

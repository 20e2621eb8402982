"""``manage.py export_articles DIR``: every archive out again."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console

from articles.exporting.archives import export_archives
from articles.exporting.folder import ExportUsageError
from articles.management import terminal
from articles.models import Article

STOPPED = "Stopped. What an earlier export left there stands: run it again."


class Command(BaseCommand):
    help = "Write every article into DIR as front matter; what nobody edited comes out as it came in."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="a new or empty folder, or an earlier export"
        )
        parser.add_argument("--images", action="store_true", help="the kept pictures beside the articles")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, folder, images, quiet, **options):
        progress = terminal.progress_for(Console(stderr=True), "Exporting", quiet=quiet)
        try:
            totals = export_archives(
                folder, Article.objects.all(), site=settings.SITE_NAME, images=images, progress=progress
            )
        except ExportUsageError as error:
            raise CommandError(error, returncode=2) from error
        except DatabaseError as error:
            raise CommandError(f"{STOPPED} The database says: {error}.") from error
        except OSError as error:
            raise CommandError(f"{STOPPED} The system says: {error}.") from error
        except KeyboardInterrupt:
            raise CommandError(STOPPED, returncode=130) from None
        finally:
            progress.stop()
        self.stdout.write(terminal.export_summary(totals))

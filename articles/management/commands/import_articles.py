"""``manage.py import_articles PATH...``: an archive in."""

import os
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils import timezone
from rich.console import Console

from articles.importing.errors import ImportStoppedError, ImportUsageError, in_words
from articles.importing.pipeline import ImportOptions, import_archives
from articles.importing.pipeline import resume as go_on
from articles.importing.undo import caveat
from articles.importing.undo import undo as take_back
from articles.management import stopping, terminal
from articles.reading.readers import FORMATS

GO_ON = "What is in is whole: run it again to go on."


def zone(name):
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError(
            f"there is no zone {name!r}; a zone's name is such as Asia/Shanghai"
        ) from error


def report_file(name):
    path = Path(name)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ArgumentTypeError(f"{name} cannot be written")
    return path


def workers(number):
    if not number.isdecimal() or not 1 <= int(number) <= 64:
        raise ArgumentTypeError("a number of processes from 1 to 64")
    return int(number)


class Command(BaseCommand):
    help = "Import a file, a folder or - (standard input) of articles; run it as often as you like."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input"
        )
        parser.add_argument("--format", choices=["auto", *FORMATS], default="auto")
        parser.add_argument(
            "--categories", choices=["path", "flat"], help="a list is one path, or so many categories"
        )
        parser.add_argument("--images", choices=["fetch", "link", "skip"], default="fetch")
        parser.add_argument("--status", choices=["keep", "draft"], default="keep")
        parser.add_argument("--zone", type=zone, default=settings.TIME_ZONE, metavar="NAME")
        parser.add_argument("--origin", default="", help="whose archive it is (default: the folder's name)")
        parser.add_argument(
            "--workers", type=workers, default=str(os.cpu_count() or 1), metavar="N", help="processes"
        )
        parser.add_argument("--dry-run", action="store_true", help="the same report, nothing written")
        parser.add_argument("--report", type=report_file, metavar="FILE", help="the report as JSON")
        parser.add_argument(
            "--undo", type=int, metavar="RUN", help="take back what run RUN created or updated"
        )
        parser.add_argument(
            "--resume", action="store_true", help="go on with the last run that was cut short"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, report, quiet, **options):
        progress = terminal.progress_for(Console(stderr=True), "Importing", quiet=quiet)
        try:
            with stopping.on_signals():
                result = self._result(progress, **options)
        except ImportUsageError as error:
            raise CommandError(error, returncode=2) from error
        except (ImportStoppedError, DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {GO_ON}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=getattr(error, "returncode", 130)) from None
        finally:
            progress.stop()
        self._tell(result, report)
        if result.outcomes["failed"]:
            sys.exit(1)

    def _tell(self, result, report):
        """Show the summary and write the report; the import is done, whatever becomes of them."""
        try:
            try:
                stopping.say(self.stdout, terminal.import_summary(result))
            finally:
                if report:
                    result.write(report)
        except (ImportStoppedError, OSError) as error:
            raise CommandError(
                f"The import is done, but not all was said of it: {in_words(error)}."
            ) from error

    def _result(self, progress, *, paths, undo, resume, **options):
        if (bool(paths), undo is not None, resume).count(True) != 1:
            raise ImportUsageError("Name what to import, or --undo a run, or --resume one.")
        if undo is not None:
            if words := caveat(undo):
                self.stderr.write(words)
            return take_back(undo, clock=timezone.now, dry_run=options["dry_run"], progress=progress)
        if resume:
            return go_on(clock=timezone.now, progress=progress)
        chosen = ImportOptions(**{name: options[name] for name in ImportOptions.__dataclass_fields__})
        return import_archives(paths, options=chosen, clock=timezone.now, progress=progress)

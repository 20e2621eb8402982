"""``manage.py import_articles PATH...``: an archive in."""

import os
import sys
from argparse import ArgumentTypeError
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils import timezone
from rich.console import Console

from articles import tasks
from articles.importing.errors import ImportStoppedError, ImportUsageError, in_words
from articles.importing.fetching import fetch_for, the_web
from articles.importing.pipeline import ImportOptions, import_archives
from articles.importing.pipeline import resume as go_on
from articles.importing.undo import caveat
from articles.importing.undo import undo as take_back
from articles.management import options, stopping, terminal
from articles.reading.readers import FORMATS

GO_ON = "What is in is whole: run it again to go on."
PICTURES_WAIT = "The articles are in; the task worker or fetch_images goes on with their pictures."


def zone(name):
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError(
            f"there is no zone {name!r}; a zone's name is such as Asia/Shanghai"
        ) from error


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
        parser.add_argument("--report", type=options.report_file, metavar="FILE", help="the report as JSON")
        parser.add_argument(
            "--undo", type=int, metavar="RUN", help="take back what run RUN created or updated"
        )
        parser.add_argument(
            "--resume", action="store_true", help="go on with the last run that was cut short"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, report, quiet, **chosen):
        progress = terminal.progress_for(Console(stderr=True), "Importing", quiet=quiet)
        try:
            with stopping.on_signals():
                result = self._result(progress, **chosen)
        except ImportUsageError as error:
            raise CommandError(error, returncode=2) from error
        except (ImportStoppedError, DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {GO_ON}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=getattr(error, "returncode", 130)) from None
        finally:
            progress.stop()
        done, stopped = self._pictures(result, quiet=quiet)
        self._tell(result, report, done)
        if stopped:
            raise stopped
        if result.outcomes["failed"]:
            sys.exit(1)

    def _pictures(self, result, *, quiet):
        """Fetch the pictures for a while; return what came of it, and what kept it from going on."""
        progress = terminal.progress_for(Console(stderr=True), "Fetching pictures", quiet=quiet)
        try:
            with stopping.on_signals():
                return self._fetched(result, progress), None
        except (ImportStoppedError, DatabaseError, OSError) as error:
            return None, CommandError(f"Stopped: {in_words(error)}. {PICTURES_WAIT}")
        except KeyboardInterrupt as error:
            code = getattr(error, "returncode", 130)
            return None, CommandError(f"Stopped. {PICTURES_WAIT}", returncode=code)
        finally:
            progress.stop()

    def _fetched(self, result, progress):
        if result.run is None or not result.images.pending:
            return None
        try:
            return fetch_for(result, the_web(), clock=timezone.now, progress=progress)
        finally:
            tasks.fetch_what_waits(at=timezone.now())

    def _tell(self, result, report, done):
        """Show the summary and write the report; the import is done, whatever becomes of them."""
        try:
            try:
                stopping.say(self.stdout, terminal.import_summary(result, done))
            finally:
                if report:
                    result.write(report)
        except (ImportStoppedError, OSError) as error:
            raise CommandError(
                f"The import is done, but not all was said of it: {in_words(error)}."
            ) from error

    def _result(self, progress, *, paths, undo, resume, **chosen):
        if (bool(paths), undo is not None, resume).count(True) != 1:
            raise ImportUsageError("Name what to import, or --undo a run, or --resume one.")
        if undo is not None:
            if words := caveat(undo):
                self.stderr.write(words)
            return take_back(undo, clock=timezone.now, dry_run=chosen["dry_run"], progress=progress)
        if resume:
            return go_on(clock=timezone.now, progress=progress)
        wanted = ImportOptions(**{name: chosen[name] for name in ImportOptions.__dataclass_fields__})
        return import_archives(paths, options=wanted, clock=timezone.now, progress=progress)

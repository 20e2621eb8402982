"""``manage.py fetch_images``: the pictures that wait at their sources, had and kept; and how they stand."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console

from articles.importing import custody, custody_report
from articles.importing.errors import ImportStoppedError, in_words
from articles.importing.fetching import fetch_pending, the_web
from articles.management import options, stopping, terminal

GO_ON = "What was fetched is kept: run it again to go on."
ON_SCREEN = Path("-")
WHICH = {
    "only_due": "leave those that failed alone until their time has come",
    "even_lost": "ask also for those that were given up, or left where they are by --images link",
    "again": "ask whether pictures kept already have changed at their sources, and for nothing else",
}


class Command(BaseCommand):
    help = "Fetch the pictures that wait at their sources, and show them in their articles."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        for name, words in WHICH.items():
            which.add_argument(
                f"--{name.replace('_', '-')}", dest="which", action="store_const", const=name, help=words
            )
        which.add_argument(
            "--report",
            type=options.report_file,
            nargs="?",
            const=ON_SCREEN,
            metavar="FILE",
            help="fetch nothing: tell which pictures are kept, which wait and which are lost, in FILE as JSON",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, which, report, quiet, **options):
        at = timezone.now()
        try:
            with stopping.on_signals():
                said = self._report(report, at) if report else self._fetch(which, at, quiet=quiet)
        except (ImportStoppedError, DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {'' if report else GO_ON}") from error
        except KeyboardInterrupt as error:
            words = "Stopped." if report else f"Stopped. {GO_ON}"
            raise CommandError(words, returncode=getattr(error, "returncode", 130)) from None
        stopping.say(self.stdout, said)

    def _fetch(self, which, at, *, quiet):
        sources = {
            "only_due": custody.due(at),
            "even_lost": custody.waiting() | custody.not_kept(),
            "again": custody.kept(),
        }
        progress = terminal.progress_for(Console(stderr=True), "Fetching", quiet=quiet)
        try:
            chosen = sources.get(which, custody.waiting())
            return terminal.fetch_summary(
                fetch_pending(the_web(), chosen, clock=timezone.now, progress=progress)
            )
        finally:
            progress.stop()

    def _report(self, report, at):
        if report != ON_SCREEN:
            custody_report.write(report, at=at)
            return f"The report is in {report}."
        return terminal.custody_tables()

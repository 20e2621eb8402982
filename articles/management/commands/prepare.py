"""``manage.py prepare``: whatever must be there before the server starts; nothing the second time."""

import fcntl
import os
import secrets
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone
from rich.console import Console

from articles import tasks
from articles.importing.pipeline import ImportOptions, import_archives
from articles.management import static_files, terminal
from articles.models import Source

LOGIN_NAME = "editor"
DEMO = "demo"


class Command(BaseCommand):
    help = "Migrate, collect the static files, make the first login; prints where the site is."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="import the demo archive into an empty newsroom"
        )

    def handle(self, *, demo, **options):
        try:
            # Two first runs at once would migrate the same database.
            with alone(settings.DATA_DIR / "prepare.lock"):
                self._prepare(Console(stderr=True), demo=demo)
        except KeyboardInterrupt:
            sys.exit(130)
        self.stdout.write(f"Site:  {settings.BASE_URL}/")
        self.stdout.write(f"Admin: {settings.BASE_URL}{reverse('admin:index')}")
        self.stdout.write(f"Login: {_login_in_words()}")

    def _prepare(self, console, *, demo):
        call_command("migrate", verbosity=0)
        static_files.collect()
        tasks.see_to_housekeeping(at=timezone.now())
        if User.objects.exists():
            return
        # The login comes last: a first run that was cut short is made again whole.
        if demo and not Source.objects.exclude(origin=DEMO).exists():
            _import_demo(console)
        _make_login()


@contextmanager
def alone(path):
    """Wait until no other process holds the lock, and hold it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _password_file():
    return settings.DATA_DIR / "first_login"


def _make_login():
    """Make the first user; the password is kept with the secret key's rights until it is changed."""
    password = secrets.token_urlsafe(12)
    handle = os.open(_password_file(), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(password)
    User.objects.create_superuser(LOGIN_NAME, password=password)


def _import_demo(console):
    progress = terminal.progress_for(console, "Importing", quiet=False)
    folder = Path(settings.BASE_DIR) / "demo" / "archive"
    try:
        report = import_archives(
            [str(folder)], options=ImportOptions(origin=DEMO), clock=timezone.now, progress=progress
        )
    finally:
        progress.stop()
    console.print(f"Demo archive: {report.in_words()}.", highlight=False)


def _login_in_words():
    file = _password_file()
    user = User.objects.filter(username=LOGIN_NAME).first()
    if not user or not file.exists():
        return "as you set it up"
    password = file.read_text()
    return (
        f"{LOGIN_NAME} / {password}"
        if user.check_password(password)
        else f"{LOGIN_NAME} / the password you chose"
    )

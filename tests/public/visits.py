"""A reader's visit at a given moment."""

import time_machine
from django.test import Client

from tests.factories import NOW


def visit(path, *, at=NOW, method="GET", **headers):
    """Return the site's answer to a reader without cookies who comes at the moment ``at``."""
    with time_machine.travel(at, tick=False):
        return Client(headers=headers, enforce_csrf_checks=True).generic(method, path)

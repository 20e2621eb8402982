"""One Chromium for all the browser tests, and a page a test."""

import os
import shutil
import threading
from functools import partial

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.factories import make_user

from .pages import watch

# Playwright keeps a loop running in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium(django_db_setup, live_server):
    contents = connections["default"]._test_serialized_contents
    path = shutil.which("chromium")
    if path is None:
        absent = pytest.fail if os.environ.get("REQUIRE_SERVERS") == "1" else pytest.skip
        absent("Chromium is not installed here.")
    with sync_playwright() as playwright:
        # In Playwright's loop Django hands out another connection, which must know what to restore too.
        connections["default"]._test_serialized_contents = contents
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        _wait_for_answers_under_way()


def _wait_for_answers_under_way():
    """Let the server's threads end before it stops: it then takes the database away that they still hold."""
    for thread in threading.enumerate():
        # One that is only just beginning cannot be waited for yet.
        if "process_request_thread" in thread.name and thread.is_alive():
            thread.join(timeout=10)


@pytest.fixture
def open_page(chromium, live_server):
    """Return a function that opens an address of the site; its options are those of a browser context.

    What the page asks other hosts for is turned away and kept in ``page.foreign``.
    """
    contexts = []

    def open_page(address, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.foreign = []
        page.route(lambda url: not url.startswith(live_server.url), lambda route: _turn_away(page, route))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # What a form tells of itself as it closes must not meet the next test's database.
    _wait_for_answers_under_way()


def _turn_away(page, route):
    page.foreign.append(route.request)
    route.abort()


def session_of(user):
    """The storage of a browser in which somebody is logged in."""
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "path": "/", "expires": -1}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax", "domain": "localhost"}
    return {"cookies": [cookie], "origins": []}


@pytest.fixture
def at_desk(open_page):
    """A function that opens a page in a browser of the person's own, which is watched: see ``pages.watch``."""

    def at_desk(user, address, *, answer="accept", **options):
        page = open_page("/healthz", storage_state=session_of(user), **options)
        page.set_default_timeout(15_000)
        watch(page, answer=answer)
        page.goto(address)
        return page

    return at_desk


@pytest.fixture
def own_storage(settings, tmp_path):
    """Where every rendition lies beforehand: making one asks the database, which the tests' server has but once."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.RENDITIONS = "eager"


@pytest.fixture
def chief():
    return make_user("Chief", username="周编辑")


@pytest.fixture
def desk(at_desk, chief):
    """A function that opens a page as a Chief."""
    return partial(at_desk, chief)

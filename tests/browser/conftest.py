"""One Chromium for all the browser tests, and a page a test."""

import os
import shutil
import threading

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.factories import make_user

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


@pytest.fixture
def desk(open_page):
    """A function that opens a page as a Chief; ``page.stopped`` keeps what the policy stopped there."""
    client = Client()
    client.force_login(make_user("Chief", username="周编辑"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "path": "/"}
    cookie |= {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax", "domain": "localhost"}

    def desk(address, **options):
        state = {"cookies": [cookie], "origins": []}
        page = open_page("/healthz", storage_state=state, **options)
        page.set_default_timeout(8000)
        page.stopped, page.originals = [], []
        page.on("console", lambda message: _note(page, message.text))
        page.on("pageerror", lambda error: page.stopped.append(str(error)))
        page.on(
            "request",
            lambda request: page.originals.append(request.url) if "/originals/" in request.url else None,
        )
        page.goto(address)
        return page

    return desk


def _note(page, text):
    if "Content Security Policy" in text:
        page.stopped.append(text)

"""Pages of the desk in a browser: what is on them, how they are used, and what may not be wrong with them."""

from axe_playwright_python.sync_playwright import Axe

from tests.factories import make_article, make_category

LIST = "/admin/articles/article/"
ADD = f"{LIST}add/"
SURFACE = ".ProseMirror"
PHONE, TABLET, DESKTOP = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    {"width": 1440, "height": 900},
)


def watch(page, *, answer="accept"):
    """Keep what goes on in the page.

    ``page.stopped`` keeps errors and what the policy stopped, ``page.originals`` which originals were asked for,
    and ``page.asked`` the kinds of the questions that were put, each of which gets the answer.
    """
    page.stopped, page.originals, page.asked = [], [], []
    page.on("pageerror", lambda error: page.stopped.append(str(error)))
    page.on("console", lambda said: "Policy" in said.text and page.stopped.append(said.text))
    page.on("request", lambda asked: "/originals/" in asked.url and page.originals.append(asked.url))
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), getattr(dialog, answer)()))


def change(article):
    return f"{LIST}{article.pk}/change/"


def opened(desk, body, **options):
    """The form of an article with the body; what is in it, has been looked up."""
    article = make_article(body=body, categories=[make_category()])
    page = desk(change(article), **options)
    page.locator(SURFACE).wait_for()
    page.wait_for_load_state("networkidle")
    return article, page


def wait_for_body(page, text):
    page.wait_for_function("(text) => document.querySelector('#id_body').value.includes(text)", arg=text)


def follow(page, control):
    """Click what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        control.click()


def save(page):
    # The page may still show what the last saving said.
    follow(page, page.locator("[name=_continue]"))
    page.locator(".messagelist").wait_for()


def saved_body(article, page):
    save(page)
    article.refresh_from_db()
    return article.body


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def faults(page, *, but=()):
    """What axe finds wrong with the page, but for what has one of these impacts."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] not in but]


def grave_faults(page):
    return faults(page, but=("minor", "moderate"))


def assert_clean(page, faults=faults):
    """Nothing that the policy stopped, nothing wider than the screen, nothing for axe to find."""
    page.wait_for_load_state("networkidle")
    assert page.stopped == [], page.url
    assert fits(page), page.url
    assert faults(page) == [], page.url
    # What axe does to a page is not the page's.
    page.stopped.clear()

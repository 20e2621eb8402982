"""What the front page shows, and where."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from articles.models import Article, Category

from . import lists

# Far enough back for every busy section to have something, near enough to be news.
NEWEST_CONSIDERED = 100
SECONDARY_STORIES = 4
LATEST_STORIES = 10
SECTION_STORIES = 4


@dataclass(frozen=True)
class Edition:
    """The stories of a front page by place; ``sections`` leaves out what stands above it."""

    lead: Article | None
    secondary: list[Article]
    latest: list[Article]
    sections: list[tuple[Category, list[Article]]]


def edition(top_categories, at):
    """Return the front page of the moment ``at``, its sections in the order of ``top_categories``."""
    newest = list(lists.newest(at)[:NEWEST_CONSIDERED])
    top, rest = newest[: 1 + SECONDARY_STORIES], newest[1 + SECONDARY_STORIES :]
    sections = [(category, _of_section(category, rest)) for category in top_categories]
    chosen = Edition(
        lead=top[0] if top else None,
        secondary=top[1:],
        latest=rest[:LATEST_STORIES],
        sections=[(category, stories) for category, stories in sections if stories],
    )
    shown = {*top, *chosen.latest, *(story for _, stories in chosen.sections for story in stories)}
    prefetch_related_objects(list(shown), *lists.CARD_PARTS)
    return chosen


def _of_section(category, articles):
    below = f"{category.path}/"
    stories = (a for a in articles if a.primary_category and f"{a.primary_category.path}/".startswith(below))
    return [story for story, _ in zip(stories, range(SECTION_STORIES), strict=False)]

"""What the form of an article tells beside the text."""

from django.db.models import Count, Q

from articles.desk import permissions, templating
from articles.models import ImageSource

from . import marks, trash, verbs
from .run_words import loss_words

HISTORY_LINES = 20


def absent_pictures(article):
    """How many pictures of the article are still to come, and how many were not to be had."""
    led, in_body = Q(led_articles=article), Q(uses__article=article)
    absent = ImageSource.objects.filter(led | in_body, image=None)
    found = absent.aggregate(
        waiting=Count("pk", distinct=True, filter=Q(error="")),
        lost=Count("pk", distinct=True, filter=~Q(error="")),
    )
    return found if any(found.values()) else None


def of_article(user, article, at):
    """What the form shows beside the text: state, verbs, corrections, versions, events, source."""
    # The other side of a one-to-one raises where there is none.
    source = getattr(article, "source", None)
    imported = article.imported_records.select_related("run").order_by("-pk").first()
    may_lack_pictures = "<img" in article.body or article.lead_image_source_id
    return {
        "state": marks.state_badge(article, at),
        "time_in_trash": trash.time_of(article),
        "absent_pictures": absent_pictures(article) if may_lack_pictures else None,
        "verbs": verbs.open_to(user, article, at),
        "may_write": permissions.may_write(user),
        "may_make_template": templating.may_make(user),
        "may_remove": permissions.is_admin(user),
        "may_correct": permissions.edits_section_of(user, article),
        "corrections": article.corrections.all(),
        "revisions": list(article.revisions.select_related("by").defer("content")[:HISTORY_LINES]),
        "events": article.events.all()[:HISTORY_LINES],
        "source": source,
        "source_path": marks.visible(source.external_id) if source else "",
        "imported": imported,
        "loss": loss_words(imported.loss) if imported else "",
    }

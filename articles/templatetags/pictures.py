"""The picture of a story in the templates: ``{% picture lead "river" %}``, one of presenting.pictures.PLACES."""

from django import template

register = template.Library()


@register.inclusion_tag("articles/_picture.html")
def picture(lead, place, *, eager=False):
    """Show the picture as the place does; ``eager``: it is what the page opens with."""
    return {"lead": lead, "shown": lead.at(place), "eager": eager}


@register.inclusion_tag("articles/_preload.html")
def preload(lead, place):
    """Ask for the picture that the page opens with, before the style sheet is there."""
    return {"shown": lead.at(place)} if lead else {}

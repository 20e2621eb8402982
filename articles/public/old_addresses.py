"""Addresses that were in use once: they lead on, or say that what stood there is gone."""

from articles.presenting import directory, lists

GONE = object()


def lead_from(path, at):
    """Return the address that the old one ``path`` leads to at the moment ``at``, GONE, or None.

    ``path``: absolute, percent-decoded. An article's own address never gets here, so that it wins.
    """
    redirect = directory.redirect_from(path)
    if redirect is None:
        return None
    if redirect.article is None:
        return redirect.new_path or GONE
    if redirect.article.is_public(at):
        return redirect.article.get_absolute_url()
    return GONE if lists.is_gone(redirect.article.pk, at) else None

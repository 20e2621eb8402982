"""What machines ask the site: whether it lives, whether it can work, where they may go."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.presenting import lists
from articles.presenting.addresses import absolute

TEXT = "text/plain; charset=utf-8"


@never_cache
@require_safe
def healthz(request):
    """Say that the process answers, and nothing about what it depends on."""
    return HttpResponse("ok\n", content_type=TEXT)


@never_cache
@require_safe
def readyz(request):
    """Say "ok", or with 503 the first thing that does not work."""
    for name, probe in PROBES.items():
        try:
            probe()
        except Exception:  # Whatever it is that fails: the answer is the same.
            return HttpResponse(f"{name}\n", status=503, content_type=TEXT)
    return HttpResponse("ok\n", content_type=TEXT)


def _database_answers():
    lists.published(timezone.now()).exists()


def _storage_takes_a_file():
    default_storage.delete(default_storage.save("readyz/probe", ContentFile(b"")))


PROBES = {"database": _database_answers, "storage": _storage_takes_a_file}


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {absolute(reverse('articles:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=TEXT)

"""The read API under /api/v1/: what is public, as JSON."""

from ninja import NinjaAPI

from . import problems
from .answers import ReadableJSON, for_readers
from .endpoints import router

api = NinjaAPI(
    title="Newsroom",
    version="1",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=for_readers,
    renderer=ReadableJSON(),
)
api.add_router("", router)
problems.install(api)

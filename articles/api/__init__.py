"""The read API under /api/v1/: what is public, as JSON."""

from ninja import NinjaAPI

from . import problems
from .answers import ReadableJSON, reads
from .endpoints import router

api = NinjaAPI(
    title="Newsroom",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    renderer=ReadableJSON(),
)


# Not ninja's own, which answers to every method.
@reads(router, "/openapi.json", include_in_schema=False)
def description(request):
    """Return the API as OpenAPI describes it."""
    return api.get_openapi_schema()


api.add_router("", router)
problems.install(api)

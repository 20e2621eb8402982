"""The read API under /api/v1/."""

from ninja import NinjaAPI

api = NinjaAPI(title="Newsroom", version="1")

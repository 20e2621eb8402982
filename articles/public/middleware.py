"""Conditional answers for every public read."""

from django.middleware.http import ConditionalGetMiddleware

__all__ = ["ConditionalGetMiddleware"]

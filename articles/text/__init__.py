"""Strings in, strings out: sanitizing, slugs, scripts and languages, Markdown. Imports nothing of ours."""

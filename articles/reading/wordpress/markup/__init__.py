"""The text of an article as WordPress keeps it, made the HTML that WordPress would show."""

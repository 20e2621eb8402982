"""The export file: cut into items, each read as XML that may be broken, and what the rest says of it."""

"""Bytes in, bytes out: what a picture is, its renditions and its markup. Imports nothing of ours."""

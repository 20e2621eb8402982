"""Bytes of an archive in, Records out; never raises for what the bytes hold. Imports text/ alone."""

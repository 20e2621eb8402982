"""Records in, Articles out: identity, the batch writer, kept pictures, the report."""

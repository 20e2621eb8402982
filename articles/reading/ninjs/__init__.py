"""News in JSON (ninjs), the news agencies' format: what its items state, and the record each becomes."""

"""Articles and archives out again."""

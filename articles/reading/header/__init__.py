"""The header of a file: where it ends, what it states in YAML, TOML or JSON, and its keys by our words."""

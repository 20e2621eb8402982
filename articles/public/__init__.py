"""The site that readers see."""

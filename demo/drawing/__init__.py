"""The pictures of the demo archive, drawn from seeds with Pillow alone."""

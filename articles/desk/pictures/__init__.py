"""What the desk does with pictures."""

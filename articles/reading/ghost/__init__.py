"""What a Ghost export holds: its tables, its posts, and the three ways it writes a body."""

"""What strangers may read: lists with their joins, and the shapes that pages, feeds and the API show."""

"""WordPress: its export file, its way of writing paragraphs, shortcodes and blocks, and the Record they make."""

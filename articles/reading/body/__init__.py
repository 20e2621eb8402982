"""The body of a file: what it is written in, and its repair before the sanitizer's last word."""

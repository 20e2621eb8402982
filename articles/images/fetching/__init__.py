"""Fetching pictures from other people's servers: only from the public web, within limits, politely."""

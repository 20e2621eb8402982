"""What stops an import as a whole; what is wrong with one file is its record's reason instead."""


class ImportUsageError(Exception):
    """There is nothing to read, or two archives would be one; says in a line what to do."""

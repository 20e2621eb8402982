"""What the log does not tell."""

import logging
import re

SECRET = re.compile(r"(/preview/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Takes the secrets of preview links out of what is logged: whoever reads it could read the articles."""

    def filter(self, record: logging.LogRecord) -> bool:
        # An address is logged as it was asked for when no page, or an error, was the answer.
        if isinstance(record.args, tuple):
            record.args = tuple(map(_told, record.args))
        return True


def _told(argument: object) -> object:
    return SECRET.sub(r"\1…", argument) if isinstance(argument, str) else argument

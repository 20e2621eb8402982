"""Prints as JSON what an import left in the database of the environment, without ids and clock times."""

import json
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
django.setup()

from tests.importing.archives import by_natural_key  # noqa: E402 models need the settings

print(json.dumps(by_natural_key(), ensure_ascii=False))

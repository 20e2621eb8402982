"""The newsroom's own settings, with a folder of its own for what the tests write."""

import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
os.environ.setdefault("TIME_ZONE", "UTC")

from newsroom.settings import *  # noqa: E402, F403 all of them but what follows, once the folder is set

# Nothing is collected before the tests, and a real hash takes 50 ms a login.
STORAGES = {  # noqa: F405 from the star
    "default": {"BACKEND": "newsroom.storage.Files"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405 from the star
# A task is done when it is queued, unless a test works on the real queue.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

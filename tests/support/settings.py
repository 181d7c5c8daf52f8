"""Settings of the test run: the site's own, with a data folder that is thrown away."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="sunshine-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(SUNSHINE_DATA=_folder, SUNSHINE_DEMO="1", SECRET_KEY="for tests only")
# Keys for tests only: sixteen and thirty-two bytes of nothing.
os.environ["SUNSHINE_KEYS"] = (
    '{"current": "t", "sealing": {"t": "AAAAAAAAAAAAAAAAAAAAAA=="}, "index": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}'
)
# Whatever database the developer's shell names, the tests must not touch it.
os.environ.update(DATABASE_URL="postgresql:///sunshine", DATABASE_OWNER_URL="postgresql:///sunshine")

from sunshine.web.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

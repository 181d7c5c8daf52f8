"""Django's settings, read from the environment once.

SUNSHINE_DATA        data folder (default ./.data of the checkout): secret, keys, files, the embedded database
SUNSHINE_DEMO        1 = demo mode: one-click sign-in, plain http on this machine only
SUNSHINE_DEBUG       1 = Django's debug pages; never where petitions are real
DATABASE_URL         PostgreSQL, as the application's role
DATABASE_OWNER_URL   the same database as its owner, who migrates (default: DATABASE_URL)
SUNSHINE_DB_ROLE     "owner" = this process works as the owner
SECRET_KEY           default: generated into the data folder
SUNSHINE_URL         the site's public address, printed on documents (default http://127.0.0.1:8000)
SUNSHINE_MESSAGES    how messages leave (default: kept in the outbox)
ALLOWED_HOSTS        names this site answers to, separated by commas
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

SOURCE = Path(__file__).resolve().parents[1]


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _secret(path: Path) -> str:
    """Return the text kept in `path`, made the first time; only we can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


# --- where things are -------------------------------------------------------------------------------------

SUNSHINE_DATA = Path(os.environ.get("SUNSHINE_DATA") or SOURCE.parents[1] / ".data").resolve()
SUNSHINE_DEMO = _flag("SUNSHINE_DEMO")
SUNSHINE_KEYS_FILE = SUNSHINE_DATA / "keys.json"
MEDIA_ROOT = SUNSHINE_DATA / "files"
SUNSHINE_URL = os.environ.get("SUNSHINE_URL", "http://127.0.0.1:8000").rstrip("/")
SUNSHINE_MESSAGES = os.environ.get("SUNSHINE_MESSAGES", "sunshine.foundation.notices.adapters.Outbox")

DEBUG = _flag("SUNSHINE_DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or _secret(SUNSHINE_DATA / "secret")
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "127.0.0.1,localhost" if SUNSHINE_DEMO or DEBUG else "")

# --- what it is made of -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "ninja",
    "sunshine.foundation.calendar",
    "sunshine.foundation.geography",
    "sunshine.foundation.offices",
    "sunshine.foundation.ledger",
    "sunshine.foundation.people",
    "sunshine.foundation.duties",
    "sunshine.foundation.procedure",
    "sunshine.foundation.papers",
    "sunshine.foundation.files",
    "sunshine.foundation.notices",
    "sunshine.foundation.pages",
    "django.forms",  # after our own, whose field template comes first
    "sunshine.petitions",
    "sunshine.channels",
    "sunshine.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sunshine.web.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sunshine.foundation.pages.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sunshine.foundation.pages.context.shell",
            ],
        },
    }
]

ROOT_URLCONF = "sunshine.web.urls"
WSGI_APPLICATION = "sunshine.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "offices.Officer"
AUTHENTICATION_BACKENDS = ["sunshine.foundation.offices.backend.OfficerBackend"]
LOGIN_URL = "sign-in"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "sunshine.foundation.pages.views.kept"

# --- database ---------------------------------------------------------------------------------------------

_APPLICATION = dj_database_url.parse(os.environ.get("DATABASE_URL") or "postgresql:///sunshine")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL")
_OWNER = dj_database_url.parse(_OWNER_URL) if _OWNER_URL else None

# With one address for both, the application steps down to a role of its own as it connects, so that nothing
# the site runs can rewrite the ledger even when the address is the owner's.
SUNSHINE_ONE_ADDRESS = _OWNER is None
SUNSHINE_APPLICATION_ROLE = "sunshine_app" if SUNSHINE_ONE_ADDRESS else _APPLICATION["USER"]


def _database() -> dict[str, Any]:
    """Return the connection for this process's role."""
    as_owner = os.environ.get("SUNSHINE_DB_ROLE") == "owner"
    # Requests reuse their thread's connection: opening one costs more than most pages.
    found: dict[str, Any] = {**((as_owner and _OWNER) or _APPLICATION), "CONN_MAX_AGE": 600}
    if SUNSHINE_ONE_ADDRESS and not as_owner:
        found["OPTIONS"] = {"options": f"-c role={SUNSHINE_APPLICATION_ROLE}", **found.get("OPTIONS", {})}
    return found


DATABASES = {"default": _database()}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each in its own words
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files in and out -------------------------------------------------------------------------------------

# Ten attachments of 20 MB a filing are allowed; they stream to disk and do not count as form data.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
# More than ten are taken in all the same: the store sets the rest aside, since nothing may block a filing.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
STATIC_ROOT = SUNSHINE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- safety -----------------------------------------------------------------------------------------------

_PLAIN_HTTP = SUNSHINE_DEMO or DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# The progress page's address holds the query code: it must not travel to another site.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = not _PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if _PLAIN_HTTP else 365 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("SUNSHINE_BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not _PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- log --------------------------------------------------------------------------------------------------

# Requests are not logged: an address or a form in a log is personal data nobody sealed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "sunshine": {"level": "INFO"},
    },
}

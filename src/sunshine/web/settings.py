"""Django's settings, read from the environment once.

SUNSHINE_DATA        data folder (default ./.data of the checkout): secret, keys, files, the embedded database
SUNSHINE_DEMO        1 = demo mode: one-click sign-in, plain http on this machine only
SUNSHINE_DEBUG       1 = Django's debug pages; never where petitions are real
DATABASE_URL         PostgreSQL, as the application's role
DATABASE_OWNER_URL   the same database as its owner, who migrates (default: DATABASE_URL)
SUNSHINE_DB_ROLE     "owner" = this process works as the owner
SECRET_KEY           default: generated into the data folder
SUNSHINE_URL         the site's public address, printed on documents (default http://127.0.0.1:8000)
SUNSHINE_ANNOUNCE_DAYS  how long a public notice runs before it counts as delivery (default 30 days)
SUNSHINE_URGENT_HOURS  within how many hours an urgent matter is first reported (default 2; the law says: at once)
SUNSHINE_FILES       where sealed files lie: empty = the folder "files" of the data folder, or
                     s3://BUCKET/PREFIX?endpoint=https://…&region=…&virtual_host=1 (path style unless virtual_host=1;
                     the account in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; needs the extra "s3")
SUNSHINE_SEAL        how documents are sealed (default: drawn, 演示专用章; sunshine.foundation.papers.sm2.SM2Seal signs)
SUNSHINE_MESSAGES    how texts leave (default: kept in the outbox; sunshine.foundation.notices.gateway.HttpGateway)
SUNSHINE_SMS_*       URL, METHOD, BODY, HEADERS, SUCCESS, TIMEOUT of the text provider: see notices/gateway.py
SUNSHINE_SMTP_*      HOST, PORT (465 TLS, 587 STARTTLS, else plain), USER, PASSWORD, FROM of e-mail (default: none)
SUNSHINE_QUIET       hours in which no message leaves, Asia/Shanghai (default 21:00-08:00)
SUNSHINE_LOG         json = one object a line, without words (default); plain = for work on the program
SUNSHINE_METRICS_TOKEN  bearer token of whoever may read /metrics (default: this machine only)
SUNSHINE_BEHIND_PROXY  1 = a proxy that ends TLS stands in front: trust its X-Forwarded-Proto and X-Request-ID
SUNSHINE_PROXIES     how many proxies of our own stand in front (default 1 behind a proxy, else 0)
SUNSHINE_IDLE_MINUTES, SUNSHINE_SESSION_HOURS  when an officer's session ends: left alone (30), at the latest (12)
SUNSHINE_TRAIL_DAYS  how long the trail of signing in is kept, at least 180 (400)
ALLOWED_HOSTS        names this site answers to, separated by commas
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages.constants import ERROR, SUCCESS, WARNING

from sunshine.web.monitoring import logs

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
SUNSHINE_FILES = os.environ.get("SUNSHINE_FILES", "")
SUNSHINE_URL = os.environ.get("SUNSHINE_URL", "http://127.0.0.1:8000").rstrip("/")
SUNSHINE_ANNOUNCE_DAYS = int(os.environ.get("SUNSHINE_ANNOUNCE_DAYS", "30"))
SUNSHINE_URGENT_HOURS = int(os.environ.get("SUNSHINE_URGENT_HOURS", "2"))
SUNSHINE_SEAL = os.environ.get("SUNSHINE_SEAL", "sunshine.foundation.papers.seals.DemoSeal")
SUNSHINE_MESSAGES = os.environ.get("SUNSHINE_MESSAGES", "sunshine.foundation.notices.adapters.Outbox")
SUNSHINE_QUIET = os.environ.get("SUNSHINE_QUIET", "21:00-08:00")
SUNSHINE_SMS = {
    "url": os.environ.get("SUNSHINE_SMS_URL", ""),
    "method": os.environ.get("SUNSHINE_SMS_METHOD", "POST"),
    "body": os.environ.get("SUNSHINE_SMS_BODY", '{"phone": "{phone}", "text": "{text}", "id": "{id}"}'),
    "headers": os.environ.get("SUNSHINE_SMS_HEADERS", ""),
    "success": os.environ.get("SUNSHINE_SMS_SUCCESS", ""),
    "timeout": os.environ.get("SUNSHINE_SMS_TIMEOUT", "10"),
}
EMAIL_HOST = os.environ.get("SUNSHINE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SUNSHINE_SMTP_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("SUNSHINE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SUNSHINE_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SUNSHINE_SMTP_FROM", "sunshine@localhost")

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
    "axes",
    "sunshine.foundation.calendar",
    "sunshine.foundation.geography",
    "sunshine.foundation.offices",
    "sunshine.foundation.ledger",
    "sunshine.foundation.search",
    "sunshine.foundation.people",
    "sunshine.foundation.duties",
    "sunshine.foundation.procedure",
    "sunshine.foundation.papers",
    "sunshine.foundation.files",
    "sunshine.foundation.notices",
    "sunshine.foundation.pages",
    "sunshine.foundation.administration",
    "sunshine.foundation.signin",
    "allauth",  # after signin, whose templates come first
    "allauth.account",
    "allauth.mfa",
    "django.forms",  # after our own, whose field template comes first
    "sunshine.petitions",
    "sunshine.channels",
    "sunshine.web",
]

MIDDLEWARE = [
    "sunshine.web.monitoring.requests.RequestMiddleware",
    "sunshine.web.monitoring.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sunshine.web.language.ChosenLanguageMiddleware",
    "sunshine.web.problems.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sunshine.foundation.pages.middleware.ActorMiddleware",
    "sunshine.foundation.pages.middleware.SaidMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sunshine.foundation.signin.middleware.SigninMiddleware",
    "sunshine.channels.known.KnownMiddleware",
    "axes.middleware.AxesMiddleware",
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
                "sunshine.web.demo.tour.shown",
            ],
        },
    }
]

ROOT_URLCONF = "sunshine.web.urls"
WSGI_APPLICATION = "sunshine.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "offices.Officer"
LOGIN_URL = "sign-in"
FORM_RENDERER = "sunshine.foundation.pages.widgets.Renderer"
CSRF_FAILURE_VIEW = "sunshine.foundation.pages.views.kept"

# --- database ---------------------------------------------------------------------------------------------

_APPLICATION = dj_database_url.parse(os.environ.get("DATABASE_URL") or "postgresql:///sunshine")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL")
_OWNER = dj_database_url.parse(_OWNER_URL) if _OWNER_URL else None

# With one address for both, the application steps down to a role of its own as it connects, so that nothing
# the site runs can rewrite the ledger even when the address is the owner's.
SUNSHINE_ONE_ADDRESS = _OWNER is None
SUNSHINE_APPLICATION_ROLE = "sunshine_app" if SUNSHINE_ONE_ADDRESS else _APPLICATION["USER"]


# A page reads a few rows, most of them in memory, while many others do the same: no price on jumping, no helpers.
_PLANNING = ("random_page_cost=1.1", "max_parallel_workers_per_gather=0")


def _database() -> dict[str, Any]:
    """Return the connection for this process's role."""
    as_owner = os.environ.get("SUNSHINE_DB_ROLE") == "owner"
    # Requests reuse their thread's connection: opening one costs more than most pages.
    found: dict[str, Any] = {**((as_owner and _OWNER) or _APPLICATION), "CONN_MAX_AGE": 600}
    stepping_down = SUNSHINE_ONE_ADDRESS and not as_owner
    chosen = [*_PLANNING, *([f"role={SUNSHINE_APPLICATION_ROLE}"] if stepping_down else [])]
    said = " ".join(f"-c {one}" for one in chosen)
    # Only statements of fixed shape are kept planned, and say so themselves (foundation/prepared.py).
    found["OPTIONS"] = {"options": said, "prepare_threshold": 5, **found.get("OPTIONS", {})}
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

# How a message looks (.note in layout.css): done, mind this, did not work.
MESSAGE_TAGS = {SUCCESS: "ok", WARNING: "now", ERROR: "late"}

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
SUNSHINE_BEHIND_PROXY = _flag("SUNSHINE_BEHIND_PROXY")
SUNSHINE_METRICS_TOKEN = os.environ.get("SUNSHINE_METRICS_TOKEN", "")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SUNSHINE_BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not _PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- signing in -------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a closed login is not even looked at
    "sunshine.foundation.offices.backend.OfficerBackend",
]
SESSION_ENGINE = "sunshine.foundation.signin.sessions"
SUNSHINE_IDLE_MINUTES = int(os.environ.get("SUNSHINE_IDLE_MINUTES", "30"))
SUNSHINE_SESSION_HOURS = int(os.environ.get("SUNSHINE_SESSION_HOURS", "12"))
SUNSHINE_TRAIL_DAYS = int(os.environ.get("SUNSHINE_TRAIL_DAYS", "400"))
SUNSHINE_FACTOR_REQUIRED = not SUNSHINE_DEMO
# How many proxies of our own a request comes through; each writes the address it saw into X-Forwarded-For.
SUNSHINE_PROXIES = int(os.environ.get("SUNSHINE_PROXIES", "1" if _flag("SUNSHINE_BEHIND_PROXY") else "0"))

# allauth's limits and the marks of used codes must be the same in every process.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signin_cache"},
    # What every page of one language and role has alike, kept by each process for itself.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}

ACCOUNT_ADAPTER = "sunshine.foundation.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "sunshine.foundation.signin.forms.display"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Wrong passwords are counted by axes, in the database; this only stops a flood.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None}
ACCOUNT_FORMS = {
    "login": "sunshine.foundation.signin.forms.SignInForm",
    "reauthenticate": "sunshine.foundation.signin.forms.AgainForm",
}
MFA_ADAPTER = "sunshine.foundation.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _PLAIN_HTTP
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are seconds off; forms.py sees that no code serves twice
MFA_FORMS = {
    "authenticate": "sunshine.foundation.signin.forms.FactorForm",
    "reauthenticate": "sunshine.foundation.signin.forms.FactorAgainForm",
    "activate_totp": "sunshine.foundation.signin.forms.TotpForm",
    "add_webauthn": "sunshine.foundation.signin.forms.PasskeyForm",
    "login_webauthn": "sunshine.foundation.signin.forms.PasskeySignInForm",
    "authenticate_webauthn": "sunshine.foundation.signin.forms.PasskeyFactorForm",
    "reauthenticate_webauthn": "sunshine.foundation.signin.forms.PasskeyAgainForm",
}

AXES_HANDLER = "sunshine.foundation.signin.lockout.Lockout"
AXES_FAILURE_LIMIT = 5  # wrong passwords or codes from one address
SUNSHINE_FAILURES_ANYWHERE = 30  # and on one login from all addresses together
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "sunshine.foundation.signin.lockout.locked_page"
AXES_CLIENT_IP_CALLABLE = "sunshine.foundation.network.address"
AXES_USERNAME_FORM_FIELD = "username"
AXES_DISABLE_ACCESS_LOG = True  # the trail of signin says it, without the requests' bodies
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- log --------------------------------------------------------------------------------------------------

# Lines hold codes, ids and numbers, never an address or a word: see web/monitoring/logs.py.
LOGGING = logs.configuration(
    json=os.environ.get("SUNSHINE_LOG", "plain" if _PLAIN_HTTP else "json") == "json"
)

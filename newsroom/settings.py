"""Settings, all from the environment, safe where nothing is said.

Importable with an empty environment; what is missing is named by `manage.py check`
and by whatever needs it. README, "Configuration", lists every name.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from dj_database_url import parse as parse_database_url

from newsroom.engines import with_engine_options

BASE_DIR = Path(__file__).resolve().parent.parent


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEBUG = _is_on("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = _listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("CSRF_TRUSTED_ORIGINS")

DATABASES = {
    "default": with_engine_options(
        parse_database_url(os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'newsroom.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Fernet keys, newest first; they encrypt the identities of confidential sources and live outside the database.
IDENTITY_KEYS = _listed("IDENTITY_KEYS")
# Keys of the same form that backups are sealed with, newest first; without one they are not.
BACKUP_KEYS = _listed("BACKUP_KEYS")
# Documents re-issued in the act's own transaction when what they name has changed; the rest follows by command.
REISSUE_AT_ONCE = int(os.environ.get("REISSUE_AT_ONCE", "2000"))
# A folder outside the database's reach, to which each act of publishing adds a checkpoint; empty keeps none.
CHECKPOINT_DIR = os.environ.get("CHECKPOINT_DIR", "")
# Nothing of this kind is issued on one person's word: a finding waits for the signature of a second.
FOUR_EYES = _is_on("FOUR_EYES")
# Who suggests claims from the words of a report; see `events.suggesting.engines`.
SUGGESTING_ENGINE = os.environ.get("SUGGESTING_ENGINE", "rules")
# Whoever works at the desk logs in with a password and a code. Off only for the demo, or where somebody says so.
REQUIRE_SECOND_FACTOR = not (_is_on("NO_SECOND_FACTOR") or _is_on("DEMO"))
# An identity is opened only to somebody who gave his password or code at most so many minutes ago.
REVEAL_WITHIN_MINUTES = int(os.environ.get("REVEAL_WITHIN_MINUTES", "10"))

# Only holders of a token read the API of a closed instance; how often one client may ask, such as 600/minute.
API_CLOSED = _is_on("API_CLOSED")
API_RATE = os.environ.get("API_RATE", "").strip()
# Where requests are counted: a file for the processes of one machine, or `redis://…` for several machines.
THROTTLE_CACHE = os.environ.get("THROTTLE_CACHE", str(BASE_DIR / "throttle.sqlite3"))

# Who may read /metrics, as `Authorization: Bearer …`; empty: nobody, there is no such page.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

# Where the bytes of what was fetched or uploaded are kept, each under its hash; empty keeps nothing.
RECEIVED_DIR = os.environ.get("RECEIVED_DIR", str(BASE_DIR / "received"))
# Whom the sites that are fetched may write to (a web or mail address), sent with every request.
FETCH_CONTACT = os.environ.get("FETCH_CONTACT", "")
FETCH_PORTS = [int(port) for port in _listed("FETCH_PORTS", "80,443")]
FETCH_DEADLINE_SECONDS = float(os.environ.get("FETCH_DEADLINE_SECONDS", "30"))
FETCH_DELAY_SECONDS = float(os.environ.get("FETCH_DELAY_SECONDS", "1"))

INSTALLED_APPS = [
    "newsroom.desk",  # before the admin, whose templates it overrides
    "newsroom.desk.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "newsroom.accounts",
    "newsroom.ledger",
    "newsroom.api",
    "sources",
    "events",
    "newsroom",
]

MIDDLEWARE = [
    "newsroom.headers.StrictHeadersMiddleware",
    "newsroom.api.problems.ProblemMiddleware",
    "newsroom.api.compressing.GzipMiddleware",
    "newsroom.api.requests.RequestMiddleware",
    "newsroom.api.access.AccessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.api.direct.DirectMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["newsroom.accounts.backends.GuardedBackend"]
SECRET_KEY_FALLBACKS = _listed("SECRET_KEY_FALLBACKS")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_ADAPTER = "newsroom.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Passwords are counted by `newsroom.accounts.tries`; this is for the codes of the second factor.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/900s/key"}
MFA_ADAPTER = "newsroom.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Newsroom"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "newsroom_cache"},
    "throttle": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if THROTTLE_CACHE.startswith(("redis://", "rediss://", "unix://"))
        else "newsroom.api.counting.FileCounts",
        "LOCATION": THROTTLE_CACHE,
        "KEY_PREFIX": "newsroom-throttle",
    },
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "newsroom" / "accounts" / "templates"],  # before those of the login that it replaces
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.accounts.pages.as_the_desk",
            ],
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
FORMS_URLFIELD_ASSUME_HTTPS = True

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = True

DEFAULT_EXCEPTION_REPORTER_FILTER = "newsroom.sealing.SealedErrors"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_on("HTTPS")
SECURE_SSL_REDIRECT = _is_on("HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if _is_on("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _is_on("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_on("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "newsroom.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom: a ledger of reported facts",
    "DESCRIPTION": (
        "Who said what, for whom, through which medium, in which article and version, in exactly which words. "
        "Read-only; every answer carries value, attribution and evidence together."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsroom.log_lines.JsonLines"},
        "plain": {"()": "newsroom.log_lines.PlainLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG or _is_on("DEMO") else "json",
        }
    },
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},  # else Django's own, which quotes messages
    "root": {"handlers": ["console"], "level": "WARNING"},
}

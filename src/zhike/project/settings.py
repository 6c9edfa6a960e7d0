"""Django's settings. What an installation may change is read in `configuration`."""

from __future__ import annotations

import os
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.project import configuration, data_folder

CONFIGURATION = configuration.read(os.environ)
DATA_DIR = CONFIGURATION.data_dir
WAREHOUSE_URL = CONFIGURATION.warehouse_url
SPARK_MASTER = CONFIGURATION.spark_master

SECRET_KEY = CONFIGURATION.secret_key or data_folder.secret_key(DATA_DIR)
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    # Before allauth, whose pages are drawn anew by templates of ours.
    "zhike.ledger",
    "zhike.access",
    "zhike.records",
    "zhike.web",
    "zhike.api",
    "zhike.administration",
    "zhike.exchange",
    "zhike.people",
    "zhike.engagement",
    "zhike.catalog",
    "zhike.sales",
    "zhike.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhike.web.compression.Compression",
    "zhike.web.security.ContentSecurityPolicy",
    "zhike.api.problems.ProblemDocuments",
    "zhike.web.security.BodyLimit",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhike.web.doorkeeper.Doorkeeper",
]
if CONFIGURATION.timing:
    MIDDLEWARE.insert(0, "zhike.web.timing.ServerTiming")
ROOT_URLCONF = "zhike.project.urls"
WSGI_APPLICATION = "zhike.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhike.web.navigation.shell",
            ],
        },
    },
]

# FULL: an acknowledged write survives a power cut. IMMEDIATE: writers queue instead of failing.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA cache_size=-16000;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA wal_autocheckpoint=8000;"
)


def _database(of: configuration.Database) -> dict[str, Any]:
    if of.engine == "sqlite":
        options: dict[str, Any] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        engine = "django.db.backends.sqlite3"
    else:
        options = {"connect_timeout": 10, "application_name": "zhike", **of.options}
        engine = "django.db.backends.postgresql"
    return {
        "ENGINE": engine,
        "NAME": of.name,
        "USER": of.user,
        "PASSWORD": of.password,
        "HOST": of.host,
        "PORT": of.port,
        "OPTIONS": options,
        # Opening SQLite costs more than a short request; threads are few and live long.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": of.engine != "sqlite",
    }


DATABASES = {"default": _database(CONFIGURATION.database)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# allauth keeps the second step and the sessions; names and passwords stay with zhike.web.entrance.
ACCOUNT_ADAPTER = "zhike.web.second_step.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Its limits count by address, and behind a proxy all have one; zhike.web.guessing does it.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {"reauthenticate": "zhike.web.second_step.PasswordAgainForm"}
MFA_ADAPTER = "zhike.web.second_step.SecondSteps"
MFA_FORMS = {
    "authenticate": "zhike.web.second_step.CodeForm",
    "reauthenticate": "zhike.web.second_step.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # Clocks of telephones are half a minute off.

WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhike.project.static_files.HashedFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
BODY_MAX_SIZE = 60 * 2**20

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [configuration.ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading a domain's HSTS and binding its other hosts are decisions of the domain's owner.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if CONFIGURATION.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
else:
    # `health` says the same in one sentence, and only where others can reach the installation.
    SILENCED_SYSTEM_CHECKS += [f"security.{code}" for code in ("W004", "W008", "W012", "W016")]

EMAIL_BACKEND = "zhike.ledger.mail.GuardedMail"
if CONFIGURATION.mail_server:
    MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = CONFIGURATION.mail_server.host
    EMAIL_PORT = CONFIGURATION.mail_server.port
    EMAIL_HOST_USER = CONFIGURATION.mail_server.user
    EMAIL_HOST_PASSWORD = CONFIGURATION.mail_server.password
    EMAIL_USE_TLS = CONFIGURATION.mail_server.security == "starttls"
    EMAIL_USE_SSL = CONFIGURATION.mail_server.security == "tls"
    EMAIL_TIMEOUT = 30
else:
    MAIL_TRANSPORT = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# The supervisor of `start` keeps what the processes say in a file; so does systemd's journal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "zhike": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
    },
}

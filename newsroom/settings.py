"""Settings: one file, safe by default, everything else from the environment (see README, "Environment")."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from newsroom.environment import (
    boolean,
    database,
    days_or_all,
    folder,
    host_list,
    host_ports,
    one_of,
    read,
    secret_key,
    storage,
    web_address,
    zone_name,
)

BASE_DIR = Path(__file__).resolve().parent.parent

DATA_DIR = read("DATA_DIR", "a folder that can be written", folder, default=str(BASE_DIR / "var"))
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = read("DEBUG", "0 or 1", boolean, default="0")
BASE_URL = read("BASE_URL", "an http:// or https:// address", web_address, default="http://127.0.0.1:8000")
SITE_NAME = read("SITE_NAME", "the newsroom's name", str, default="The Newsroom")
ALLOWED_HOSTS = read(
    "ALLOWED_HOSTS",
    "host names with commas between",
    host_list,
    default=f"127.0.0.1,localhost,[::1],{urlsplit(BASE_URL).hostname}",
)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "articles",
]

MIDDLEWARE = [
    "articles.public.middleware.head_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "articles.public.middleware.GZipMiddleware",
    "articles.public.middleware.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.admin.language.desk_language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": read(
        "DATABASE_URL",
        "postgres://user:password@host/name or sqlite:////a/file",
        database,
        default=f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at BEGIN and waits for it, instead of failing half way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Sixteen megabytes of changes are copied into the database at once, instead of four: fewer waits for the disk.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA wal_autocheckpoint=4000;"
        # What is deleted is written over, so that what a court has removed lies in no free page.
        " PRAGMA secure_delete=ON;",
    }

# A queue in the database: `manage.py db_worker` works on it, which `make run` starts beside the server.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["articles.desk.permissions.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ar", "العربية")]
LANGUAGE_CODE = read("LANGUAGE_CODE", "en, zh-hans or ar", one_of(*dict(LANGUAGES)), default="en")
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = read("TIME_ZONE", "a zone's name such as Asia/Shanghai", zone_name, default="UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": read("STORAGE_URL", "s3://bucket?endpoint=https://host", storage, default=""),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Lazy: each rendition when it is first asked for; eager: all of them as soon as the picture is kept.
RENDITIONS = read("RENDITIONS", "lazy or eager", one_of("lazy", "eager"), default="lazy")
# Whether readers are shown a picture from where it still lies, while it waits to be fetched.
HOTLINK_PICTURES = read("HOTLINK_PICTURES", "0 or 1", boolean, default="1")
FETCH_PRIVATE_HOSTS = read(
    "FETCH_PRIVATE_HOSTS",
    "hosts with ports, such as media.intranet:8080, commas between",
    host_ports,
    default="",
)

# For how many days the versions of articles are kept that nobody needs any more; None: for ever.
VERSIONS_KEPT = read(
    "VERSIONS_KEPT", "all, or for how many days: a number from 1 to 99999", days_or_all, default="all"
)

TAGGIT_CASE_INSENSITIVE = True

SECURE_CONTENT_TYPE_NOSNIFF = True
# Pictures still at their source are asked for without telling it which page asks.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = BASE_URL.startswith("https://")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
# Subdomains and browsers' preload lists are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A folder that is uploaded unpacked; they stream to disk.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *(["http:", "https:"] if HOTLINK_PICTURES else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"secrets": {"()": "newsroom.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "text", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Anyone can send a wrong Host header, as often as they like.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}

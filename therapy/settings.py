"""Django's settings: one file, driven by the environment, strict about what it is told.

``EVENSTEP_ENV`` is ``development`` (the default), ``demo``, ``test`` or ``production``. In
production every secret and every address has to be given; README.md lists the variables.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF

from therapy import environment
from therapy.databases import databases

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment.environment_name()
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"

DEBUG = ENVIRONMENT == "development"

if PRODUCTION:
    SECRET_KEY = environment.secret_key()
    ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
    # Keys of before: what was stored or signed under them can still be read.
    SECRET_KEY_FALLBACKS = environment.old_secret_keys()
else:
    # No secret: it signs what never leaves the machine of a developer or of a demo.
    SECRET_KEY = "for-development-tests-and-the-demo-never-for-production"  # noqa: S105  # nosec B105
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "accounts",
    "therapy.base",
    "therapy.trail",
    "therapy.library",
    "therapy.care",
    "therapy.plans",
    "therapy.logbook",
    "therapy.progress",
    "therapy.attention",
    "therapy.audit",
    "therapy.player",
    "therapy.demo",
]

MIDDLEWARE = [
    "therapy.middleware.AccessLogMiddleware",
    "therapy.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages with charts shrink to a tenth. Secrets stay safe: the CSRF token is masked anew for
    # each page, and the middleware pads answers to hide their length (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    # Before the content security policy: a picture brings its own.
    "therapy.middleware.FigureMiddleware",
    "therapy.middleware.PolicyMiddleware",
    "therapy.middleware.HealthMiddleware",
    "therapy.middleware.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.middleware.SessionLimitMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "therapy.base.middleware.UnitsMiddleware",
    "therapy.trail.access_log.CurrentPageMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.HtmxSignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "therapy.urls"
WSGI_APPLICATION = "therapy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.shell",
            ],
        },
    },
]
# Widgets of our own have their templates among ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- the database ----------------------------------------------------------------------------

DATABASES = databases(BASE_DIR, production=PRODUCTION)
# Rows of history are looked up by the row they tell of; an index for each of its foreign keys would double their cost.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs wait in the same database, queued in the transaction that asks for them; each app's are in its `jobs.py`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# The limits on signing in are counted here, so every worker must see the same count.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if DEBUG or TESTING
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Pictures of exercises: some hundred of a few thousand bytes, drawn by each process for itself.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- who signs in ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.sign_in.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever types a stranger's address into "Forgot your password?" makes us mail nobody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# An unlocked phone is no password: changes to the account ask for it again, and its owner is told.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True

# A code by mail for who forgot their password, good for 15 minutes: phones are slow to fetch mail.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"request_login_code": "accounts.sign_in.second_step_forms.AskForCodeForm"}

# Tries by one internet address (ip), by one account (key: its email, or who is asked for a second step; user: who is
# signed in). A wrong password and a wrong code count alike: ten a minute from one place, five in five minutes for one
# account. The cache counts, which all workers share.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/5m/key",
    "reset_password": "20/m/ip,3/5m/key",  # nosec B105 # how often, no password
    "reset_password_from_key": "20/m/ip",  # nosec B105 # the same
    "change_password": "5/m/user",  # nosec B105 # the same
    "reauthenticate": "5/m/user",
    "manage_email": "10/m/user",
    "signup": "20/m/ip",
    "accept_invitation": "30/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}

MFA_ADAPTER = "accounts.sign_in.mfa.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Evenstep"
MFA_FORMS = {"add_webauthn": "accounts.sign_in.second_step_forms.AddPasskeyForm"}
# Nobody signs up by themselves, so every account has an address that its owner has confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# What is open without one, beside the pages to choose it: whom to call asks for no sign-in at all.
OPEN_WITHOUT_SECOND_STEP = ["alive", "ready", "attention:wrong", "help", "service_worker"]
# Therapists and admins cannot work without a second step. Only the demo may let them.
SECOND_FACTOR_SKIPPED = environment.second_factor_skipped(ENVIRONMENT)

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.sign_in.passwords.LengthValidator"},
    {"NAME": "accounts.sign_in.passwords.KnownPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "accounts.sign_in.breached.BreachedPasswordValidator"},
]
# Where to ask about breached passwords; without it nothing leaves this machine.
BREACHED_PASSWORDS_URL = environment.optional_https("BREACHED_PASSWORDS_URL")
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "therapy.assets.AppFilesFinder",
    "therapy.assets.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names need `collectstatic`; the server of the browser tests does not know them.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "therapy.assets.ManifestStorage"
    },
}

# --- email -----------------------------------------------------------------------------------

if PRODUCTION:
    globals().update(environment.email(environment.required("EMAIL_URL")))
    DEFAULT_FROM_EMAIL = environment.required("DEFAULT_FROM_EMAIL")
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "Evenstep <no-reply@demo.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- safety ----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What a page may use of a device: nothing, but for keeping the screen on, sounding a timer, and passkeys.
PERMISSIONS_POLICY = {
    "accelerometer": "",
    "autoplay": "self",
    "browsing-topics": "",
    "camera": "",
    "display-capture": "",
    "geolocation": "",
    "gyroscope": "",
    "hid": "",
    "magnetometer": "",
    "microphone": "",
    "midi": "",
    "payment": "",
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
    "screen-wake-lock": "self",
    "serial": "",
    "usb": "",
    "xr-spatial-tracking": "",
}

# The largest body, files counted: a list of people to invite has 200 kB at most. A file stays in memory and so leaves
# no names on a disk. gunicorn.conf.py limits the rest of a request.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SESSION_ENGINE = "accounts.sessions.backend"
# Staff work on shared machines with other people's records: NIST SP 800-63B-4, 2.2.3, for signing in with two factors.
# A patient logs at home on a phone of her own, most days for months, and would stop if each time began with a password:
# a month away ends it, and half a year in any case, which is longer than a programme runs.
SESSION_LIMITS = {
    "staff": {"idle": timedelta(hours=1), "absolute": timedelta(hours=24)},
    "patient": {"idle": timedelta(days=30), "absolute": timedelta(days=180)},
}
# Asked for by browsers by themselves, and so nothing that keeps a session alive.
ASKED_BY_BROWSERS = ["service_worker", "manifest", "player:shell"]
# The cookie outlives every session; the server ends them.
SESSION_COOKIE_AGE = int(max(limits["absolute"] for limits in SESSION_LIMITS.values()).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # A browser takes a cookie of such a name over TLS alone, and from no other host of the same domain.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION

# How many proxies of our own stand before the server, and so which address is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
if PRODUCTION:
    ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("TRUSTED_PROXY_COUNT")
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # A load balancer asks for these on the machine itself, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- the log ---------------------------------------------------------------------------------

# To stderr; in production one JSON object a line. A line tells which page failed, never who asked or what was sent:
# see therapy.logs. Public ids are random.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "therapy.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"class": "therapy.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Replaces Django's own handlers, of which one mails whole requests to the admins.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A worker's own chatter; what fails is told.
        "procrastinate": {"level": "WARNING"},
        # Our own line a request says what these say, without what was asked for.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

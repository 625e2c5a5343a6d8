"""Django's settings. What differs between places comes from the environment (``fedwork.env``)."""

from celery.schedules import crontab
from csp.constants import NONE, SELF

from fedwork.env import ROOT, Environment, var_dir

env = Environment()
VAR = var_dir()

# --- what differs between places -------------------------------------------------------------------------------------
DEMO = env.demo
DEBUG = env.debug()
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.allowed_hosts()
CSRF_TRUSTED_ORIGINS = env.items("TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS", default=not DEMO)
FORCE_SCRIPT_NAME = env.prefix()
DATABASES = {"default": {**env.database(), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
BROKER = env.broker()
LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()
BEHIND_PROXY = env.flag("BEHIND_PROXY")
PROXIES = env.networks("PROXY_ADDRESS", "127.0.0.1")  # whose X-Forwarded-For counts, BEHIND_PROXY
env.exit_if_problems()

# --- the rooms -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "fedwork",
    "dashboards",
    "circulars",
    "api",
    "supervision",
    "targets",
    "plans",
    "accounts",
    "orgs",
    "audit",
    "pages",
    "import_export",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "fedwork.middleware.RefuseNul",
    "fedwork.middleware.ClientAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fedwork.middleware.CookieLocale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fedwork.access_trail.RecordAccess",
    "api.bearer.KeepTokenUse",
    # Inside the session middleware, so that the session is saved after the read-only transaction has ended.
    "fedwork.middleware.ReadOnlyGet",
    "fedwork.middleware.LoginFirst",
    "fedwork.middleware.PasswordChangeRequired",
    "axes.middleware.AxesMiddleware",  # last: it answers for the lockout of the login view
]

ROOT_URLCONF = "fedwork.urls"
WSGI_APPLICATION = "fedwork.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "targets.home.shell.shell",
            ]
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "templates"],  # *.jinja: tables with hundreds of rows
        "OPTIONS": {
            "environment": "pages.environment.environment",
            "libraries": ["number_tags", "light_tags", "period_tags", "return_tags"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # its templates, which that renderer looks for

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATORS + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "name"]}},
    {"NAME": _VALIDATORS + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATORS + "CommonPasswordValidator"},
    {"NAME": _VALIDATORS + "NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "targets:home"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if FORCE_SCRIPT_NAME:
    SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = FORCE_SCRIPT_NAME + "/"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
# A whole office stands behind one address, and a name alone would let anybody lock anybody out: so name and address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_HANDLER = "accounts.lockout.LockoutHandler"
# Not django-ipware: it takes one list of proxies for the whole chain, and counts hops that a client can add.
AXES_CLIENT_IP_CALLABLE = "audit.origin.client_address"

# --- security headers ------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine itself, without a certificate
SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Tabler draws ticks and arrows with pictures written into its stylesheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- words and clock -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "fedwork_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = sorted(path for path in (ROOT / "locale").glob("*") if path.is_dir())
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "fedwork.bundles.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "fedwork.bundles.HashedStorage"},
}
MEDIA_ROOT = VAR / "media"  # never served as files: a view asks the policy first
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a form without its files; the widest allocation grid is under 1 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # 145 units by 60 targets by two boxes, and some
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
IMPORT_EXPORT_USE_TRANSACTIONS = True
# Where a check of totals copies a plan's figures to while it runs (a nation's: some 10 GB), and the memory it may take.
CHECK_DIR = VAR / "check"
CHECK_MEMORY = env.text("CHECK_MEMORY", "1GB")

# --- mail: to the server's people, when totals are wrong or cannot be added up, and to those who are urged ------------
ADMINS = [(address, address) for address in env.items("ADMINS")]
# Reminders go by e-mail as well where a mail server is named; without one, people find them on their first page alone.
MAIL_TO_PEOPLE = bool(env.text("MAIL_HOST"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "fedwork@localhost")
SITE_ADDRESS = env.address()  # links in mails begin with it; without it, mails have none
EMAIL_HOST = env.text("MAIL_HOST", "localhost")
EMAIL_PORT = env.number("MAIL_PORT", 25)
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = "[FedWork] "

# --- jobs ------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = BROKER
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "fedwork"
# A message is taken off the queue when its job is done, and given to another worker when its process dies under it (by
# the kernel's hand, say): every job recomputes from the facts, so that twice is as good as once. A job that fails with
# an error is not done again: its marks stay, and the sweep asks for them in its own time, not in a hot loop.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
# With late acknowledgement a process then holds the message that it works on and no other, so that no plan waits in
# the pocket of a worker that is busy with another plan.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Redis hands a message out again when it was not acknowledged for this long. So it must be longer than any job may
# run (TIME_LIMIT), or a long job would be given to a second worker. Waiting an hour after a crash costs nothing: the
# sweep finds the same marks in the database within seconds.
CELERY_TASK_TIME_LIMIT = 50 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60 * 60,
    # Facts are committed before a message is sent, and the sweep finds what was not sent. So a page must not wait for
    # a broker that is away: one short try.
    "socket_connect_timeout": 1,
    "socket_timeout": 5,  # longer than the second for which a worker waits for a message
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
# Worker and clock wait for their broker for as long as it takes; a hundred tries, Celery's own limit, end within the
# hour, and then nobody settles anything until somebody comes.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A job whose broker goes away goes on: its work is in the database, and another's message finds nothing left to do.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# Connections to the database stay open from job to job (fedwork/celery.py looks after them): making one takes longer
# than settling a return.
CELERY_DB_REUSE_MAX = 10_000
CELERY_BEAT_SCHEDULE = {
    # Expires: after a night without a worker, one sweep is as good as three thousand. A minute, not ten seconds: the
    # clocks of two machines may differ.
    "sweep": {"task": "targets.tasks.sweep", "schedule": 10, "options": {"expires": 60}},
    # Often, as it costs next to nothing: after a night without a machine, periods open within minutes.
    "follow-calendar": {"task": "targets.tasks.calendar", "schedule": 600, "options": {"expires": 600}},
    "circulars-as-pdf": {"task": "circulars.tasks.make_pdfs", "schedule": 600, "options": {"expires": 600}},
    # Not in the morning, when the offices come in, if the worker was away at night.
    "nightly-check": {
        "task": "targets.tasks.nightly_check",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 4 * 60 * 60},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.db.backends": {"level": "INFO"}},
}

"""Django's settings, derived from the installation's configuration. Nothing here is to be edited by a site."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from egide.service.configuration import database_settings, installation_secret, load_configuration

EGIDE = load_configuration()

_HERE = Path(__file__).parent
SECRET_KEY = installation_secret(EGIDE.home)
DEBUG = False
ALLOWED_HOSTS = list(EGIDE.allowed_hosts)
ROOT_URLCONF = "egide.service.urls"
ASGI_APPLICATION = "egide.service.asgi.application"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # `design` comes before allauth: its templates dress the sign-in pages.
    "egide.service.design",
    "egide.service.accounts",
    "egide.service.tenancy",
    "egide.service.people",
    "egide.service.conversations",
    "egide.service.connections",
    "egide.service.withdrawals",
    "egide.service.register",
    "egide.service.assistance",
    "egide.service.outbox",
    "egide.service.evidence",
    "egide.service.knowledge",
    "egide.service.gatewaykeys",
    "egide.service.rights",
    "egide.service.recognisers",
    "egide.service.incidents",
    "egide.service.governance",
    "egide.service.insight",
    "egide.service.bot",
    "egide.service.portal",
    "egide.service.calls",
    "egide.service.training",
    "egide.service.campaigns",
    "egide.service.desk",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "egide.service.accounts.middleware.SecondFactorMiddleware",
    "egide.service.tenancy.middleware.ActorMiddleware",
    "egide.service.desk.middleware.RefusalMiddleware",
    # After the one that answers: the last to let a request through is the first to see it fail.
    "egide.service.evidence.middleware.RefusalJournalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egide.service.desk.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database_settings(EGIDE)}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# Accounts are created by the operator; nobody signs up by themselves.
ACCOUNT_ADAPTER = "egide.service.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_FORMS = {"change_password": "egide.service.accounts.forms.WatchedChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
# Behind no proxy the peer's address is the client's address.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not EGIDE.secure
MFA_TOTP_ISSUER = "Égide"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [dict(app) for app in EGIDE.oidc]}}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False

SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = EGIDE.secure
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = EGIDE.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
SECURE_SSL_REDIRECT = EGIDE.secure
SECURE_HSTS_SECONDS = 31536000 if EGIDE.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = EGIDE.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if EGIDE.secure else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = EGIDE.secure
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# Files are served from the package by WhiteNoise; nothing is collected.
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# An upload stays in memory: customers' words are never written to a temporary file in clear. Larger files go through
# `egide import`, which streams them.
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# A log line carries an event and its counts; request bodies, query strings and exceptions' values stay out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # The level is the handler's too: some libraries set their own loggers to DEBUG when imported.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

"""The smallest Django project around escalated, as its README asks, set for production."""

import os

from psycopg.conninfo import conninfo_to_dict

_DATABASE = conninfo_to_dict(os.environ["PEER_DATABASE_URL"])

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = os.environ["PEER_SECRET_KEY"]
USE_TZ = True
ROOT_URLCONF = "bench.peers.project.urls"
WSGI_APPLICATION = "bench.peers.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "auth.User"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _DATABASE["dbname"],
        "USER": _DATABASE["user"],
        "PASSWORD": _DATABASE["password"],
        "HOST": _DATABASE["host"],
        "PORT": _DATABASE["port"],
        "CONN_MAX_AGE": None,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "inertia",
    "escalated",
]
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bench.peers.project.middleware.TokenBelowApi",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ESCALATED = {
    "API_ENABLED": True,
    "API_PREFIX": "api/v1",
    "NOTIFICATION_CHANNELS": [],
    "PLUGINS_ENABLED": False,
}
LOGGING = {"version": 1, "disable_existing_loggers": True}

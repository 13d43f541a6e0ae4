"""Mail that goes out."""

from urllib.parse import unquote, urlsplit

from practice.env import env

_email = urlsplit(env("EMAIL_URL", "smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _email.hostname or "127.0.0.1"
EMAIL_PORT = _email.port or 25
EMAIL_HOST_USER = unquote(_email.username or "")
EMAIL_HOST_PASSWORD = unquote(_email.password or "")
EMAIL_USE_SSL = _email.scheme == "smtps"
EMAIL_USE_TLS = _email.scheme == "smtp+tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Bailiwick <no-reply@localhost.localdomain>")
DEMO_MAIL_DIR = env("DEMO_MAIL_DIR", "")

"""The Celery application: `celery -A practice.celery worker`, `celery -A practice.celery beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
app = Celery("bailiwick")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""Bailiwick: practice management for law firms."""

from practice.celery import app as celery_app

__all__ = ["celery_app"]

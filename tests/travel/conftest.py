"""A clock that is told: trips follow it."""

import datetime

import pytest
from django.utils import timezone


@pytest.fixture
def now_is(monkeypatch):
    """now_is("03-01 12:00"): what timezone.now() says from then on, UTC, in 2026."""

    def set_to(text: str) -> datetime.datetime:
        moment = datetime.datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_to

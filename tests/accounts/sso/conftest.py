"""The tests' providers."""

import pytest
from django.core.cache import cache

from tests.accounts.provider import Provider


@pytest.fixture(autouse=True)
def _here(db, settings):
    """The tests' provider is on this machine; nothing else is let through."""
    cache.clear()
    settings.SSO_PRIVATE_PROVIDERS = True


@pytest.fixture
def provider():
    one = Provider()
    yield one
    one.stop()


@pytest.fixture
def other_provider():
    one = Provider()
    yield one
    one.stop()

"""A booking page of the firm's first attorney, open on working days from nine to five, and how a stranger fills it in."""

import datetime
import secrets
import time

import pytest
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from booking.queries.availability import times_of
from booking.queries.tokens import page_token
from booking.services.pages import save_page, set_state
from booking.views.pick import stamp
from booking.views.public.forms import SALT


def make_page(people, **values):
    """A page of the attorney's own, on the web."""
    given = {
        "name": "First talk",
        "title": "Talk with Imogen Vance",
        "lengths": [30],
        "step": 60,
        "horizon": 14,
    }
    hosts = values.pop("hosts", [(people.attorney, 1)])
    owner = values.pop("owner", people.attorney)
    by = values.pop("by", people.attorney)
    page = save_page(None, by=by, owner=owner, hosts=hosts, **(given | values))
    return set_state(page, by=by, state="on")


def opened(page, *, seconds: int = 30) -> str:
    """The hidden value of a page that was opened some seconds ago."""

    class Earlier(signing.TimestampSigner):
        def timestamp(self):
            return signing.b62_encode(int(time.time()) - seconds)

    return Earlier(key=settings.PORTAL_KEY, sep=".", salt=SALT).sign(f"{page.pk}.{secrets.token_urlsafe(18)}")


def url(page) -> str:
    return reverse("booking_public", args=[page_token(page)])


def free(page, minutes: int = 30) -> list[datetime.datetime]:
    return list(times_of(page, minutes))


def typed(page, at, /, **more) -> dict:
    """What a stranger sends."""
    return {
        "page": opened(page),
        "at": stamp(at),
        "length": "30",
        "zone": "America/New_York",
        "name": "Dana Reyes",
        "email": "dana@reyes.example",
        "phone": "510 555 0134",
        "topic": "Rear-ended on the bridge.",
        "names": "Halton Freight, Inc.\nMorris Quayle",
    } | more


@pytest.fixture(autouse=True)
def _no_limits(db):
    cache.clear()


@pytest.fixture
def page(a):
    return make_page(a)


@pytest.fixture
def soon():
    """Far enough ahead for any notice."""
    return timezone.now() + datetime.timedelta(days=2)

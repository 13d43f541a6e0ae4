"""Addresses of feeds and passwords of devices: made, replaced, revoked. Secrets are told once and kept as hashes."""

import hashlib
import secrets
from collections.abc import Collection

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from feeds.models import AppPassword, Feed, FeedPerson
from feeds.queries.feeds import choosable
from practice import audit
from practice.exceptions import DomainError

SALT = "feeds.feed"
MOST_FEEDS = 20
MOST_DEVICES = 20
# Without letters and digits that are taken for one another; 20 of 32 are 100 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789i"


def hash_of(secret: str) -> str:
    """What the database keeps of a secret. Random bits, 100 and more, need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signer() -> signing.Signer:
    """The signer of feed addresses."""
    return signing.Signer(key=settings.PORTAL_KEY, sep=".", salt=SALT)


def _address(feed: Feed, secret: str) -> str:
    token = signer().sign(f"{feed.firm_id}.{feed.pk}.{secret}")
    return f"{settings.BASE_URL}{reverse('feed_ics', args=[token])}"


def _named(name: str, what: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise DomainError(f"Give the {what} a name you know it by.", field="name")
    return name


def _checked(detail: str, layers: Collection[str], people: Collection[Member], by: Member) -> list[str]:
    chosen = [layer for layer in Feed.Layer.values if layer in set(layers)]
    if detail == Feed.Detail.BUSY:
        chosen = [Feed.Layer.EVENTS.value]
    if not chosen:
        raise DomainError("Choose what the feed shows.", field="layers")
    allowed = set(choosable(by).values_list("pk", flat=True))
    if any(person.pk not in allowed for person in people):
        raise DomainError("You may choose among people of the firm whose calendar you see.", field="people")
    return chosen


@transaction.atomic
def create_feed(
    *,
    by: Member,
    name: str,
    detail: str = Feed.Detail.FULL,
    layers: Collection[str] = (Feed.Layer.EVENTS, Feed.Layer.DEADLINES),
    people: Collection[Member] = (),
    deadlines_as_tasks: bool = False,
) -> tuple[Feed, str]:
    """Make a feed of what `by` sees. Returns it with its address, which is not to be had again."""
    ensure(by, Perm.CALENDAR_OWN)
    if Feed.objects.filter(member=by).live().count() >= MOST_FEEDS:
        raise DomainError(f"{MOST_FEEDS} feeds are the most. Revoke one that you no longer use.")
    chosen = _checked(detail, layers, people, by)
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        member=by,
        name=_named(name, "feed"),
        detail=Feed.Detail(detail),
        layers=chosen,
        deadlines_as_tasks=deadlines_as_tasks,
        secret_hash=hash_of(secret),
    )
    FeedPerson.objects.bulk_create([FeedPerson(feed=feed, member=person) for person in people])
    audit.record(by, "feed.created", feed, changes=_said(feed, people))
    return feed, _address(feed, secret)


def _said(feed: Feed, people: Collection[Member]) -> dict:
    return {
        "shows": [None, ", ".join(Feed.Layer(layer).label for layer in feed.layers)],
        "detail": [None, feed.get_detail_display()],
        "of": [None, ", ".join(person.name for person in people) or feed.member.name],
    }


def _own(feed: Feed, by: Member) -> Feed:
    locked = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if locked.member_id != by.pk:
        raise DomainError("This feed is another person’s.")
    return locked


@transaction.atomic
def change_feed(
    feed: Feed,
    *,
    by: Member,
    name: str,
    detail: str,
    layers: Collection[str],
    people: Collection[Member],
    deadlines_as_tasks: bool,
) -> Feed:
    """Change what a feed shows; its address stays."""
    feed = _own(feed, by)
    ensure(by, Perm.CALENDAR_OWN)
    if feed.revoked_at is not None:
        raise DomainError("This feed was revoked. Make a new one.")
    chosen = _checked(detail, layers, people, by)
    changes = audit.apply(
        feed,
        name=_named(name, "feed"),
        detail=Feed.Detail(detail),
        layers=chosen,
        deadlines_as_tasks=deadlines_as_tasks,
    )
    before = {row.member_id for row in feed.people.all()}
    after = {person.pk for person in people}
    if before != after:
        feed.people.all().delete()
        FeedPerson.objects.bulk_create([FeedPerson(feed=feed, member=person) for person in people])
        changes["of"] = [None, ", ".join(person.name for person in people) or by.name]
    if changes:
        feed.save()
        audit.record(by, "feed.changed", feed, changes=changes)
    return feed


@transaction.atomic
def renew_feed(feed: Feed, *, by: Member) -> tuple[Feed, str]:
    """Replace the address. The old one shows nothing from now on. Returns the feed with the new one."""
    feed = _own(feed, by)
    ensure(by, Perm.CALENDAR_OWN)
    if feed.revoked_at is not None:
        raise DomainError("This feed was revoked. Make a new one.")
    secret = secrets.token_urlsafe(32)
    feed.secret_hash, feed.renewed_at = hash_of(secret), timezone.now()
    feed.save(update_fields=["secret_hash", "renewed_at"])
    audit.record(by, "feed.renewed", feed)
    return feed, _address(feed, secret)


@transaction.atomic
def revoke_feed(feed: Feed, *, by: Member) -> Feed:
    """Make the address stop working at once. A second time changes nothing."""
    feed = _own(feed, by)
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        audit.record(by, "feed.revoked", feed)
    return feed


def _password() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(20))


def normal(typed: str) -> str:
    """An app password as it is hashed: however somebody typed its groups."""
    return "".join(typed.split()).replace("-", "").casefold()


@transaction.atomic
def create_device(*, by: Member, name: str, may_write: bool = True) -> tuple[AppPassword, str]:
    """Make the password of a device. Returns it with the text, in groups of five, which is not to be had again."""
    ensure(by, Perm.CALENDAR_OWN)
    if AppPassword.objects.filter(member=by).live().count() >= MOST_DEVICES:
        raise DomainError(f"{MOST_DEVICES} devices are the most. Revoke one that you no longer use.")
    secret = _password()
    device = AppPassword.objects.create(
        member=by, name=_named(name, "device"), may_write=may_write, secret_hash=hash_of(secret)
    )
    changes = {"may": [None, "read and write" if may_write else "read"]}
    audit.record(by, "app_password.created", device, changes=changes)
    return device, "-".join(secret[n : n + 5] for n in range(0, 20, 5))


@transaction.atomic
def revoke_device(device: AppPassword, *, by: Member) -> AppPassword:
    """Lock a device out at once. A second time changes nothing."""
    locked = AppPassword.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if locked.member_id != by.pk:
        raise DomainError("This device is another person’s.")
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit.record(by, "app_password.revoked", locked)
    return locked

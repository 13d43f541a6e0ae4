"""Memos: sent to people, roles or the office, read, confirmed, reminded of once, withdrawn."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member, Role
from accounts.permissions import Level, Perm
from accounts.queries import refusal
from communications.models import Memo, MemoReading
from communications.queries.desk import colleagues
from communications.services.common import ask_mail, block, line
from matters.models import Matter
from matters.queries.access import seers_of
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.telling import mail_at

# A memo without a day is reminded of when this long has passed.
PATIENCE = datetime.timedelta(days=2)


def readers_of(
    *, people: list[Member], roles: list[Role], everybody: bool, matter: Matter | None, by: Member
) -> list[Member]:
    """Whom a memo goes to: never the sender, guests only by name, and only who sees the matter it is about."""
    named, in_roles = {m.pk for m in people}, {r.pk for r in roles}
    seers = seers_of(matter) if matter is not None else None
    found = []
    for member in colleagues():
        guest = member.role.template == "freelancer"
        meant = member.pk in named or member.role_id in in_roles or (everybody and not guest)
        if meant and member.pk != by.pk and (seers is None or member.pk in seers):
            found.append(member)
    return found


@transaction.atomic
def send_memo(
    *,
    by: Member,
    title: str,
    body: str,
    people: list[Member] | None = None,
    roles: list[Role] | None = None,
    everybody: bool = False,
    matter: Matter | None = None,
    acknowledge: bool = False,
    acknowledge_by: datetime.date | None = None,
) -> Memo:
    """Send a memo. Each reader gets a mail and a receipt to give; what was sent is not changed any more."""
    if by.powers.level(Perm.MESSAGE_SLIP) is not Level.YES:
        raise refusal(by, Perm.MESSAGE_SLIP)
    people, roles = list(people or []), list(roles or [])
    title, body = line(title), block(body, 20_000)
    if not title:
        raise DomainError("Give the memo a title.", field="title")
    if not body:
        raise DomainError("Write what it says.", field="body")
    if not (people or roles or everybody):
        raise DomainError("Choose whom it goes to.", field="people")
    if acknowledge_by is not None and acknowledge_by < timezone.localdate():
        raise DomainError("This day has passed.", field="acknowledge_by")
    readers = readers_of(people=people, roles=roles, everybody=everybody, matter=matter, by=by)
    if not readers:
        raise DomainError("Nobody of these can read it. Choose other people.", field="people")
    memo = Memo.objects.create(
        title=title,
        body=body,
        matter=matter,
        audience=_audience(people, roles, everybody, by),
        acknowledge=acknowledge,
        acknowledge_by=acknowledge_by if acknowledge else None,
        sent_by=by,
    )
    MemoReading.objects.bulk_create([MemoReading(memo=memo, matter=matter, member=m) for m in readers])
    audit.record(
        by, "memo.sent", memo, changes={"to": [None, memo.audience], "readers": [None, len(readers)]}
    )
    for reader in readers:
        ask_mail("memo", memo.pk, reader)
    return memo


def _audience(people: list[Member], roles: list[Role], everybody: bool, by: Member) -> str:
    if everybody:
        words = ["Whole office"] + [m.name for m in people if m.role.template == "freelancer"]
    else:
        words = [role.name for role in roles] + [m.name for m in people if m.pk != by.pk]
    said = ", ".join(words)
    return said if len(said) <= 300 else said[:297].rsplit(",", 1)[0] + " …"


def _reading(memo: Memo, by: Member) -> MemoReading | None:
    return MemoReading.objects.select_for_update(of=("self",)).filter(memo=memo, member=by).first()


@transaction.atomic
def open_memo(memo: Memo, *, by: Member) -> bool:
    """Mark a memo read when a reader opens it. Returns whether it was unread."""
    reading = _reading(memo, by)
    if reading is None or reading.read_at is not None:
        return False
    reading.read_at = timezone.now()
    reading.save(update_fields=["read_at"])
    audit.record(by, "memo.read", memo)
    return True


@transaction.atomic
def acknowledge_memo(memo: Memo, *, by: Member) -> MemoReading:
    """A reader confirms that they have read a memo that asks for it."""
    reading = _reading(memo, by)
    if reading is None:
        raise Refused("This memo was not sent to you.", who=[memo.sent_by.name])
    if not memo.acknowledge:
        raise DomainError("This memo asks for no confirmation.")
    if memo.withdrawn_at is not None:
        raise DomainError("This memo was withdrawn.")
    if reading.acknowledged_at is None:
        now = timezone.now()
        reading.read_at, reading.acknowledged_at = reading.read_at or now, now
        reading.save(update_fields=["read_at", "acknowledged_at"])
        audit.record(by, "memo.acknowledged", memo)
    return reading


@transaction.atomic
def withdraw_memo(memo: Memo, *, by: Member) -> Memo:
    """The sender takes a memo back: it stays readable, marked as withdrawn, and nobody is asked to confirm it."""
    memo = Memo.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=memo.pk)
    if memo.sent_by_id != by.pk:
        raise Refused(f"{memo.sent_by.name} sent this memo.", who=[memo.sent_by.name])
    if memo.withdrawn_at is not None:
        raise DomainError("This memo is withdrawn already.")
    memo.withdrawn_at, memo.withdrawn_by = timezone.now(), by
    memo.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(by, "memo.withdrawn", memo)
    return memo


@transaction.atomic
def remind_of(reading_id: int, *, now: datetime.datetime) -> bool:
    """Remind one reader, once, of a memo they have not confirmed although its day is near or two days have gone."""
    reading = (
        MemoReading.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            pk=reading_id,
            acknowledged_at=None,
            reminded_at=None,
            memo__withdrawn_at=None,
            memo__acknowledge=True,
        )
        .select_related("memo", "member")
        .first()
    )
    if reading is None or not is_due(reading.memo, now) or not reading.member.is_active:
        return False
    # The reader's own hours and channels; what the digest of the day tells needs no mail of its own.
    when = mail_at(reading.member, now)
    if when is None:
        return False
    reading.reminded_at = now
    reading.save(update_fields=["reminded_at"])
    ask_mail("memo_reminder", reading.memo_id, reading.member, at=when if when > now else None)
    return True


@transaction.atomic
def note_reminded(ids: list[int], *, at: datetime.datetime) -> int:
    """Of these receipts, those whose reminder was due were told at `at` by the digest. Returns how many."""
    rows = MemoReading.objects.select_for_update(of=("self",)).filter(
        pk__in=ids, acknowledged_at=None, reminded_at=None, memo__acknowledge=True, memo__withdrawn_at=None
    )
    due = [row.pk for row in rows.select_related("memo") if is_due(row.memo, at)]
    return MemoReading.objects.filter(pk__in=due).update(reminded_at=at)


def is_due(memo: Memo, now: datetime.datetime) -> bool:
    """Whether it is time to remind: on the day before the one it names, else two days after it was sent."""
    if memo.acknowledge_by is not None:
        return timezone.localdate(now) >= memo.acknowledge_by - datetime.timedelta(days=1)
    return now - memo.sent_at >= PATIENCE


def unconfirmed_ids() -> list[int]:
    """Ids of the receipts that may need a reminder, in the firm in scope."""
    rows = MemoReading.objects.filter(
        acknowledged_at=None, reminded_at=None, memo__acknowledge=True, memo__withdrawn_at=None
    )
    return list(rows.order_by("id").values_list("pk", flat=True))

"""Reminders of a demo firm: what the job would have told in the last days, seen, acknowledged, put off, failed."""

import datetime
from datetime import time

from django.utils import timezone

from calendar_app.models import Deadline, Event
from exchange.demo.base import DAY, Maker
from practice.models import Outbox
from reminders.models import Delivery, OwnRungs, Preferences, Reminder, ReminderRules
from reminders.services.claiming import MAIL, claim

DAYS = 10
HOUR = datetime.timedelta(hours=1)


class Told(Maker):
    """The days before today, as the job would have run in them."""

    def told(self) -> None:
        now = timezone.now()
        began = self.moment(self.today - DAYS * DAY, 6)
        long_ago = began - 90 * DAY
        Deadline.objects.filter(created_at__gt=began).update(created_at=long_ago)
        Event.objects.filter(created_at__gt=began).update(created_at=long_ago)
        self._preferences()
        ReminderRules.objects.get_or_create(
            defaults={"client_days": [2], "clients": True, "began_at": began, "looked_at": began}
        )
        for number in range(DAYS, -1, -1):
            morning = self.moment(self.today - number * DAY, 8)
            claim(min(morning, now))
        # Nothing of the past is mailed when the demo is started.
        Outbox.objects.filter(firm=self.firm, task=MAIL).delete()
        for delivery in Delivery.objects.select_related("member__user", "contact"):
            delivery.state, delivery.tries = Delivery.State.DELIVERED, 1
            delivery.sent_at = delivery.tried_at = delivery.created_at
            delivery.address = delivery.member.user.email if delivery.member else delivery.contact.email
            delivery.save()
        mailed = Reminder.objects.filter(state=Reminder.State.WAITING)
        mailed.update(state=Reminder.State.DELIVERED)
        self._seen(now)
        self._failed(now)

    def _preferences(self) -> None:
        lead = self.attorneys[0]
        Preferences.objects.create(
            member=lead, quiet_from=time(20, 30), quiet_until=time(6, 30), digest_at=time(6, 45)
        )
        for member in self.support[:1]:
            Preferences.objects.create(member=member, digest_at=time(7, 30), mail_when_away=False)
        row = Deadline.objects.open().filter(kind="internal", due_on__gt=self.today + 12 * DAY).first()
        if row is not None:
            OwnRungs.objects.create(
                about_kind="deadline",
                about_id=row.pk,
                matter=row.matter,
                occurs_on=row.due_on,
                days=[10, 5, 2, 0],
                set_by=row.owner,
            )

    def _seen(self, now: datetime.datetime) -> None:
        """What was told before yesterday was seen, most of it within hours; a few were put off."""
        told = Reminder.objects.told().filter(member__isnull=False)
        for row in told.filter(created_at__lt=now - 36 * HOUR):
            row.seen_at = row.created_at + self.rng.randint(1, 9) * HOUR
            row.save(update_fields=["seen_at"])
        later = list(told.filter(seen_at=None, occurs_at__gt=now + 4 * DAY).order_by("id")[:2])
        Reminder.objects.filter(pk__in=[row.pk for row in later]).update(snoozed_until=now + 20 * HOUR)

    def _failed(self, now: datetime.datetime) -> None:
        """One address of somebody who is away does not take mail today."""
        last = Delivery.objects.filter(member__in=[m.pk for m in self.paralegals]).order_by("-id").first()
        if last is None:
            return
        Delivery.objects.filter(pk=last.pk).update(
            state=Delivery.State.FAILED,
            sent_at=None,
            tries=3,
            error="452 4.2.2 The mailbox is full",
            tried_at=now,
        )
        Reminder.objects.filter(delivery=last).update(state=Reminder.State.FAILED, seen_at=None)

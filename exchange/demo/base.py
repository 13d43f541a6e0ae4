"""What the makers of a demo firm share."""

import datetime
import random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import timezone

from practice.models import AuditEvent

PASSWORD = "open the demo door"
DAY = datetime.timedelta(days=1)
HOUR = 3600


class Maker:
    """One firm in the making. Every choice comes from one seeded generator, every date from today."""

    def __init__(self, firm, domain, people, contacts, matters, months, seed):
        self.firm, self.domain, self.people = firm, domain, people
        self.how_many = SimpleNamespace(contacts=contacts, matters=matters, months=months)
        self.rng = random.Random(seed)
        # For what is laid over the history, so that it does not change the rest.
        self.side = random.Random(seed + 1000)
        self.zone = ZoneInfo(firm.time_zone)
        self.today = timezone.localdate(timezone=self.zone)
        self.start = self.today - datetime.timedelta(days=int(months * 30.5))

    def moment(self, day: datetime.date, hour: int = 10) -> datetime.datetime:
        """An instant on `day`, never in the future."""
        at = datetime.datetime.combine(day, datetime.time(hour, self.rng.randint(0, 59)), tzinfo=self.zone)
        return min(at, timezone.now())

    def evening(self, day: datetime.date) -> datetime.datetime:
        """Five o'clock on `day`, never in the future."""
        at = datetime.datetime.combine(day, datetime.time(17), tzinfo=self.zone)
        return min(at, timezone.now())

    @staticmethod
    def after_month(year: int, month: int) -> datetime.date:
        """The first day of the next month."""
        return datetime.date(year + month // 12, month % 12 + 1, 1)

    @staticmethod
    def record(verb: str, rows: list) -> None:
        """Past acts for the History tabs."""
        AuditEvent.objects.bulk_create(
            (
                AuditEvent(
                    at=at,
                    actor_id=by.pk if by else None,
                    actor_name=by.name if by else "Bailiwick",
                    verb=verb,
                    object_type=obj._meta.label_lower,
                    object_id=obj.pk,
                    object_label=str(obj)[:300],
                    matter_id=obj.pk if obj._meta.label_lower == "matters.matter" else obj.matter_id,
                )
                for obj, at, by in rows
            ),
            batch_size=1000,
        )

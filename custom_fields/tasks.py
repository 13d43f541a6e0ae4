"""Jobs: formulas and conditions worked out again, after they were changed and as days pass. Each may run twice."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from custom_fields import formulas
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, Value
from custom_fields.queries.schemas import Book, schema
from custom_fields.services import recompute as recompute_record
from custom_fields.services.sets import RECOMPUTE
from practice.jobs import enqueue_after_commit, long_job
from practice.models import Firm, Outbox
from practice.scope import firm_scope

CHUNK = 200


@long_job
def recompute(*, firm_id: int, host: str) -> None:
    """Work out every record of a host that has values, in transactions of CHUNK records."""
    after = 0
    while True:
        with firm_scope(firm_id):
            rows = HOSTS[host].cls.objects.filter(pk__gt=after).exclude(custom={}).order_by("pk")
            rows = list(rows.select_for_update(of=("self",))[:CHUNK])
            book = Book(host)
            for row in rows:
                recompute_record(row, schema=book.of(row))
        if len(rows) < CHUNK:
            return
        after = rows[-1].pk


@shared_task(name="custom_fields.tasks.as_days_pass", ignore_result=True)
def as_days_pass() -> int:
    """Once in each firm's day: work out again what reads today's date, so that filters and files say what pages say.

    May run often: what was asked for today is in the outbox, and a worker that was down at midnight misses nothing. Returns how many
    hosts are looked through.
    """
    count = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)):
            midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            asked = Outbox.objects.filter(firm=firm, task=RECOMPUTE, created_at__gte=midnight)
            done = set(asked.values_list("arguments__host", flat=True))
            with firm_scope(firm):
                for host in HOSTS.keys() - done:
                    rows = [f for f in schema(host).of(Field.Type.FORMULA) if formulas.uses_today(f.formula)]
                    if rows and Value.objects.filter(host=host).exists():
                        enqueue_after_commit(RECOMPUTE, host=host)
                        count += 1
    return count
